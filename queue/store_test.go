package queue

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func (s *store) resting() bool {
	s.gate.RLock()
	defer s.gate.RUnlock()
	return s.db == nil
}

func TestAnIdleQueueRestsAndWakesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		q := openWith(t, Config{Dir: dir, EncryptionKey: crashKey()})
		add(t, q, "a")
		l := lease(t, q)
		leased := make(chan Lease)
		go func() {
			next, _ := q.Lease(t.Context())
			leased <- next
		}()
		time.Sleep(2 * restAfter)
		require.True(t, q.store.resting())
		_, err := Open(Config{Dir: dir, EncryptionKey: crashKey()})
		require.ErrorIs(t, err, ErrInUse, "a resting queue is still ours")

		require.NoError(t, q.Complete(l, nil), "the lease lives on")
		time.Sleep(2 * restAfter)
		require.True(t, q.store.resting())
		add(t, q, "b")
		require.Equal(t, ItemID(2), (<-leased).Item.ID)
		requireState(t, q, 1, Done)
		require.NoError(t, q.Close())
	})
}

func TestAQueueDoesNotRestWhileTheDiskIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newPretendDisk(AcceptFloor)
		q := openWith(t, Config{Dir: t.TempDir(), freeSpace: disk.measure})
		add(t, q, "a")
		disk.free.Store(AcceptFloor - 1)
		time.Sleep(10 * restAfter)
		require.False(t, q.store.resting())
		disk.free.Store(AcceptFloor)
		time.Sleep(2 * restAfter)
		require.True(t, q.store.resting())

		disk.free.Store(changeFloor - 1)
		_, err := q.Get(1)
		require.Equal(t, uint64(changeFloor), as[*DiskFullError](t, err).Need)
		require.ErrorAs(t, errors.Unwrap(q.Complete(Lease{Item: Item{ID: 1}, Token: 1}, nil)), new(*DiskFullError))
		disk.free.Store(changeFloor)
		time.Sleep(measureEvery)
		require.Equal(t, ItemID(1), lease(t, q).Item.ID, "what was accepted goes on")
		require.NoError(t, q.Close())
	})
}

// TestRestingAmongManyCallers closes the database as often as it can while everybody uses it.
func TestRestingAmongManyCallers(t *testing.T) {
	q := openWith(t, Config{Dir: t.TempDir(), EncryptionKey: crashKey(), restAfter: time.Millisecond})
	var callers sync.WaitGroup
	for caller := range 8 {
		callers.Go(func() {
			for n := range 20 {
				it, created, err := q.Enqueue(t.Context(), Add{DedupeKey: fmt.Sprint(caller, " ", n)})
				if err != nil || !created {
					t.Errorf("enqueue: %v %v", created, err)
				}
				if _, err := q.Get(it.ID); err != nil {
					t.Error(err)
				}
			}
		})
	}
	renewals := make(chan struct{})
	go func() {
		defer close(renewals)
		for range 20 {
			q.store.renew()
		}
	}()
	callers.Wait()
	<-renewals
	require.Equal(t, 160, q.Stats().Counts[Ready])
}

// TestAnEmptyLogStopsNobody: a process may be killed while Badger deletes the log of a table that it has written.
func TestAnEmptyLogStopsNobody(t *testing.T) {
	dir := t.TempDir()
	fillFolder(t, dir)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "00001.mem"), nil, 0o600))
	q := openWith(t, Config{Dir: dir, EncryptionKey: crashKey()})
	require.Nil(t, q.Damage())
	require.Equal(t, damagedItems-2, q.Stats().Counts[Ready])
}
