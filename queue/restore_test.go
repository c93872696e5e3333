package queue

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"
)

func TestALeaseEndsWithTheProcess(t *testing.T) {
	table := []struct {
		name         string
		cancel, hold bool
		want         State
	}{
		{"plain", false, false, Ready},
		{"held", false, true, Ready},
		{"to be cancelled", true, false, Cancelled},
		{"to be cancelled after a write has begun", true, true, Ready},
	}
	for _, test := range table {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			q := openAt(t, dir)
			add(t, q, "a")
			old := lease(t, q)
			require.NoError(t, q.Checkpoint(old, []byte("step 1"), test.hold))
			cancelIf(t, q, test.cancel)
			require.NoError(t, q.Close())

			q = openAt(t, dir)
			it := requireState(t, q, 1, test.want)
			require.Equal(t, []byte("step 1"), it.Progress)
			require.Equal(t, test.cancel, it.CancelRequested)
			require.ErrorIs(t, q.Complete(old, nil), ErrStaleLease)
			require.Equal(t, 1, q.Stats().Counts[test.want])
		})
	}
}

func cancelIf(t *testing.T, q *Queue, wanted bool) {
	t.Helper()
	if !wanted {
		return
	}
	_, err := q.Cancel(1)
	require.NoError(t, err)
}

// damage overwrites the state record of an item behind the queue's back.
func damage(t *testing.T, q *Queue, id ItemID) {
	t.Helper()
	require.NoError(t, updateBadger(q, func(txn *badger.Txn) error {
		return txn.Set(stateKey(id), []byte("not a record"))
	}))
}

func TestADamagedRecordNeedsAPersonAndStopsNobodyElse(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	add(t, q, "1")
	add(t, q, "2")
	damage(t, q, 1)
	_, err := q.Get(1)
	require.ErrorIs(t, err, ErrDamaged)
	require.NoError(t, q.Close())

	var log bytes.Buffer
	q = openWith(t, Config{Dir: dir, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	it := requireState(t, q, 1, NeedsYou)
	require.Equal(t, CauseDamaged, it.Cause)
	require.Equal(t, []byte("payload of 1"), it.Payload)
	require.Equal(t, ItemID(2), lease(t, q).Item.ID)
	require.Contains(t, log.String(), `level=ERROR msg="queue item damaged" item=1`)
}

func TestDamageFoundWhileLeasing(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "1")
	add(t, q, "2")
	damage(t, q, 1)
	require.Equal(t, ItemID(2), lease(t, q).Item.ID)
	require.Equal(t, CauseDamaged, requireState(t, q, 1, NeedsYou).Cause)
	it, err := q.Retry(1)
	require.NoError(t, err)
	require.Equal(t, Ready, it.State)
}

func TestDamagedCountersAndFormatAreReported(t *testing.T) {
	for _, key := range []string{keyCounters, keyFormat} {
		t.Run(key, func(t *testing.T) {
			dir := t.TempDir()
			q := openAt(t, dir)
			require.NoError(t, updateBadger(q, func(txn *badger.Txn) error { return txn.Set([]byte(key), []byte("no")) }))
			require.NoError(t, q.Close())
			_, err := Open(Config{Dir: dir})
			require.ErrorIs(t, err, ErrDamaged)
		})
	}
}
