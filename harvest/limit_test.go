package harvest_test

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// windowed counts requests in fixed windows, as Greenhouse does, and answers slowly.
type windowed struct {
	mu       sync.Mutex
	limit    int
	length   time.Duration
	offset   time.Duration // of the windows against whole seconds
	skew     time.Duration // of its clock against ours
	undated  bool          // no Date header
	window   int64
	used     int
	refusals int
	answered []time.Time
}

func (g *windowed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(50 * time.Millisecond)
	allowed := g.count(w.Header())
	time.Sleep(50 * time.Millisecond)
	if !allowed {
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	readsAndWrites(w, r)
}

func (g *windowed) count(h http.Header) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now().Add(g.skew - g.offset)
	if window := now.UnixNano() / int64(g.length); window != g.window {
		g.window, g.used = window, 0
	}
	g.used++
	allowed := g.used <= g.limit
	end := time.Unix(0, (g.window+1)*int64(g.length)).Add(g.offset)
	h.Set("X-RateLimit-Limit", strconv.Itoa(g.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(g.limit-g.used, 0)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(end.Unix(), 10)) // rounded down
	h.Set("Date", now.Add(g.offset).UTC().Format(http.TimeFormat))
	if g.undated {
		h.Del("Date")
	}
	if !allowed {
		g.refusals++
	}
	g.answered = append(g.answered, time.Now())
	return allowed
}

func TestParallelCallsNeverProvokeARefusal(t *testing.T) {
	tests := map[string]*windowed{
		"Greenhouse's window": {limit: 75, length: 30 * time.Second},
		"no Date":             {limit: 75, length: 30 * time.Second, undated: true},
		"tiny window":         {limit: 5, length: time.Second},
		"single request":      {limit: 1, length: 2 * time.Second},
		"reset rounded down":  {limit: 10, length: 30 * time.Second, offset: 700 * time.Millisecond},
		"their clock ahead":   {limit: 10, length: 30 * time.Second, skew: 20 * time.Minute},
		"their clock behind":  {limit: 10, length: 30 * time.Second, skew: -20*time.Minute + 300*time.Millisecond},
	}
	for name, limit := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := simulated(t, newGreenhouse(limit.ServeHTTP))
				calls := 4*limit.limit + 3
				start := time.Now()
				var all sync.WaitGroup
				for range calls {
					all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
				}
				all.Wait()
				require.Zero(t, limit.refusals)
				require.Len(t, limit.answered, calls)
				require.LessOrEqual(t, time.Since(start), 5*(limit.length+3*time.Second))
			})
		})
	}
}

func TestWindowIsSpentToTheLastRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 20, length: 30 * time.Second}
		client := simulated(t, newGreenhouse(limit.ServeHTTP))
		start := time.Now()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
		}
		all.Wait()
		require.Less(t, time.Since(start), 3*time.Second)
		require.Equal(t, 20, limit.used)
	})
}

func TestWaitingForTheLimitCanBeGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 1, length: 30 * time.Second}
		g := newGreenhouse(limit.ServeHTTP)
		client := simulated(t, g)
		require.NoError(t, write(t.Context(), client))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		err := write(ctx, client)
		require.ErrorAs(t, err, new(*harvest.UnavailableError), "it was not sent, so it is not ambiguous")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 5*time.Second, time.Since(start))
		require.Len(t, g.seen(), 1)
	})
}

// The limit is learnt by one call alone; while it is out, nobody else goes.
func TestUnknownLimitIsScoutedByOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inside, most := 0, 0
		var mu sync.Mutex
		client := simulated(t, newGreenhouse(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			inside++
			most = max(most, inside)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			inside--
			mu.Unlock()
			readsAndWrites(w, r)
		}))
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
		}
		all.Wait()
		require.Equal(t, 1, most)
	})
}

func TestRetryAfterIsObeyed(t *testing.T) {
	tests := map[string]struct {
		header func(h http.Header)
		wait   time.Duration
	}{
		"seconds": {func(h http.Header) { h.Set("Retry-After", "12") }, 12 * time.Second},
		"date": {func(h http.Header) {
			h.Set("Date", "Sun, 01 Nov 2026 10:00:00 GMT")
			h.Set("Retry-After", "Sun, 01 Nov 2026 10:00:17 GMT")
		}, 17 * time.Second},
		"negative": {func(h http.Header) { h.Set("Retry-After", "-5") }, 30 * time.Second},
		"absurd":   {func(h http.Header) { h.Set("Retry-After", "86400000") }, 30 * time.Second},
		"garbage, but a reset": {func(h http.Header) {
			h.Set("Retry-After", "soon")
			h.Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(9*time.Second).Unix(), 10))
		}, 9 * time.Second},
		"nothing": {func(http.Header) {}, 30 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				refusals := 0
				client := simulated(t, newGreenhouse(func(w http.ResponseWriter, r *http.Request) {
					if refusals++; refusals == 1 {
						test.header(w.Header())
						w.WriteHeader(http.StatusTooManyRequests)
						return
					}
					readsAndWrites(w, r)
				}))
				require.Equal(t, &harvest.RateLimitError{Op: writing, RetryAfter: test.wait}, write(t.Context(), client))
				start := time.Now()
				require.NoError(t, write(t.Context(), client))
				require.GreaterOrEqual(t, time.Since(start), test.wait)
				require.Less(t, time.Since(start), test.wait+2*time.Second)
			})
		})
	}
}
