package queue

import (
	"errors"
	"fmt"
	"time"

	"github.com/dgraph-io/badger/v4"
)

const (
	// These bound one transaction. Badger's own limits, about 1.2 MB (large values count little) and 13,000 writes with our memtable,
	// leave room for one more operation of the largest size.
	maxBatchOperations = 256
	maxBatchBytes      = 400 << 10
	maxBatchWrites     = 4096

	maxPayload  = 4 << 20
	maxProgress = 4 << 20
	maxRest     = 16 << 10 // dedupe key and groups together
	maxCause    = 1 << 10
)

// transaction is one Badger transaction under construction: everything in it has the same now, and is committed and synced together.
type transaction struct {
	store   *store
	txn     *badger.Txn // nil until the disk is needed: most leases find nothing to do and let the database rest
	now     time.Time
	index   *index
	disk    *diskSpace
	started counters
	bytes   int
	writes  int
	values  int // among them, that go to the value log
	changed []Item
	broken  error // a write failed half-way through an operation: nothing of this transaction may be committed
}

// run carries out operations until the transaction is full, and returns how many.
func (tx *transaction) run(batch []*operation) int {
	for i, op := range batch {
		if tx.full() {
			return i
		}
		op.result = op.run(tx)
	}
	return len(batch)
}

func (tx *transaction) full() bool {
	return tx.bytes >= maxBatchBytes || tx.writes >= maxBatchWrites
}

// commit makes everything durable. After an error the index no longer agrees with the disk.
func (tx *transaction) commit() error {
	if tx.broken != nil {
		return tx.broken
	}
	if tx.writes == 0 {
		return nil
	}
	if tx.index.counters != tx.started {
		if err := tx.txn.Set([]byte(keyCounters), encodeCounters(tx.index.counters)); err != nil {
			return fmt.Errorf("write queue counters: %w", err)
		}
	}
	err := tx.store.witness.before()
	if err == nil {
		err = tx.txn.Commit()
	}
	if tx.store.unsynced.Swap(false) {
		err = errors.Join(err, errUnsynced)
	}
	if err == nil {
		err = tx.store.acknowledge(tx.values, tx.index.counters.last)
	}
	if err != nil {
		return fmt.Errorf("commit to the queue: %w", err)
	}
	return nil
}

// opened returns Badger's transaction, for which it opens the database if it rests.
func (tx *transaction) opened() (*badger.Txn, error) {
	if tx.txn != nil {
		return tx.txn, nil
	}
	db, err := tx.store.acquire()
	if err != nil {
		return nil, err
	}
	tx.txn = db.NewTransaction(true)
	return tx.txn, nil
}

func (tx *transaction) end() {
	if tx.txn == nil {
		return
	}
	tx.txn.Discard()
	tx.store.release()
}

func (tx *transaction) item(id ItemID) (Item, error) {
	txn, err := tx.opened()
	if err != nil {
		return Item{}, err
	}
	return readItem(txn, id)
}

func (tx *transaction) payload(id ItemID) ([]byte, error) {
	txn, err := tx.opened()
	if err != nil {
		return nil, err
	}
	return readPayload(txn, id)
}

// save writes the state of an item that has changed.
func (tx *transaction) save(it Item) error {
	if err := tx.set(stateKey(it.ID), encodeItem(it)); err != nil {
		return err
	}
	if it.State.finished() {
		if err := tx.set(finishedKey(it.FinishedAt, it.ID), nil); err != nil {
			return err
		}
	}
	tx.index.put(it)
	tx.changed = append(tx.changed, it)
	return nil
}

func (tx *transaction) set(key, value []byte) error {
	if len(value) >= valueThreshold {
		tx.values++
	}
	return tx.write(len(key)+len(value), func(txn *badger.Txn) error { return txn.Set(key, value) })
}

func (tx *transaction) delete(key []byte) error {
	return tx.write(len(key), func(txn *badger.Txn) error { return txn.Delete(key) })
}

func (tx *transaction) write(size int, apply func(*badger.Txn) error) error {
	if err := tx.disk.require(changeFloor, tx.now); err != nil {
		return err
	}
	txn, err := tx.opened()
	if err != nil {
		return err
	}
	if err := apply(txn); err != nil {
		tx.broken = fmt.Errorf("write to the queue: %w", err)
		return tx.broken
	}
	tx.bytes += size
	tx.writes++
	return nil
}
