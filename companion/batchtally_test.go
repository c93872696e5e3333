package companion

import (
	"path/filepath"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// TestTallyGoesOn: each look goes on from the last one, and counts the same as one that knows nothing; beside a queue that is
// about as long as the batch, and beside a much longer one.
func TestTallyGoesOn(t *testing.T) {
	for name, others := range map[string]int{"alone": 1, "among many": 200} {
		t.Run(name, func(t *testing.T) {
			s, err := New(Config{DataDir: filepath.Join(t.TempDir(), "data"), SecretStore: StoreFile})
			require.NoError(t, err)
			defer s.close()
			batch := enqueuedBatch(t, s, "batch", 20)
			other := enqueuedBatch(t, s, "other", others)
			look := func(want extension.BatchCounts, first int) {
				t.Helper()
				info, err := s.batchInfo(batch)
				require.NoError(t, err)
				require.Equal(t, want, info.Counts)
				require.Equal(t, first, info.FirstFetched)
			}
			look(extension.BatchCounts{Total: 20, Waiting: 20}, 0)
			endSome(t, s, batch, 5)
			look(extension.BatchCounts{Total: 20, Waiting: 15, Done: 5}, 5)
			endSome(t, s, batch, 5)
			look(extension.BatchCounts{Total: 20, Waiting: 10, Done: 10}, 10)
			_, err = s.changeBatch(t.Context(), extension.BatchChange{BatchID: "batch", Action: extension.BatchCancel})
			require.NoError(t, err)
			for range 2 {
				look(extension.BatchCounts{Total: 20, Done: 10, Stopped: 10}, 10)
				s.paces.tallies = tallies{}
			}
			info, err := s.batchInfo(other)
			require.NoError(t, err)
			require.Equal(t, others, info.Counts.Waiting)
		})
	}
}
