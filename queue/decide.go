package queue

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// Retry makes a waiting item, or one that needs a person, ready at once, with the progress it has. ErrNotFound, ErrBadState.
func (q *Queue) Retry(id ItemID) (Item, error) {
	return q.change("retry", id, func(it *Item, now time.Time) error {
		if it.State != Waiting && it.State != NeedsYou {
			return ErrBadState
		}
		return it.move(Ready, now)
	})
}

// Cancel ends an item that is ready, waiting or needs a person, held or not. A leased item is only marked: while it is not held, the
// holder's next Checkpoint, WaitUntil or NeedsYou answers ErrCancelled, and the holder calls CancelLeased. Once it is held, a write has
// begun and is finished first; the holder sees CancelRequested when it leases the item again. ErrNotFound, ErrBadState.
func (q *Queue) Cancel(id ItemID) (Item, error) {
	return q.change("cancel", id, func(it *Item, now time.Time) error {
		if it.State != Leased {
			return it.move(Cancelled, now)
		}
		it.CancelRequested = true
		it.UpdatedAt = now
		return nil
	})
}

// Answer makes an item that needs a person ready, with the progress that update makes of the saved one. An error of update is returned
// and changes nothing. ErrNotFound; ErrBadState also when the item was answered by someone else meanwhile.
func (q *Queue) Answer(id ItemID, update func(progress []byte) ([]byte, error)) (Item, error) {
	asked, err := q.question(id)
	if err != nil {
		return Item{}, fmt.Errorf("answer item %v: %w", id, err)
	}
	progress, err := update(asked.Progress)
	if err != nil {
		return Item{}, fmt.Errorf("answer item %v: %w", id, err)
	}
	if len(progress) > maxProgress {
		return Item{}, fmt.Errorf("answer item %v: %w", id, ErrTooLarge)
	}
	progress = bytes.Clone(progress)
	return q.change("answer", id, func(it *Item, now time.Time) error {
		if it.State != NeedsYou || it.Attempt != asked.Attempt {
			return ErrBadState
		}
		it.Progress = progress
		return it.move(Ready, now)
	})
}

func (q *Queue) question(id ItemID) (Item, error) {
	it, err := q.read(id)
	if err != nil {
		return Item{}, err
	}
	if it.State != NeedsYou {
		return Item{}, ErrBadState
	}
	return it, nil
}

func (q *Queue) change(what string, id ItemID, change func(it *Item, now time.Time) error) (Item, error) {
	var it Item
	err := q.do(context.Background(), 0, func(tx *transaction) (err error) {
		it, err = tx.item(id)
		if err != nil {
			return err
		}
		if err := change(&it, tx.now); err != nil {
			return err
		}
		return tx.save(it)
	})
	if err != nil {
		return Item{}, fmt.Errorf("%s item %v: %w", what, id, err)
	}
	return it, nil
}

// Wake makes all items ready that wait with this cause, and returns how many. After an error some may be ready already; calling it
// again does the rest.
func (q *Queue) Wake(cause string) (int, error) {
	woken := 0
	for {
		var some int
		var rest bool
		err := q.do(context.Background(), 0, func(tx *transaction) (err error) {
			some, rest, err = tx.wake(cause)
			return err
		})
		if err != nil {
			return woken, fmt.Errorf("wake items: %w", err)
		}
		woken += some
		if !rest {
			return woken, nil
		}
	}
}

// wake stops when the transaction is full, and then reports that there is a rest.
func (tx *transaction) wake(cause string) (woken int, rest bool, err error) {
	for _, id := range tx.index.inState(Waiting, &cause) {
		if tx.full() {
			return woken, true, nil
		}
		if err := tx.wakeItem(id); err != nil {
			return woken, false, err
		}
		woken++
	}
	return woken, false, nil
}

func (tx *transaction) wakeItem(id ItemID) error {
	it, err := tx.item(id)
	if err != nil {
		return err
	}
	if err := it.move(Ready, tx.now); err != nil {
		return err
	}
	return tx.save(it)
}
