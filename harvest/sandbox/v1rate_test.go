package sandbox_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestV1RateWindowOnTheWire(t *testing.T) {
	c := signedIn(t, "v1-rate=2/60")
	first, second, third := c.v1("GET", "/v1/jobs", nil), c.v1("GET", "/v1/nowhere", nil), c.v1("GET", "/v1/jobs", nil)
	assert.Equal(t, []int{200, 404, 429}, []int{first.status, second.status, third.status})
	assert.Equal(t, "2", first.header.Get("X-RateLimit-Limit"))
	assert.Equal(t, "1", first.header.Get("X-RateLimit-Remaining"))
	assert.Equal(t, "0", second.header.Get("X-RateLimit-Remaining"))
	assert.Empty(t, first.header.Get("X-RateLimit-Reset"), "told on a refusal only")

	assert.Empty(t, third.header.Get("X-RateLimit-Limit"), "told except on a refusal")
	reset, err := strconv.ParseInt(third.header.Get("X-RateLimit-Reset"), 10, 64)
	require.NoError(t, err)
	assert.InDelta(t, 60, time.Until(time.Unix(reset, 0)).Seconds(), 10)
	wait, err := strconv.Atoi(third.header.Get("Retry-After"))
	require.NoError(t, err)
	assert.InDelta(t, 60, wait, 10)
	require.Equal(t, 200, c.get("/v3/jobs").status, "version 3 counts for itself")
}

func TestV1RateIsFiftyInTenSeconds(t *testing.T) {
	got := start(t).v1("GET", "/v1/jobs", nil)
	require.Equal(t, "50", got.header.Get("X-RateLimit-Limit"))
	require.Equal(t, "49", got.header.Get("X-RateLimit-Remaining"))
}

func TestV1RefusedSignInsSpendNothing(t *testing.T) {
	c := start(t, "v1-rate=1/60")
	stranger := c.ask("GET", "/v1/jobs", nil)
	stranger.SetBasicAuth("stranger", "")
	require.Equal(t, 401, c.do(stranger).status)
	require.Equal(t, 200, c.v1("GET", "/v1/jobs", nil).status)
}
