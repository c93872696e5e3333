package store_test

import (
	"sync"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/stretchr/testify/require"
)

// TestNoChangeOfABatchIsLost: many change the same batch at once, each another person.
func TestNoChangeOfABatchIsLost(t *testing.T) {
	batches, err := store.OpenBatches(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, batches.Put(store.Batch{ID: "b", People: make([]store.BatchPerson, 20)}))
	var changes sync.WaitGroup
	for i := range 20 {
		changes.Go(func() {
			changed, known, err := batches.Update("b", func(b *store.Batch) { b.People[i].Behind = true })
			require.NoError(t, err)
			require.True(t, known)
			require.True(t, changed.People[i].Behind)
		})
	}
	changes.Wait()
	kept, _, err := batches.Get("b")
	require.NoError(t, err)
	for i, p := range kept.People {
		require.True(t, p.Behind, i)
	}
	_, known, err := batches.Update("other", func(*store.Batch) { require.Fail(t, "there is nothing to change") })
	require.NoError(t, err)
	require.False(t, known)
}

// TestSwitchOutlivesConnectingAgain: a new credential says nothing about updates.
func TestSwitchOutlivesConnectingAgain(t *testing.T) {
	s := store.Open(t.TempDir())
	require.NoError(t, s.PutAccount(store.Account{Name: "default", UserID: 1}))
	known, err := s.SwitchUpdates("default", false)
	require.NoError(t, err)
	require.True(t, known)
	require.NoError(t, s.PutAccount(store.Account{Name: "default", UserID: 2}))
	account, _, err := s.Account("default")
	require.NoError(t, err)
	require.Equal(t, store.Account{Name: "default", UserID: 2, UpdatesOff: true}, account)
	known, err = s.SwitchUpdates("other", false)
	require.NoError(t, err)
	require.False(t, known)
}
