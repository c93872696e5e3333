package harvest_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// TestCounter: what spends the rate limit is counted, refused or not, and a token is not.
func TestCounter(t *testing.T) {
	refuse := false
	client := simulated(t, newGreenhouse(func(w http.ResponseWriter, r *http.Request) {
		if refuse {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		readsAndWrites(w, r)
	}))
	var counter atomic.Int64
	ctx := harvest.WithCounter(t.Context(), &counter)
	require.NoError(t, read(ctx, client))
	require.EqualValues(t, 1, counter.Load())
	refuse = true
	require.Error(t, read(ctx, client))
	require.EqualValues(t, 2, counter.Load())
	require.Error(t, read(t.Context(), client))
	require.EqualValues(t, 2, counter.Load(), "somebody else's")
}
