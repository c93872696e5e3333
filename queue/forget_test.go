package queue

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// done enqueues an item and completes it.
func done(t testing.TB, q *Queue, key string, groups ...Group) Item {
	t.Helper()
	it := add(t, q, key, groups...)
	require.NoError(t, q.Complete(lease(t, q), []byte("receipt of "+key)))
	return it
}

func TestForget(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	gone, kept := done(t, q, "gone", Group{1}, Group{2}), done(t, q, "kept", Group{2})
	cancelled := add(t, q, "cancelled")
	_, err := q.Cancel(cancelled.ID)
	require.NoError(t, err)
	before := q.Stats()
	require.NoError(t, q.Forget([]ItemID{gone.ID, cancelled.ID}))
	require.NoError(t, q.Forget([]ItemID{gone.ID}), "again is no error")
	require.NoError(t, q.Forget(nil))

	requireForgotten := func(q *Queue) {
		require.Equal(t, before, q.Stats())
		it := requireState(t, q, gone.ID, Done)
		require.Equal(t, Item{ID: gone.ID, State: Done, EnqueuedAt: it.EnqueuedAt, UpdatedAt: it.UpdatedAt, FinishedAt: it.FinishedAt}, it)
		require.Empty(t, requireState(t, q, cancelled.ID, Cancelled).DedupeKey)
		_, err := q.ByDedupeKey("gone")
		require.ErrorIs(t, err, ErrNotFound)
		for group, want := range map[Group]int{{1}: 0, {2}: 1} {
			items, err := q.ByGroup(group)
			require.NoError(t, err)
			require.Len(t, items, want)
		}
		require.Equal(t, []byte("receipt of kept"), requireState(t, q, kept.ID, Done).Progress)
	}
	requireForgotten(q)
	require.NoError(t, q.Close())
	requireForgotten(openAt(t, dir))
}

// TestForgottenKeyIsFree: whoever has the key now keeps it when the item that had it before is forgotten once more.
func TestForgottenKeyIsFree(t *testing.T) {
	q := openAt(t, t.TempDir())
	first := done(t, q, "key")
	require.NoError(t, q.Forget([]ItemID{first.ID}))
	second := done(t, q, "key")
	require.NotEqual(t, first.ID, second.ID)
	require.NoError(t, q.Forget([]ItemID{first.ID}))
	it, err := q.ByDedupeKey("key")
	require.NoError(t, err)
	require.Equal(t, second.ID, it.ID)
	erased, err := q.EraseDone(time.Now().Add(time.Second))
	require.NoError(t, err)
	require.Equal(t, 1, erased, "of the forgotten one nothing is left to erase")
}

func TestForgetRefuses(t *testing.T) {
	q := openAt(t, t.TempDir())
	ready := add(t, q, "ready")
	for id, want := range map[ItemID]error{ready.ID: ErrBadState, 99: ErrNotFound} {
		t.Run(fmt.Sprint(want), func(t *testing.T) { require.ErrorIs(t, q.Forget([]ItemID{id}), want) })
	}
	require.Equal(t, "payload of ready", string(requireState(t, q, ready.ID, Ready).Payload))
}
