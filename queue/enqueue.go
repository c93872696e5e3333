package queue

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
)

// Enqueue stores an item and returns once it is synced. When the dedupe key is known, it returns the item that has it and false.
// The item is returned without its payload. When ctx ends before the item is taken up, nothing is stored.
//
// Errors: ErrNoDedupeKey, ErrTooLarge, *DiskFullError, ErrClosed.
func (q *Queue) Enqueue(ctx context.Context, add Add) (item Item, created bool, err error) {
	if err := add.check(); err != nil {
		return Item{}, false, fmt.Errorf("enqueue: %w", err)
	}
	add.Groups = slices.Clone(add.Groups)
	err = q.do(ctx, len(add.Payload)+maxRest/16, func(tx *transaction) (err error) {
		item, created, err = tx.enqueue(add)
		return err
	})
	if err != nil {
		return Item{}, false, fmt.Errorf("enqueue: %w", err)
	}
	return item, created, nil
}

func (a Add) check() error {
	if a.DedupeKey == "" {
		return ErrNoDedupeKey
	}
	if len(a.Payload) > maxPayload || len(a.DedupeKey)+len(a.Groups)*len(Group{}) > maxRest {
		return ErrTooLarge
	}
	return nil
}

// enqueue answers a known dedupe key even when the disk is full: that costs nothing.
func (tx *transaction) enqueue(add Add) (Item, bool, error) {
	txn, err := tx.opened()
	if err != nil {
		return Item{}, false, err
	}
	known, err := readDedupe(txn, add.DedupeKey)
	if err != nil {
		return Item{}, false, err
	}
	if known != 0 {
		it, err := tx.item(known)
		return it, false, err
	}
	if err := tx.disk.require(AcceptFloor, tx.now); err != nil {
		return Item{}, false, err
	}
	it := Item{
		ID: tx.index.counters.last + 1, State: Ready, Priority: add.Priority,
		EnqueuedAt: tx.now, UpdatedAt: tx.now, Groups: add.Groups, DedupeKey: add.DedupeKey,
	}
	return it, true, tx.insert(it, add.Payload)
}

func (tx *transaction) insert(it Item, payload []byte) error {
	if err := tx.set(payloadKey(it.ID), payload); err != nil {
		return err
	}
	id := binary.BigEndian.AppendUint64(nil, uint64(it.ID))
	if err := tx.set(dedupeKey(it.DedupeKey), id); err != nil {
		return err
	}
	for _, g := range it.Groups {
		if err := tx.set(groupKey(g, it.ID), nil); err != nil {
			return err
		}
	}
	return tx.save(it)
}
