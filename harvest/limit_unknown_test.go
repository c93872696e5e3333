package harvest_test

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The limit is learnt by one call alone; while it is out, nobody else goes. When it brings
// back no numbers, a few go at once; after a refusal it is one alone again.
func TestServerWithoutRateHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var arrived []time.Duration
		var mu sync.Mutex
		start := time.Now()
		client := simulated(t, newGreenhouse(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			arrived = append(arrived, time.Since(start))
			refuse := len(arrived) == 9
			mu.Unlock()
			if refuse {
				w.Header().Set("Retry-After", "20")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			time.Sleep(time.Second)
			readsAndWrites(w, r)
		}))
		var all sync.WaitGroup
		var refused atomic.Int64
		for range 15 {
			all.Go(func() {
				if read(t.Context(), client) != nil {
					refused.Add(1)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, refused.Load())
		const again = 2*time.Second + 21050*time.Millisecond // Retry-After and the margin
		require.Equal(t, []time.Duration{
			0,
			time.Second, time.Second, time.Second, time.Second,
			2 * time.Second, 2 * time.Second, 2 * time.Second, 2 * time.Second,
			again,
			again + time.Second, again + time.Second, again + time.Second, again + time.Second,
			again + 2*time.Second,
		}, arrived)
	})
}

// A scout that never comes back costs the others some patience, not the whole time-out.
func TestScoutThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 20, length: 30 * time.Second}
		first := true
		cfg := configFor("http://localhost")
		cfg.Timeout = time.Minute
		cfg.Transport = inMemory{newGreenhouse(func(w http.ResponseWriter, r *http.Request) {
			if first {
				first = false
				<-r.Context().Done()
				return
			}
			limit.ServeHTTP(w, r)
		})}
		client := connect(t, cfg)
		hangs, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() { assert.Error(t, read(hangs, client)) })
		synctest.Wait()
		start := time.Now()
		require.NoError(t, read(t.Context(), client))
		require.LessOrEqual(t, time.Since(start), 6*time.Second)
		all.Wait()
	})
}
