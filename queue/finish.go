package queue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// Checkpoint saves progress; nil keeps what was saved before. With hold the item keeps others of its groups out from now on, also
// while it waits, needs a person, or is restarted, until it is completed, cancelled, or saved again without hold.
//
// Errors: ErrStaleLease; ErrCancelled when Cancel was called and the item is not held yet, so asking to hold is the last moment at
// which a cancellation is noticed; *DiskFullError.
func (q *Queue) Checkpoint(l Lease, progress []byte, hold bool) error {
	return q.underLease("checkpoint", l, progress, func(it *Item, now time.Time) error {
		if it.stopWanted() {
			return ErrCancelled
		}
		it.Held = hold
		it.UpdatedAt = now
		return nil
	})
}

// Complete ends the lease and the item: it is done. A cancellation that nobody noticed in time is too late.
func (q *Queue) Complete(l Lease, progress []byte) error {
	return q.underLease("complete", l, progress, func(it *Item, now time.Time) error {
		return it.move(Done, now)
	})
}

// WaitUntil ends the lease; the item waits as w says. Errors as for Checkpoint.
func (q *Queue) WaitUntil(l Lease, w Wait, progress []byte) error {
	return q.underLease("wait", l, progress, func(it *Item, now time.Time) error {
		return it.park(Waiting, w, now)
	})
}

// NeedsYou ends the lease; the item waits for a person, who calls Answer, Retry or Cancel. Errors as for Checkpoint.
func (q *Queue) NeedsYou(l Lease, cause string, progress []byte) error {
	return q.underLease("ask a person", l, progress, func(it *Item, now time.Time) error {
		return it.park(NeedsYou, Wait{Cause: cause}, now)
	})
}

// CancelLeased ends the lease and the item: it is cancelled. ErrBadState unless Cancel was called before.
func (q *Queue) CancelLeased(l Lease, progress []byte) error {
	return q.underLease("cancel", l, progress, func(it *Item, now time.Time) error {
		if !it.CancelRequested {
			return ErrBadState
		}
		return it.move(Cancelled, now)
	})
}

func (it *Item) park(to State, w Wait, now time.Time) error {
	if it.stopWanted() {
		return ErrCancelled
	}
	if len(w.Cause) > maxCause {
		return ErrTooLarge
	}
	if err := it.move(to, now); err != nil {
		return err
	}
	it.Cause = w.Cause
	it.Due = stored(w.Due)
	return nil
}

// stopWanted says whether a cancellation can still be obeyed: once an item is held, a write has begun and is finished first.
func (it *Item) stopWanted() bool {
	return it.CancelRequested && !it.Held
}

// underLease changes the item that l leases, if it still does.
func (q *Queue) underLease(what string, l Lease, progress []byte, change func(it *Item, now time.Time) error) error {
	if len(progress) > maxProgress {
		return fmt.Errorf("%s item %v: %w", what, l.Item.ID, ErrTooLarge)
	}
	progress = bytes.Clone(progress)
	err := q.do(context.Background(), len(progress), func(tx *transaction) error {
		it, err := tx.leased(l)
		if err != nil {
			return err
		}
		if progress != nil {
			it.Progress = progress
		}
		if err := change(&it, tx.now); err != nil {
			return err
		}
		return tx.save(it)
	})
	if err != nil {
		return fmt.Errorf("%s item %v: %w", what, l.Item.ID, err)
	}
	return nil
}

func (tx *transaction) leased(l Lease) (Item, error) {
	it, err := tx.item(l.Item.ID)
	if errors.Is(err, ErrNotFound) {
		return Item{}, ErrStaleLease
	}
	if err != nil {
		return Item{}, err
	}
	if it.State != Leased || LeaseToken(it.Attempt) != l.Token {
		return Item{}, ErrStaleLease
	}
	return it, nil
}
