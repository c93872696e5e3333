package harvest_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Another program spends most of the window between two of our calls. What we may still
// send is what the header says, not what we counted.
func TestForeignTrafficIsFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 20, length: 30 * time.Second}
		client := simulated(t, newGreenhouse(limit.ServeHTTP))
		require.NoError(t, read(t.Context(), client))
		for range 14 {
			limit.foreign()
		}
		require.NoError(t, read(t.Context(), client))
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
		}
		all.Wait()
		require.Zero(t, limit.refusals)
		require.Equal(t, []int{20, 6}, limit.perWindow())
	})
}

// With a steady stream of somebody else's requests a refusal cannot always be avoided,
// but it stays the exception.
func TestForeignTrafficSeldomCausesRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 50, length: 10 * time.Second, trip: 200 * time.Millisecond}
		client := simulated(t, newGreenhouse(limit.ServeHTTP))
		ctx, stop := context.WithTimeout(t.Context(), 12*limit.length)
		defer stop()
		var all sync.WaitGroup
		var ours atomic.Int64
		for range 16 {
			all.Go(func() {
				for ctx.Err() == nil {
					if errors.As(read(ctx, client), new(*harvest.RateLimitError)) {
						ours.Add(1)
					}
				}
			})
		}
		for ctx.Err() == nil {
			limit.foreign()
			time.Sleep(limit.length / 20)
		}
		all.Wait()
		require.LessOrEqual(t, ours.Load(), int64(12))
	})
}
