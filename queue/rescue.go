package queue

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// rescuer copies items from a damaged database into a new one.
type rescuer struct {
	old    *badger.DB // nil when nothing can be read
	batch  *badger.WriteBatch
	damage *Damage
	count  counters
}

// rescue reads from a repaired copy, because Badger changes what it opens.
func (q *Queue) rescue(dir string, key []byte, found findings, damage *Damage) error {
	old, err := q.openCopy(dir, key, found)
	if err != nil {
		return err
	}
	var unsynced atomic.Bool
	fresh, err := openBadger(freshDir(dir), key, q.log, &unsynced)
	if err != nil {
		return errors.Join(err, closeIfOpen(old))
	}
	r := &rescuer{old: old, batch: fresh.NewWriteBatch(), damage: damage, count: counters{low: 1}}
	err = r.run(found)
	if err == nil && unsynced.Load() {
		err = errUnsynced
	}
	return errors.Join(err, fresh.Close(), closeIfOpen(old))
}

func closeIfOpen(db *badger.DB) error {
	if db == nil {
		return nil
	}
	return db.Close()
}

// openCopy returns nil when nothing of the folder can be read. Tables whose end is damaged are left out at once, because Badger would
// not survive reading it, and all damaged ones when it cannot be opened otherwise.
func (q *Queue) openCopy(dir string, key []byte, found findings) (*badger.DB, error) {
	for _, drop := range []func(string, string) bool{found.endDamaged, found.anyDamaged} {
		if err := os.RemoveAll(copyDir(dir)); err != nil {
			return nil, err
		}
		if err := found.repair(dir, copyDir(dir), drop); err != nil {
			return nil, err
		}
		db, err := openDamaged(copyDir(dir), key, q.log)
		if err == nil {
			return db, nil
		}
		if errors.Is(err, ErrWrongKey) && !found.registryLost() {
			return nil, err
		}
	}
	return nil, nil
}

func (r *rescuer) run(found findings) error {
	defer r.batch.Cancel()
	r.count.last = r.last(found)
	for id := ItemID(1); id <= r.count.last; id++ {
		if err := r.item(id); err != nil {
			return err
		}
	}
	if err := r.each(prefixDedupe, r.dedupe); err != nil {
		return err
	}
	notice, err := json.Marshal(r.damage)
	if err != nil {
		return err
	}
	err = errors.Join(
		r.batch.Set([]byte(keyDamage), notice),
		r.batch.Set([]byte(keyCounters), encodeCounters(r.count)),
		r.batch.Set([]byte(keyFormat), []byte{formatVersion}))
	return errors.Join(err, r.batch.Flush())
}

// last is the highest id that was given, as far as anything tells.
func (r *rescuer) last(found findings) ItemID {
	last := max(found.seal.lastGiven(), found.witness.Last)
	_ = r.read(func(txn *badger.Txn) error {
		c, err := readCounters(txn)
		last = max(last, c.last)
		return err
	})
	for _, prefix := range []byte{prefixState, prefixPayload} {
		_ = r.each(prefix, func(key, _ []byte) error {
			last = max(last, keyID(key))
			return nil
		})
	}
	return last
}

// item keeps one item. Even of one of which nothing is left, it keeps that it was there.
func (r *rescuer) item(id ItemID) error {
	var it Item
	var payload []byte
	err := r.read(func(txn *badger.Txn) (err error) {
		it, err = readItem(txn, id)
		return err
	})
	_ = r.read(func(txn *badger.Txn) (err error) {
		payload, err = readPayload(txn, id)
		return err
	})
	if err != nil {
		it = damagedItem(id, r.damage.At)
	}
	if err != nil || !it.State.finished() && payload == nil {
		r.damage.Unreadable++
		it.ask()
	} else {
		r.damage.Kept++
	}
	if r.damage.Asked {
		it.ask()
	}
	return r.write(it, payload)
}

// ask makes an unfinished item need a person, who alone can know what became of it.
func (it *Item) ask() {
	if it.State.finished() {
		return
	}
	it.State, it.Cause, it.Due = NeedsYou, CauseDamaged, time.Time{}
}

func (r *rescuer) write(it Item, payload []byte) error {
	err := r.batch.Set(stateKey(it.ID), encodeItem(it))
	if it.DedupeKey != "" {
		err = errors.Join(err, r.batch.Set(dedupeKey(it.DedupeKey), binary.BigEndian.AppendUint64(nil, uint64(it.ID))))
	}
	for _, g := range it.Groups {
		err = errors.Join(err, r.batch.Set(groupKey(g, it.ID), nil))
	}
	if payload != nil {
		err = errors.Join(err, r.batch.Set(payloadKey(it.ID), payload))
	}
	if it.State.finished() && payload != nil {
		err = errors.Join(err, r.batch.Set(finishedKey(it.FinishedAt, it.ID), nil))
	}
	switch it.State {
	case Done:
		r.count.done++
	case Cancelled:
		r.count.cancelled++
	}
	return err
}

// dedupe keeps the names of items whose record is lost.
func (r *rescuer) dedupe(key, value []byte) error {
	if len(value) != 8 || keyID(value) == 0 || keyID(value) > r.count.last {
		return nil
	}
	return r.batch.Set(key, value)
}

// each visits what can be read of the keys with a prefix.
func (r *rescuer) each(prefix byte, visit func(key, value []byte) error) error {
	var failed error
	_ = r.read(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte{prefix}})
		defer it.Close()
		for it.Rewind(); it.Valid() && failed == nil; it.Next() {
			var value []byte
			if prefix == prefixDedupe {
				value, _ = it.Item().ValueCopy(nil)
			}
			failed = visit(it.Item().KeyCopy(nil), value)
		}
		return nil
	})
	return failed
}

// read survives what Badger does with garbled bytes.
func (r *rescuer) read(do func(*badger.Txn) error) (err error) {
	if r.old == nil {
		return ErrDamaged
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("read a damaged database: %w", ErrDamaged)
		}
	}()
	return r.old.View(do)
}
