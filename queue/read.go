package queue

import (
	"fmt"
	"slices"

	"github.com/dgraph-io/badger/v4"
)

// Get returns an item with its payload, which is nil once it was erased. ErrNotFound, ErrDamaged.
func (q *Queue) Get(id ItemID) (Item, error) {
	var it Item
	err := q.view(func(txn *badger.Txn) (err error) {
		it, err = readItem(txn, id)
		if err != nil {
			return err
		}
		it.Payload, err = readPayload(txn, id)
		return err
	})
	if err != nil {
		return Item{}, fmt.Errorf("get item: %w", err)
	}
	return it, nil
}

// ByDedupeKey returns the item that a dedupe key names, without its payload. ErrNotFound, ErrDamaged.
func (q *Queue) ByDedupeKey(key string) (Item, error) {
	var it Item
	err := q.view(func(txn *badger.Txn) error {
		id, err := readDedupe(txn, key)
		if err != nil {
			return err
		}
		it, err = readItem(txn, id)
		return err
	})
	if err != nil {
		return Item{}, fmt.Errorf("get item by dedupe key: %w", err)
	}
	return it, nil
}

// ByGroup returns every item that was ever enqueued with g, in any state, newest first, without payloads.
// ErrDamaged when one of them cannot be read.
func (q *Queue) ByGroup(g Group) ([]Item, error) {
	var items []Item
	err := q.view(func(txn *badger.Txn) error {
		return scanKeys(txn, groupPrefix(g), func(key []byte) (bool, error) {
			it, err := readItem(txn, keyID(key))
			items = append(items, it)
			return true, err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("get items by group: %w", err)
	}
	slices.Reverse(items)
	return items, nil
}

// List returns the items that f chooses, without payloads. ErrDamaged when one of the records it passes cannot be read.
func (q *Queue) List(f Filter) ([]Item, error) {
	var items []Item
	err := q.view(func(txn *badger.Txn) error {
		return scan(txn, q.listFrom(f), func(id ItemID, raw []byte) error {
			it, err := decodeItem(id, slices.Clone(raw))
			if err != nil {
				return err
			}
			if f.includes(it.State) {
				items = append(items, it)
			}
			if f.Limit > 0 && len(items) == f.Limit {
				return errStopScan
			}
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list items: %w", err)
	}
	return items, nil
}

// listFrom leaves out the part of the queue where everything is finished, unless finished items are wanted.
func (q *Queue) listFrom(f Filter) scanRange {
	r := scanFrom(1)
	if !f.includes(Done) && !f.includes(Cancelled) {
		r = scanFrom(q.published.Load().low)
	}
	r.newest = f.Newest
	return r
}

func (f Filter) includes(s State) bool {
	return len(f.States) == 0 || slices.Contains(f.States, s)
}

// Stats returns the figures of the last commit, without touching the disk.
func (q *Queue) Stats() Stats {
	s := q.published.Load().stats
	counts := make(map[State]int, len(s.Counts))
	for state, n := range s.Counts {
		counts[state] = n
	}
	s.Counts = counts
	return s
}

func (q *Queue) read(id ItemID) (Item, error) {
	var it Item
	err := q.view(func(txn *badger.Txn) (err error) {
		it, err = readItem(txn, id)
		return err
	})
	return it, err
}

// view reads from what was committed, and keeps Close waiting meanwhile.
func (q *Queue) view(read func(*badger.Txn) error) error {
	return q.store.use(func(db *badger.DB) error { return db.View(read) })
}
