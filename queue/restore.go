package queue

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// restore brings a folder that was just opened to life. The committer does not run yet.
func (q *Queue) restore() error {
	if err := q.checkFormat(); err != nil {
		return err
	}
	if err := q.load(); err != nil {
		return err
	}
	if err := q.loadDamage(); err != nil {
		return err
	}
	return q.endOldLeases()
}

func (q *Queue) checkFormat() error {
	return q.store.use(func(db *badger.DB) error {
		return db.Update(func(txn *badger.Txn) error {
			err := readValue(txn, []byte(keyFormat), checkFormatVersion)
			if errors.Is(err, badger.ErrKeyNotFound) {
				return txn.Set([]byte(keyFormat), []byte{formatVersion})
			}
			return err
		})
	})
}

func checkFormatVersion(raw []byte) error {
	if len(raw) != 1 {
		return fmt.Errorf("read the format version: %w", ErrDamaged)
	}
	if raw[0] > formatVersion {
		return ErrNewerFormat
	}
	return nil
}

// load builds the index from disk. A record that cannot be read becomes an item that needs a person, so that one bad record neither
// locks the others away nor disappears.
func (q *Queue) load() error {
	return q.view(func(txn *badger.Txn) error {
		c, err := readCounters(txn)
		if err != nil {
			return err
		}
		parts, err := loadParts(txn, c, stored(time.Now()))
		if err != nil {
			return fmt.Errorf("scan the queue: %w", err)
		}
		x := newIndex(c)
		for _, part := range parts {
			x.restore(part)
		}
		q.index = x
		q.publish()
		return nil
	})
}

// part is what was found in a range of ids. Finished items are in the counters already.
type part struct {
	unfinished []*entry
	damaged    []ItemID
}

// loadParts reads the records side by side: decoding 100,000 of them takes longer than everything else that Open does.
func loadParts(txn *badger.Txn, c counters, now time.Time) ([]part, error) {
	parts := make([]part, runtime.GOMAXPROCS(0))
	errs := make([]error, len(parts))
	each := (c.last+1-c.low)/ItemID(len(parts)) + 1
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() {
			lowest := c.low + ItemID(i)*each
			r := scanRange{lowest: lowest, below: lowest + each}
			if i == len(parts)-1 {
				r.below = 0 // also what the counters do not know
			}
			errs[i] = scan(txn, r, func(id ItemID, raw []byte) error {
				parts[i].add(id, raw, now)
				return nil
			})
		})
	}
	wg.Wait()
	return parts, errors.Join(errs...)
}

func (p *part) add(id ItemID, raw []byte, now time.Time) {
	it, err := decodeItem(id, raw)
	if err != nil {
		p.damaged = append(p.damaged, id)
		it = damagedItem(id, now)
	}
	if !it.State.finished() {
		p.unfinished = append(p.unfinished, newEntry(it))
	}
}

func (x *index) restore(p part) {
	x.damaged = append(x.damaged, p.damaged...)
	for _, e := range p.unfinished {
		x.insert(e)
	}
}

// damagedItem stands in for an item whose record is lost. When it was enqueued is lost as well.
func damagedItem(id ItemID, now time.Time) Item {
	return Item{ID: id, State: NeedsYou, Cause: CauseDamaged, EnqueuedAt: now, UpdatedAt: now}
}

// endOldLeases makes ready what the previous process was working on, and stores the stand-ins of damaged items.
func (q *Queue) endOldLeases() error {
	var operations []*operation
	for _, id := range q.index.inState(Leased, nil) {
		operations = append(operations, newOperation(0, func(tx *transaction) error { return tx.endOldLease(id) }))
	}
	for _, id := range q.index.damaged {
		operations = append(operations, newOperation(0, func(tx *transaction) error { return q.setAside(tx, id) }))
	}
	q.commit(operations)
	for _, op := range operations {
		if err := <-op.answer; err != nil {
			return fmt.Errorf("end old leases: %w", err)
		}
	}
	return nil
}

// endOldLease also carries out a cancellation that the lost holder had not noticed, unless it had begun a write: then the item is
// handed out once more to be finished.
func (tx *transaction) endOldLease(id ItemID) error {
	it, err := tx.item(id)
	if err != nil {
		return err
	}
	to := Ready
	if it.CancelRequested && !it.Held {
		to = Cancelled
	}
	if err := it.move(to, tx.now); err != nil {
		return err
	}
	return tx.save(it)
}
