package queue

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLeaseUrgentLeavesTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := openAt(t, t.TempDir())
		_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: "export", Priority: Export})
		require.NoError(t, err)
		leased := make(chan Lease, 1)
		go func() {
			l, err := q.LeaseUrgent(t.Context(), Click)
			assert.NoError(t, err)
			leased <- l
		}()
		synctest.Wait()
		require.Empty(t, leased, "an export is not urgent enough")
		_, _, err = q.Enqueue(t.Context(), Add{DedupeKey: "click"})
		require.NoError(t, err)
		require.Equal(t, "click", (<-leased).Item.DedupeKey)
		require.Equal(t, "export", lease(t, q).Item.DedupeKey)
		require.NoError(t, q.Close())
	})
}
