package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// recheckDue bounds how long a lease waits before it looks at the wall clock again. Timers follow a clock that stands still while a
// laptop sleeps, and the wall clock may be set.
const recheckDue = 5 * time.Second

// LeaseToken tells a lease from earlier ones of the same item. It is the item's attempt number; zero is no lease.
type LeaseToken uint64

// Lease is the right to work on an item. It ends with Complete, WaitUntil, NeedsYou or CancelLeased, or with the process.
type Lease struct {
	Item  Item
	Token LeaseToken
}

// Lease waits until an item may be worked on and leases it: the most urgent one that no other item of its groups keeps out. An item
// whose payload cannot be read is leased with a nil payload, for the holder to report.
//
// Errors: what ended ctx, ErrClosed, *DiskFullError.
func (q *Queue) Lease(ctx context.Context) (Lease, error) {
	return q.LeaseUrgent(ctx, Background)
}

// LeaseUrgent is Lease for items of at least this priority only; others are left for other callers.
func (q *Queue) LeaseUrgent(ctx context.Context, least Priority) (Lease, error) {
	for {
		var lease Lease
		var none nothing
		err := q.do(ctx, 0, func(tx *transaction) (err error) {
			lease, err = q.leaseNext(tx, least)
			none = nothing{nextDue: tx.index.nextDue(), changed: q.eligible}
			return err
		})
		if err != nil {
			return Lease{}, fmt.Errorf("lease: %w", err)
		}
		if lease.Token != 0 {
			return lease, nil
		}
		if err := q.await(ctx, none); err != nil {
			return Lease{}, fmt.Errorf("lease: %w", err)
		}
	}
}

// nothing is the answer when no item may be leased: when to ask again.
type nothing struct {
	nextDue time.Time
	changed <-chan struct{}
}

func (q *Queue) await(ctx context.Context, none nothing) error {
	var due <-chan time.Time // stays nil, and so never fires, when nothing waits for a time
	if !none.nextDue.IsZero() {
		timer := time.NewTimer(min(time.Until(none.nextDue), recheckDue))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-none.changed:
	case <-due:
	case <-ctx.Done():
		return ctx.Err()
	case <-q.closing:
		return ErrClosed
	}
	return nil
}

// leaseNext returns the zero Lease when no item may be leased.
func (q *Queue) leaseNext(tx *transaction, least Priority) (Lease, error) {
	for e := tx.index.next(tx.now, least); e != nil; e = tx.index.next(tx.now, least) {
		it, err := tx.lease(e.id)
		if errors.Is(err, ErrDamaged) {
			it, err = Item{}, q.setAside(tx, e.id)
		}
		if err != nil {
			tx.index.place(e)
			return Lease{}, err
		}
		if it.ID != 0 {
			it.Payload = q.payload(tx, it.ID)
			return Lease{Item: it, Token: LeaseToken(it.Attempt)}, nil
		}
	}
	return Lease{}, nil
}

func (tx *transaction) lease(id ItemID) (Item, error) {
	it, err := tx.item(id)
	if err != nil {
		return Item{}, err
	}
	if err := it.move(Leased, tx.now); err != nil {
		return Item{}, err
	}
	it.Attempt++
	return it, tx.save(it)
}

// setAside replaces an unreadable record by one that asks for a person.
func (q *Queue) setAside(tx *transaction, id ItemID) error {
	q.log.Error("queue item damaged", slog.Uint64("item", uint64(id)))
	return tx.save(damagedItem(id, tx.now))
}

// payload returns nil when it cannot be read, so that the lease holder reports the item instead of everybody else waiting for it.
func (q *Queue) payload(tx *transaction, id ItemID) []byte {
	payload, err := tx.payload(id)
	if err != nil {
		q.log.Error("queue payload unreadable", slog.Uint64("item", uint64(id)))
		return nil
	}
	return payload
}
