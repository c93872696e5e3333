package harvest_test

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func readTimes(t *testing.T, n int, client *harvest.Client) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
	}
	all.Wait()
}

// A restart in the middle of a window neither forgets what was spent nor probes for it.
func TestRestartInTheMiddleOfAWindow(t *testing.T) {
	tests := map[string]struct {
		spent int
		stop  func(*harvest.Client)
	}{
		"stopped, some left":  {15, (*harvest.Client).Close},
		"stopped, none left":  {20, (*harvest.Client).Close},
		"killed a bit later":  {15, func(*harvest.Client) { time.Sleep(1100 * time.Millisecond) }},
		"killed, none left":   {20, func(*harvest.Client) { time.Sleep(1100 * time.Millisecond) }},
		"closed twice, idle":  {15, func(c *harvest.Client) { c.Close(); c.Close(); time.Sleep(5 * time.Second) }},
		"stopped, never used": {0, (*harvest.Client).Close},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limit := &windowed{limit: 20, length: 30 * time.Second}
				g := newGreenhouse(limit.ServeHTTP)
				store := &remembering{}
				before := simulatedKeeping(t, g, store)
				readTimes(t, test.spent, before)
				test.stop(before)

				after := simulatedKeeping(t, g, store)
				readTimes(t, 40-test.spent, after)
				require.Zero(t, limit.refusals)
				require.Equal(t, []int{20, 20}, limit.perWindow())
			})
		})
	}
}

// What is left is used at once after a restart, without a scout.
func TestRestartGoesOnAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 20, length: 30 * time.Second}
		kept := harvest.Window{Limit: 20, Remaining: 4, Reset: time.Now().Add(20 * time.Second)}
		client := simulatedKeeping(t, newGreenhouse(limit.ServeHTTP), &remembering{kept: kept})
		start := time.Now()
		readTimes(t, 4, client)
		require.Equal(t, 100*time.Millisecond, time.Since(start))
	})
}

// A process killed in the middle of a burst kept a number that allows for the calls on
// their way and in line.
func TestKilledInABurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 20, length: 30 * time.Second, trip: 2 * time.Second}
		store := &remembering{}
		client := simulatedKeeping(t, newGreenhouse(limit.ServeHTTP), store)
		var all sync.WaitGroup
		for range 18 {
			all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
		}
		time.Sleep(3500 * time.Millisecond) // the scout is back, the others are out
		kept, ok := store.Load()
		require.True(t, ok)
		require.Equal(t, 20, kept.Limit)
		require.Equal(t, 2, kept.Remaining)
		all.Wait()
	})
}

func TestKeptWindowThatDoesNotApply(t *testing.T) {
	tests := map[string]harvest.Window{
		"over":                         {Limit: 20, Remaining: 0, Reset: time.Now().Add(-100 * 365 * 24 * time.Hour)},
		"the clock was an hour behind": {Limit: 20, Remaining: 0, Reset: time.Date(2000, 1, 1, 1, 0, 0, 0, time.UTC)},
		"damaged":                      {Limit: 0, Remaining: 7, Reset: time.Date(2000, 1, 1, 0, 0, 20, 0, time.UTC)},
		"negative":                     {Limit: 20, Remaining: -1, Reset: time.Date(2000, 1, 1, 0, 0, 20, 0, time.UTC)},
	}
	for name, kept := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // it is the first of January 2000 in here
				limit := &windowed{limit: 20, length: 30 * time.Second}
				client := simulatedKeeping(t, newGreenhouse(limit.ServeHTTP), &remembering{kept: kept})
				start := time.Now()
				readTimes(t, 20, client)
				require.Less(t, time.Since(start), time.Second)
				require.Zero(t, limit.refusals)
			})
		})
	}
}

// A refusal is obeyed after a restart as well, also when it asks for more than the window.
func TestRefusalSurvivesARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 20, length: 30 * time.Second}
		calls := 0
		g := newGreenhouse(func(w http.ResponseWriter, r *http.Request) {
			if calls++; calls == 1 {
				limit.count(w.Header(), r.URL.Path)
				w.Header().Set("Retry-After", "100")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			limit.ServeHTTP(w, r)
		})
		store := &remembering{}
		before := simulatedKeeping(t, g, store)
		require.ErrorAs(t, read(t.Context(), before), new(*harvest.RateLimitError))
		before.Close()
		start := time.Now()
		require.NoError(t, read(t.Context(), simulatedKeeping(t, g, store)))
		require.Greater(t, time.Since(start), 100*time.Second)
	})
}

// What was kept may be out of date. Then a few are refused, not all that it promised.
func TestKeptNumberIsOutOfDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 20, length: 30 * time.Second}
		for range 20 {
			limit.foreign()
		}
		kept := harvest.Window{Limit: 20, Remaining: 15, Reset: time.Now().Add(20 * time.Second)}
		client := simulatedKeeping(t, newGreenhouse(limit.ServeHTTP), &remembering{kept: kept})
		var all sync.WaitGroup
		for range 15 {
			all.Go(func() { _ = read(t.Context(), client) })
		}
		all.Wait()
		require.LessOrEqual(t, limit.refusals, 4)
	})
}

func TestSavedAtMostOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 400, length: 30 * time.Second}
		store := &remembering{}
		client := simulatedKeeping(t, newGreenhouse(limit.ServeHTTP), store)
		for range 100 { // ten seconds
			require.NoError(t, read(t.Context(), client))
		}
		time.Sleep(time.Minute)
		saved := store.times()
		require.GreaterOrEqual(t, len(saved), 9)
		require.LessOrEqual(t, len(saved), 12)
		for i := range saved[1:] {
			require.GreaterOrEqual(t, saved[i+1].Sub(saved[i]), time.Second)
		}
		client.Close()
		require.NoError(t, read(t.Context(), client))
		time.Sleep(time.Minute)
		require.Len(t, store.times(), len(saved)+1, "nothing after Close")
	})
}

func TestWindowIsPlainJSON(t *testing.T) {
	window := harvest.Window{Limit: 75, Remaining: 12, Reset: time.Date(2026, 11, 1, 10, 0, 30, 0, time.UTC)}
	text, err := json.Marshal(window)
	require.NoError(t, err)
	require.JSONEq(t, `{"limit":75,"remaining":12,"reset":"2026-11-01T10:00:30Z"}`, string(text))
	var read harvest.Window
	require.NoError(t, json.Unmarshal(text, &read))
	require.Equal(t, window, read)
}
