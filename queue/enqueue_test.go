package queue

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEnqueueStoresTheItem(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	groups := []Group{{1}, {2}}
	enqueued, created, err := q.Enqueue(t.Context(), Add{DedupeKey: "a", Groups: groups, Priority: Export, Payload: []byte("body")})
	require.NoError(t, err)
	require.True(t, created)
	require.Equal(t, ItemID(1), enqueued.ID)
	require.Nil(t, enqueued.Payload)

	require.NoError(t, q.Close())
	got, err := openAt(t, dir).Get(1)
	require.NoError(t, err)
	want := enqueued
	want.Payload = []byte("body")
	require.Equal(t, want, got)
}

func TestEnqueueTwiceAtTheSameMoment(t *testing.T) {
	q := openAt(t, t.TempDir())
	var createdCount atomic.Int32
	ids := make([]ItemID, 64)
	var producers sync.WaitGroup
	for i := range ids {
		producers.Go(func() {
			it, created, err := q.Enqueue(t.Context(), Add{DedupeKey: "same", Payload: fmt.Append(nil, i)})
			assert.NoError(t, err)
			ids[i] = it.ID
			if created {
				createdCount.Add(1)
			}
		})
	}
	producers.Wait()
	require.Equal(t, int32(1), createdCount.Load())
	require.Equal(t, make([]ItemID, 64), subtract(ids, 1))
	require.Equal(t, 1, q.Stats().Counts[Ready])
}

func subtract(ids []ItemID, n ItemID) []ItemID {
	less := make([]ItemID, len(ids))
	for i, id := range ids {
		less[i] = id - n
	}
	return less
}

func TestDedupeOutlivesTheItem(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	first := add(t, q, "a")
	require.NoError(t, q.Complete(lease(t, q), []byte("receipt")))
	require.NoError(t, q.Close())

	q = openAt(t, dir)
	it, created, err := q.Enqueue(t.Context(), Add{DedupeKey: "a", Payload: []byte("other")})
	require.NoError(t, err)
	require.False(t, created)
	require.Equal(t, first.ID, it.ID)
	require.Equal(t, Done, it.State)
	require.Equal(t, []byte("receipt"), it.Progress)
	requireNoLease(t, q)
}

func TestEnqueueRefusals(t *testing.T) {
	q := openAt(t, t.TempDir())
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	table := []struct {
		name string
		ctx  context.Context
		add  Add
		want error
	}{
		{"no key", t.Context(), Add{}, ErrNoDedupeKey},
		{"large payload", t.Context(), Add{DedupeKey: "a", Payload: make([]byte, maxPayload+1)}, ErrTooLarge},
		{"long key", t.Context(), Add{DedupeKey: string(make([]byte, maxRest+1))}, ErrTooLarge},
		{"many groups", t.Context(), Add{DedupeKey: "a", Groups: make([]Group, maxRest/16)}, ErrTooLarge},
		{"ended context", cancelled, Add{DedupeKey: "a"}, context.Canceled},
	}
	for _, test := range table {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := q.Enqueue(test.ctx, test.add)
			require.ErrorIs(t, err, test.want)
			items, err := q.List(Filter{})
			require.NoError(t, err)
			require.Empty(t, items)
		})
	}
}

func TestTheLargestItemsFit(t *testing.T) {
	q := openAt(t, t.TempDir())
	groups := make([]Group, maxRest/16-1)
	for i := range groups {
		groups[i] = Group{byte(i), byte(i >> 8)}
	}
	for i := range 3 {
		payload := bytes.Repeat([]byte{byte(i)}, maxPayload)
		it, _, err := q.Enqueue(t.Context(), Add{DedupeKey: fmt.Sprint(i), Groups: groups, Payload: payload})
		require.NoError(t, err)
		got, err := q.Get(it.ID)
		require.NoError(t, err)
		require.True(t, bytes.Equal(payload, got.Payload))
	}
	l := lease(t, q)
	require.NoError(t, q.Checkpoint(l, make([]byte, maxProgress), true))
	require.ErrorIs(t, q.Checkpoint(l, make([]byte, maxProgress+1), true), ErrTooLarge)
	require.ErrorIs(t, q.NeedsYou(l, string(make([]byte, maxCause+1)), nil), ErrTooLarge)
}
