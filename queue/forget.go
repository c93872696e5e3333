package queue

import (
	"context"
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"
)

// Forget erases everything about finished items at once: payload, progress, dedupe key and groups. What is left of each says
// that there was an item, when, and whether it was done or cancelled; its dedupe key may be used again. The bytes leave
// the queue's files before Forget returns, but for what the operating system keeps of freed blocks. After an error, calling
// it again does the rest.
//
// Errors: ErrBadState for an item that is not finished, ErrNotFound, *DiskFullError.
func (q *Queue) Forget(ids []ItemID) error {
	for _, id := range ids {
		err := q.do(context.Background(), maxRest/16, func(tx *transaction) error { return tx.forget(id) })
		if err != nil {
			return fmt.Errorf("forget item %v: %w", id, err)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	// Merging tables, Badger keeps what was replaced after the last read: somebody might read it still.
	err := q.view(func(*badger.Txn) error { return nil })
	if err == nil {
		err = q.returnSpace()
	}
	if err != nil {
		return fmt.Errorf("forget items: %w", err)
	}
	return nil
}

// forget checks first and writes last, as every operation.
func (tx *transaction) forget(id ItemID) error {
	it, err := tx.item(id)
	if err != nil {
		return err
	}
	if !it.State.finished() {
		return ErrBadState
	}
	keys := [][]byte{payloadKey(id), finishedKey(it.FinishedAt, id)}
	for _, g := range it.Groups {
		keys = append(keys, groupKey(g, id))
	}
	named, err := tx.names(it)
	if err != nil {
		return err
	}
	if named {
		keys = append(keys, dedupeKey(it.DedupeKey))
	}
	for _, key := range keys {
		if err := tx.delete(key); err != nil {
			return err
		}
	}
	bare := Item{ID: id, State: it.State, Priority: it.Priority, EnqueuedAt: it.EnqueuedAt, UpdatedAt: it.UpdatedAt, FinishedAt: it.FinishedAt}
	return tx.set(stateKey(id), encodeItem(bare))
}

// names says whether the item's dedupe key is its own still: one that was forgotten may have been given again.
func (tx *transaction) names(it Item) (bool, error) {
	if it.DedupeKey == "" {
		return false, nil
	}
	txn, err := tx.opened()
	if err != nil {
		return false, err
	}
	id, err := readDedupe(txn, it.DedupeKey)
	if errors.Is(err, ErrDamaged) {
		return true, nil
	}
	return id == it.ID, err
}
