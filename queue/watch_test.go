package queue

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// receive returns the next change, or fails instead of waiting for ever.
func receive(t *testing.T, changes <-chan Item) Item {
	t.Helper()
	select {
	case change, open := <-changes:
		require.True(t, open)
		return change
	case <-time.After(10 * time.Second):
		require.FailNow(t, "no change arrived")
		return Item{}
	}
}

func TestWatchSeesEveryChange(t *testing.T) {
	q := openAt(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	changes := q.Watch(ctx)

	add(t, q, "a")
	require.Equal(t, Ready, receive(t, changes).State)
	l := lease(t, q)
	require.Equal(t, Leased, receive(t, changes).State)
	require.NoError(t, q.Checkpoint(l, []byte("step"), false))
	change := receive(t, changes)
	require.Equal(t, []byte("step"), change.Progress)
	require.Nil(t, change.Payload)
	require.NoError(t, q.Complete(l, nil))
	require.Equal(t, Done, receive(t, changes).State)

	cancel()
	_, open := <-changes
	require.False(t, open)
}

func TestASlowWatcherGetsTheLatestOfEachItem(t *testing.T) {
	q := openAt(t, t.TempDir())
	changes := q.Watch(t.Context())
	const n = 20
	for i := range n {
		add(t, q, fmt.Sprint(i))
	}
	for range n {
		l := lease(t, q)
		for step := range 5 {
			require.NoError(t, q.Checkpoint(l, []byte{byte(step)}, false))
		}
		require.NoError(t, q.Complete(l, nil))
	}
	latest := make(map[ItemID]State)
	seen := 0
	for finished := 0; finished < n; seen++ {
		change := receive(t, changes)
		latest[change.ID] = change.State
		if change.State == Done {
			finished++
		}
	}
	require.Len(t, latest, n)
	require.LessOrEqual(t, seen, n+1, "at most one change was already on its way")
}

func TestWatchEndsWithTheQueue(t *testing.T) {
	q, err := Open(Config{Dir: t.TempDir()})
	require.NoError(t, err)
	unread := q.Watch(context.Background())
	add(t, q, "a")
	require.NoError(t, q.Close())
	require.Eventually(t, func() bool {
		_, open := <-unread
		return !open
	}, time.Second, time.Millisecond)
}
