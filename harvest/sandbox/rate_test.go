package sandbox_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRateWindowOnTheWire(t *testing.T) {
	c := signedIn(t, "rate=2/30")
	first, second, third := c.get("/v3/jobs"), c.get("/v3/nowhere"), c.get("/v3/jobs")
	assert.Equal(t, []int{200, 404, 429}, []int{first.status, second.status, third.status})
	for i, got := range []reply{first, second, third} {
		assert.Equal(t, "2", got.header.Get("X-RateLimit-Limit"))
		assert.Equal(t, []string{"1", "0", "0"}[i], got.header.Get("X-RateLimit-Remaining"))
		reset, err := strconv.ParseInt(got.header.Get("X-RateLimit-Reset"), 10, 64)
		require.NoError(t, err)
		assert.InDelta(t, 30, time.Until(time.Unix(reset, 0)).Seconds(), 5)
		assert.NotEmpty(t, got.header.Get("X-Request-Id"))
	}
	wait, err := strconv.Atoi(third.header.Get("Retry-After"))
	require.NoError(t, err)
	require.InDelta(t, 30, wait, 5)
}

func TestParallelCallsAreCountedOnce(t *testing.T) {
	c := signedIn(t, "rate=20/60")
	statuses := make([]int, 30)
	var wait sync.WaitGroup
	for i := range statuses {
		wait.Go(func() {
			response, err := direct.Do(c.signed(c.writes, "POST", "/v3/candidates", named(nil)))
			if assert.NoError(t, err) {
				statuses[i] = response.StatusCode
				assert.NoError(t, response.Body.Close())
			}
		})
	}
	wait.Wait()
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	require.Equal(t, map[int]int{201: 20, 429: 10}, count)
	require.NoError(t, c.SetFaults())
	require.Len(t, c.rows("/v3/candidates"), 20)
}
