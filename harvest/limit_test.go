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

func TestParallelCallsNeverProvokeARefusal(t *testing.T) {
	const hour = time.Hour
	tests := map[string]*windowed{
		"Greenhouse's window":         {limit: 75, length: 30 * time.Second},
		"version 1's window":          {limit: 50, length: 10 * time.Second},
		"slow":                        {limit: 50, length: 10 * time.Second, trip: 4 * time.Second},
		"slower than patience":        {limit: 10, length: 30 * time.Second, trip: 12 * time.Second},
		"no Date":                     {limit: 75, length: 30 * time.Second, undated: true},
		"tiny window":                 {limit: 5, length: time.Second},
		"single request":              {limit: 1, length: 2 * time.Second},
		"reset rounded down":          {limit: 10, length: 30 * time.Second, offset: 700 * time.Millisecond},
		"reset rounded up":            {limit: 10, length: 30 * time.Second, offset: 700 * time.Millisecond, shift: 300 * time.Millisecond},
		"their clock ahead":           {limit: 10, length: 30 * time.Second, skew: 20 * time.Minute},
		"their clock behind":          {limit: 10, length: 30 * time.Second, skew: -20*time.Minute + 300*time.Millisecond},
		"our clock an hour behind":    {limit: 10, length: 30 * time.Second, skew: hour},
		"our clock an hour ahead":     {limit: 10, length: 30 * time.Second, skew: -hour},
		"an hour behind and no Date":  {limit: 10, length: 30 * time.Second, skew: hour, undated: true},
		"an hour ahead and no Date":   {limit: 10, length: 30 * time.Second, skew: -hour, undated: true},
		"reset in the past":           {limit: 10, length: 30 * time.Second, shift: -10 * time.Minute},
		"reset absurdly far":          {limit: 10, length: 30 * time.Second, shift: 24 * hour},
		"never a reset":               {limit: 10, length: 30 * time.Second, noReset: true},
		"never a reset, small window": {limit: 20, length: 10 * time.Second, noReset: true, offset: 4 * time.Second},
	}
	for name, limit := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { callFromAllSides(t, limit) })
		})
	}
}

// callFromAllSides spends four windows and a bit, all at once and with every priority.
func callFromAllSides(t *testing.T, limit *windowed) {
	t.Helper()
	cfg := configFor("http://localhost")
	cfg.Transport = inMemory{newGreenhouse(limit.ServeHTTP)}
	cfg.Timeout = time.Minute
	client := connect(t, cfg)
	calls := 4*limit.limit + 3
	start := time.Now()
	var all sync.WaitGroup
	for i := range calls {
		ctx := harvest.WithPriority(t.Context(), harvest.Priority(i%3))
		all.Go(func() { assert.NoError(t, read(ctx, client)) })
	}
	all.Wait()
	require.Zero(t, limit.refusals)
	require.Len(t, limit.counted, calls)
	longest := max(limit.length, 30*time.Second)
	require.LessOrEqual(t, time.Since(start), 5*(longest+3*time.Second)+2*limit.trip)
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

// The limit is what the headers say, also when it changes from one window to the next.
func TestLimitChanges(t *testing.T) {
	for _, limits := range [][2]int{{50, 20}, {20, 50}} {
		synctest.Test(t, func(t *testing.T) {
			limit := &windowed{limit: limits[0], length: 30 * time.Second}
			client := simulated(t, newGreenhouse(limit.ServeHTTP))
			var all sync.WaitGroup
			for range limits[0] + limits[1] {
				all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
			}
			time.Sleep(20 * time.Second)
			limit.change(limits[1])
			all.Wait()
			require.Zero(t, limit.refusals)
			require.Equal(t, limits[:], limit.perWindow())
		})
	}
}

// Those who give up free their place: nobody behind them waits for nothing.
func TestGivingUpInLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 10, length: 30 * time.Second}
		client := simulated(t, newGreenhouse(limit.ServeHTTP))
		impatient, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
		}
		all.Wait()
		for range 100 {
			all.Go(func() { assert.ErrorIs(t, read(impatient, client), context.DeadlineExceeded) })
		}
		synctest.Wait()
		for range 10 {
			all.Go(func() { assert.NoError(t, read(harvest.WithPriority(t.Context(), harvest.Background), client)) })
		}
		all.Wait()
		require.Zero(t, limit.refusals)
		require.Equal(t, []int{10, 10}, limit.perWindow())
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
