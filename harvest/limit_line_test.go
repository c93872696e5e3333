package harvest_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// One request per window, so that the order of arrival is the order in line.
func TestUrgentCallsGoFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 1, length: 10 * time.Second}
		client := simulated(t, newGreenhouse(limit.ServeHTTP))
		require.NoError(t, read(t.Context(), client))

		kinds := map[string]func(context.Context) error{
			"jobs": func(ctx context.Context) error {
				_, err := harvest.Collect(client.Jobs(ctx, harvest.JobQuery{}))
				return err
			},
			"users": func(ctx context.Context) error {
				_, err := harvest.Collect(client.Users(ctx, harvest.UserQuery{}))
				return err
			},
			"sources": func(ctx context.Context) error { return read(ctx, client) },
		}
		var all sync.WaitGroup
		come := func(kind string, ctx context.Context) {
			all.Go(func() { assert.NoError(t, kinds[kind](ctx)) })
			synctest.Wait()
		}
		come("jobs", harvest.WithPriority(t.Context(), harvest.Background))
		come("users", harvest.WithPriority(t.Context(), harvest.Background+7))
		come("sources", harvest.WithPriority(t.Context(), harvest.Export))
		come("jobs", harvest.WithPriority(t.Context(), harvest.Export))
		come("users", t.Context())
		come("sources", harvest.WithPriority(t.Context(), harvest.Click-1))
		all.Wait()

		var order []string
		for _, c := range limit.counted[1:] {
			order = append(order, c.path[strings.LastIndex(c.path, "/")+1:])
		}
		require.Equal(t, []string{"users", "sources", "sources", "jobs", "jobs", "users"}, order)
		require.Zero(t, limit.refusals)
	})
}

// An export never takes the last slots while somebody may still click. Before the window
// ends they are used all the same.
func TestReserveForClicks(t *testing.T) {
	tests := map[string]struct {
		limit   *windowed
		reserve int
	}{
		"Greenhouse's":  {&windowed{limit: 75, length: 30 * time.Second}, 3},
		"version 1's":   {&windowed{limit: 50, length: 10 * time.Second}, 2},
		"small":         {&windowed{limit: 5, length: 30 * time.Second}, 1},
		"large":         {&windowed{limit: 400, length: 30 * time.Second}, 5},
		"ends unevenly": {&windowed{limit: 75, length: 30 * time.Second, offset: 600 * time.Millisecond}, 3},
		"slow":          {&windowed{limit: 50, length: 10 * time.Second, trip: time.Second}, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limit := test.limit
				client := simulated(t, newGreenhouse(limit.ServeHTTP))
				ctx, stop := context.WithCancel(harvest.WithPriority(t.Context(), harvest.Export))
				var all sync.WaitGroup
				for range 60 {
					all.Go(func() {
						for ctx.Err() == nil {
							_ = read(ctx, client)
						}
					})
				}
				first := time.Until(time.Now().Truncate(limit.length).Add(limit.length + limit.offset))
				time.Sleep(first + limit.length/2) // the second window, the first one may have been joined late
				assert.Equal(t, limit.limit-test.reserve, limit.spent())

				clicked := time.Now()
				assert.NoError(t, read(t.Context(), client))
				assert.LessOrEqual(t, time.Since(clicked), max(limit.trip, 100*time.Millisecond))
				assert.Equal(t, limit.limit-test.reserve+1, limit.spent())

				time.Sleep(limit.length/2 - time.Since(clicked) - time.Millisecond)
				assert.Equal(t, limit.limit, limit.spent())
				stop()
				all.Wait()
				require.Zero(t, limit.refusals)
			})
		})
	}
}
