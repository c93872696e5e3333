package queue

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLeaseOrder(t *testing.T) {
	q := openAt(t, t.TempDir())
	for _, a := range []Add{
		{DedupeKey: "1", Priority: Background}, {DedupeKey: "2", Priority: Export}, {DedupeKey: "3"},
		{DedupeKey: "4", Priority: Export}, {DedupeKey: "5"},
	} {
		_, _, err := q.Enqueue(t.Context(), a)
		require.NoError(t, err)
	}
	for _, want := range []ItemID{3, 5, 2, 4, 1} {
		l := lease(t, q)
		require.Equal(t, want, l.Item.ID)
		require.Equal(t, Leased, l.Item.State)
	}
	requireNoLease(t, q)
}

func TestLeaseCarriesPayloadAndProgress(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "a")
	l := lease(t, q)
	require.Equal(t, 1, l.Item.Attempt)
	require.NoError(t, q.WaitUntil(l, Wait{Due: time.Now().Add(-time.Second)}, []byte("step 1")))

	l = lease(t, q)
	require.Equal(t, 2, l.Item.Attempt)
	require.Equal(t, []byte("step 1"), l.Item.Progress)
	require.Equal(t, []byte("payload of a"), l.Item.Payload)
	require.NoError(t, q.Complete(l, nil))
	require.Equal(t, []byte("step 1"), requireState(t, q, 1, Done).Progress, "nil progress keeps what was saved")
}

func TestAnEarlierLeaseIsStale(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "a")
	first := lease(t, q)
	require.NoError(t, q.WaitUntil(first, Wait{Due: time.Now()}, nil))
	second := lease(t, q)

	require.ErrorIs(t, q.Checkpoint(first, []byte("late"), true), ErrStaleLease)
	require.ErrorIs(t, q.Complete(first, nil), ErrStaleLease)
	it := requireState(t, q, 1, Leased)
	require.Empty(t, it.Progress)
	require.False(t, it.Held)
	require.NoError(t, q.Complete(second, nil))
}

func TestLeaseWaitsForAnItem(t *testing.T) {
	q := openAt(t, t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := q.Lease(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	leased := make(chan ItemID)
	go func() {
		l, _ := q.Lease(t.Context())
		leased <- l.Item.ID
	}()
	it := add(t, q, "a")
	require.Equal(t, it.ID, <-leased)
}

func TestAGroupIsWorkedOnOneAtATime(t *testing.T) {
	q := openAt(t, t.TempDir())
	mail, phone := Group{1}, Group{2}
	add(t, q, "1", mail)
	add(t, q, "2", mail, phone)
	add(t, q, "3", phone)
	add(t, q, "4", phone)
	add(t, q, "5")

	first, third := lease(t, q), lease(t, q)
	require.Equal(t, ItemID(1), first.Item.ID)
	require.Equal(t, ItemID(3), third.Item.ID)
	require.Equal(t, ItemID(5), lease(t, q).Item.ID)
	requireNoLease(t, q)

	require.NoError(t, q.Complete(first, nil)) // 2 is still blocked by 3
	requireNoLease(t, q)
	require.NoError(t, q.NeedsYou(third, "which", nil))
	require.Equal(t, ItemID(2), lease(t, q).Item.ID, "2 comes before 4")
	requireNoLease(t, q)
}

func TestCancellingABlockedItem(t *testing.T) {
	q := openAt(t, t.TempDir())
	g := Group{1}
	add(t, q, "1", g)
	add(t, q, "2", g)
	add(t, q, "3", g)
	first := lease(t, q)
	requireNoLease(t, q)
	_, err := q.Cancel(2)
	require.NoError(t, err)
	require.NoError(t, q.Complete(first, nil))
	require.Equal(t, ItemID(3), lease(t, q).Item.ID)
}

func TestAHeldItemKeepsItsGroup(t *testing.T) {
	parks := map[string]func(q *Queue, l Lease) error{
		"waiting":   func(q *Queue, l Lease) error { return q.WaitUntil(l, Wait{Due: time.Now()}, nil) },
		"needs you": func(q *Queue, l Lease) error { return errors.Join(q.NeedsYou(l, "which", nil), answered(q, l)) },
		"leased":    func(*Queue, Lease) error { return nil }, // the restart makes it ready
	}
	ends := map[string]func(t *testing.T, q *Queue){
		"completed": func(t *testing.T, q *Queue) {
			l := lease(t, q)
			require.Equal(t, ItemID(1), l.Item.ID, "the more urgent item is kept out")
			require.NoError(t, q.Complete(l, nil))
		},
		"cancelled": func(t *testing.T, q *Queue) {
			_, err := q.Cancel(1)
			require.NoError(t, err)
		},
	}
	for parked, park := range parks {
		for ended, end := range ends {
			t.Run(parked+", "+ended, func(t *testing.T) {
				dir := t.TempDir()
				q := openAt(t, dir)
				_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: "1", Groups: []Group{{1}}, Priority: Background})
				require.NoError(t, err)
				l := lease(t, q)
				require.NoError(t, q.Checkpoint(l, []byte("about to send"), true))
				require.NoError(t, park(q, l))
				require.NoError(t, q.Close())

				q = openAt(t, dir)
				urgent := add(t, q, "2", Group{1})
				end(t, q)
				require.Equal(t, urgent.ID, lease(t, q).Item.ID)
			})
		}
	}
}

func answered(q *Queue, l Lease) error {
	_, err := q.Answer(l.Item.ID, keep)
	return err
}

func TestAHeldItemBlocksTheOthersMeanwhile(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	add(t, q, "1", Group{1})
	l := lease(t, q)
	require.NoError(t, q.Checkpoint(l, nil, true))
	require.NoError(t, q.NeedsYou(l, "which", nil))
	add(t, q, "2", Group{1})
	requireNoLease(t, q)
	require.NoError(t, q.Close())

	q = openAt(t, dir)
	requireNoLease(t, q)
	_, err := q.Answer(1, keep)
	require.NoError(t, err)
	require.Equal(t, ItemID(1), lease(t, q).Item.ID)
	requireNoLease(t, q)
}

func TestCancellingALeasedItem(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "a")
	l := lease(t, q)
	require.ErrorIs(t, q.CancelLeased(l, nil), ErrBadState, "nobody asked for it")

	it, err := q.Cancel(l.Item.ID)
	require.NoError(t, err)
	require.True(t, it.CancelRequested)
	require.ErrorIs(t, q.Checkpoint(l, nil, true), ErrCancelled, "no write may begin any more")
	require.ErrorIs(t, q.WaitUntil(l, Wait{}, nil), ErrCancelled)
	require.ErrorIs(t, q.NeedsYou(l, "", nil), ErrCancelled)
	require.NoError(t, q.CancelLeased(l, []byte("stopped before sending")))
	require.Equal(t, []byte("stopped before sending"), requireState(t, q, l.Item.ID, Cancelled).Progress)
}

// TestAHoldCanBeGivenUp: a write that was refused has changed nothing, so others of the group may go ahead.
func TestAHoldCanBeGivenUp(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "a", Group{1})
	second := add(t, q, "b", Group{1})
	l := lease(t, q)
	require.NoError(t, q.Checkpoint(l, []byte("about to send"), true))
	require.NoError(t, q.Checkpoint(l, []byte("refused"), false))
	require.NoError(t, q.NeedsYou(l, "refused", nil))
	require.Equal(t, second.ID, lease(t, q).Item.ID)
}

func TestAWriteThatHasBegunIsFinishedBeforeCancelling(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "a")
	l := lease(t, q)
	require.NoError(t, q.Checkpoint(l, []byte("about to send"), true))
	_, err := q.Cancel(l.Item.ID)
	require.NoError(t, err)

	require.NoError(t, q.WaitUntil(l, Wait{Due: time.Now()}, []byte("sent")))
	l = lease(t, q)
	require.True(t, l.Item.Held, "hold stays until the end")
	require.True(t, l.Item.CancelRequested)
	require.NoError(t, q.Complete(l, nil))
	require.False(t, requireState(t, q, l.Item.ID, Done).Held)
}
