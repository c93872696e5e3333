package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bring makes an item of each state and returns the last lease it had.
var bring = map[State]func(t *testing.T, q *Queue) Lease{
	Ready: func(t *testing.T, q *Queue) Lease { return Lease{Item: add(t, q, "item")} },
	Leased: func(t *testing.T, q *Queue) Lease {
		add(t, q, "item")
		return lease(t, q)
	},
	Waiting: func(t *testing.T, q *Queue) Lease {
		add(t, q, "item")
		l := lease(t, q)
		require.NoError(t, q.WaitUntil(l, Wait{Cause: "offline", Due: time.Now().Add(time.Hour)}, []byte("p")))
		return l
	},
	NeedsYou: func(t *testing.T, q *Queue) Lease {
		add(t, q, "item")
		l := lease(t, q)
		require.NoError(t, q.NeedsYou(l, "which", []byte("p")))
		return l
	},
	Done: func(t *testing.T, q *Queue) Lease {
		add(t, q, "item")
		l := lease(t, q)
		require.NoError(t, q.Complete(l, []byte("p")))
		return l
	},
	Cancelled: func(t *testing.T, q *Queue) Lease {
		it := add(t, q, "item")
		_, err := q.Cancel(it.ID)
		require.NoError(t, err)
		return Lease{Item: it}
	},
}

// calls are the methods that change one item.
var calls = map[string]func(q *Queue, l Lease) error{
	"Retry":        func(q *Queue, l Lease) error { _, err := q.Retry(l.Item.ID); return err },
	"Cancel":       func(q *Queue, l Lease) error { _, err := q.Cancel(l.Item.ID); return err },
	"Answer":       func(q *Queue, l Lease) error { _, err := q.Answer(l.Item.ID, keep); return err },
	"Checkpoint":   func(q *Queue, l Lease) error { return q.Checkpoint(l, nil, false) },
	"Complete":     func(q *Queue, l Lease) error { return q.Complete(l, nil) },
	"WaitUntil":    func(q *Queue, l Lease) error { return q.WaitUntil(l, Wait{Cause: "offline"}, nil) },
	"NeedsYou":     func(q *Queue, l Lease) error { return q.NeedsYou(l, "which", nil) },
	"CancelLeased": func(q *Queue, l Lease) error { return q.CancelLeased(l, nil) },
	"Wake":         func(q *Queue, l Lease) error { _, err := q.Wake("offline"); return err },
}

func keep(progress []byte) ([]byte, error) { return progress, nil }

func TestEveryCallInEveryState(t *testing.T) {
	type outcome struct {
		state State
		err   error
	}
	table := map[State]map[string]outcome{
		Ready: {
			"Retry": {Ready, ErrBadState}, "Cancel": {Cancelled, nil}, "Answer": {Ready, ErrBadState},
			"Checkpoint": {Ready, ErrStaleLease}, "Complete": {Ready, ErrStaleLease}, "WaitUntil": {Ready, ErrStaleLease},
			"NeedsYou": {Ready, ErrStaleLease}, "CancelLeased": {Ready, ErrStaleLease}, "Wake": {Ready, nil},
		},
		Leased: {
			"Retry": {Leased, ErrBadState}, "Cancel": {Leased, nil}, "Answer": {Leased, ErrBadState},
			"Checkpoint": {Leased, nil}, "Complete": {Done, nil}, "WaitUntil": {Waiting, nil},
			"NeedsYou": {NeedsYou, nil}, "CancelLeased": {Leased, ErrBadState}, "Wake": {Leased, nil},
		},
		Waiting: {
			"Retry": {Ready, nil}, "Cancel": {Cancelled, nil}, "Answer": {Waiting, ErrBadState},
			"Checkpoint": {Waiting, ErrStaleLease}, "Complete": {Waiting, ErrStaleLease}, "WaitUntil": {Waiting, ErrStaleLease},
			"NeedsYou": {Waiting, ErrStaleLease}, "CancelLeased": {Waiting, ErrStaleLease}, "Wake": {Ready, nil},
		},
		NeedsYou: {
			"Retry": {Ready, nil}, "Cancel": {Cancelled, nil}, "Answer": {Ready, nil},
			"Checkpoint": {NeedsYou, ErrStaleLease}, "Complete": {NeedsYou, ErrStaleLease}, "WaitUntil": {NeedsYou, ErrStaleLease},
			"NeedsYou": {NeedsYou, ErrStaleLease}, "CancelLeased": {NeedsYou, ErrStaleLease}, "Wake": {NeedsYou, nil},
		},
		Done: {
			"Retry": {Done, ErrBadState}, "Cancel": {Done, ErrBadState}, "Answer": {Done, ErrBadState},
			"Checkpoint": {Done, ErrStaleLease}, "Complete": {Done, ErrStaleLease}, "WaitUntil": {Done, ErrStaleLease},
			"NeedsYou": {Done, ErrStaleLease}, "CancelLeased": {Done, ErrStaleLease}, "Wake": {Done, nil},
		},
		Cancelled: {
			"Retry": {Cancelled, ErrBadState}, "Cancel": {Cancelled, ErrBadState}, "Answer": {Cancelled, ErrBadState},
			"Checkpoint": {Cancelled, ErrStaleLease}, "Complete": {Cancelled, ErrStaleLease}, "WaitUntil": {Cancelled, ErrStaleLease},
			"NeedsYou": {Cancelled, ErrStaleLease}, "CancelLeased": {Cancelled, ErrStaleLease}, "Wake": {Cancelled, nil},
		},
	}
	require.Len(t, table, len(stateCodes))
	for from, outcomes := range table {
		require.Len(t, outcomes, len(calls))
		for name, want := range outcomes {
			t.Run(string(from)+" "+name, func(t *testing.T) {
				q := openAt(t, t.TempDir())
				l := bring[from](t, q)
				err := calls[name](q, l)
				require.ErrorIs(t, err, want.err)
				it, err := q.Get(l.Item.ID)
				require.NoError(t, err)
				assert.Equal(t, want.state, it.State)
				assert.Equal(t, 1, q.Stats().Counts[want.state])
			})
		}
	}
}

func TestMoveClearsWhatBelongedToTheOldState(t *testing.T) {
	q := openAt(t, t.TempDir())
	l := bring[Waiting](t, q)
	require.Equal(t, "offline", requireState(t, q, l.Item.ID, Waiting).Cause)

	it, err := q.Retry(l.Item.ID)
	require.NoError(t, err)
	require.Empty(t, it.Cause)
	require.True(t, it.Due.IsZero())
	require.Equal(t, []byte("p"), it.Progress)
}

func TestAnUnknownItem(t *testing.T) {
	q := openAt(t, t.TempDir())
	_, err := q.Get(7)
	require.ErrorIs(t, err, ErrNotFound)
	_, err = q.ByDedupeKey("never")
	require.ErrorIs(t, err, ErrNotFound)
	_, err = q.Cancel(7)
	require.ErrorIs(t, err, ErrNotFound)
	_, err = q.Answer(7, keep)
	require.ErrorIs(t, err, ErrNotFound)
	require.ErrorIs(t, q.Complete(Lease{}, nil), ErrStaleLease)
}
