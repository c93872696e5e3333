package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMishapsWithoutAnAnswer(t *testing.T) {
	for fault, test := range map[string]struct {
		want    error
		applied int
	}{
		"reply-lost=1":   {io.EOF, 1},
		"reset-before=1": {syscall.ECONNRESET, 0},
	} {
		c := signedIn(t, fault)
		_, err := direct.Do(c.signed(c.writes, "POST", "/v3/candidates", named(nil)))
		require.ErrorIs(t, err, test.want, fault)
		require.Len(t, c.rows("/v3/candidates"), test.applied, fault)
	}
}

func TestMishapsWithAWrongAnswer(t *testing.T) {
	for fault, test := range map[string]struct {
		status  int
		applied int
	}{
		"error-before=1":   {500, 0},
		"error-after=1":    {500, 1},
		"garbage-after=1":  {201, 1},
		"html-after=1":     {201, 1},
		"redirect-after=1": {302, 1},
	} {
		c := signedIn(t, fault)
		got := c.post("/v3/candidates", named(nil))
		assert.Equal(t, test.status, got.status, fault)
		assert.NotEmpty(t, got.header.Get("X-RateLimit-Remaining"), fault)
		assert.Len(t, c.rows("/v3/candidates"), test.applied, fault)
		body, _ := got.body.(object)
		assert.NotContains(t, body, "candidate", fault)
	}
}

func TestGarbageIsTruncatedJSON(t *testing.T) {
	got := signedIn(t, "garbage-after=1")
	reply := got.post("/v3/candidates", named(nil))
	require.Contains(t, reply.raw, `{"application":null,"candidate"`)
	require.False(t, json.Valid([]byte(reply.raw)))
}

func TestTimeoutAfterHangsUntilTheClientLeaves(t *testing.T) {
	c := signedIn(t, "timeout-after=1")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := direct.Do(c.signed(c.writes, "POST", "/v3/candidates", named(nil)).WithContext(ctx))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Len(t, c.rows("/v3/candidates"), 1)
}

func TestTimeoutAfterEndsWhenTheSandboxCloses(t *testing.T) {
	c := signedIn(t, "timeout-after=1")
	answered := make(chan error, 1)
	go func() {
		_, err := direct.Do(c.signed(c.writes, "POST", "/v3/candidates", named(nil)))
		answered <- err
	}()
	require.Eventually(t, func() bool { return len(c.rows("/v3/candidates")) == 1 }, 3*time.Second, 10*time.Millisecond)
	require.NoError(t, c.Close())
	require.Error(t, <-answered)
	require.NoError(t, c.Close(), "closing twice is harmless")
}

func TestFaultsHitWritesUnlessToldOtherwise(t *testing.T) {
	for fault, want := range map[string][3]int{ // write, read, token
		"error-before=1":             {500, 200, 200},
		"error-before=1,scope=reads": {201, 500, 200},
		"error-before=1,scope=all":   {500, 500, 200},
		"error-before=1,scope=token": {201, 200, 500},
		"error-before=0,scope=all":   {201, 200, 200},

		"scope=all error-before=1":              {500, 500, 200},
		"error-before=1 scope=all":              {500, 500, 200},
		"scope=all error-before=1,scope=writes": {500, 200, 200},
	} {
		c := signedIn(t, strings.Fields(fault)...)
		got := [3]int{
			c.post("/v3/candidates", named(nil)).status,
			c.get("/v3/candidates").status,
			c.signIn("/token", url.Values{"grant_type": {"client_credentials"}}).status,
		}
		assert.Equal(t, want, got, fault)
	}
}

func TestTimesLimitsAFault(t *testing.T) {
	c := signedIn(t, "error-before=1,times=2", "error-after=1,times=1")
	var statuses []int
	for range 4 {
		statuses = append(statuses, c.post("/v3/candidates", named(nil)).status)
	}
	require.Equal(t, []int{500, 500, 500, 201}, statuses)
	require.Len(t, c.rows("/v3/candidates"), 2, "the third was applied, then answered with 500")
}

func TestDownResetsEverything(t *testing.T) {
	c := signedIn(t, "down")
	for _, path := range []string{"/v3/jobs", "/token", "/"} {
		_, err := direct.Do(c.signed(c.reads, "GET", path, nil))
		require.ErrorIs(t, err, syscall.ECONNRESET, path)
	}
	_, err := direct.Do(c.signed(c.writes, "POST", "/v3/candidates", named(nil)))
	require.Error(t, err)
	require.NoError(t, c.SetFaults())
	require.Empty(t, c.rows("/v3/candidates"))
	require.False(t, errors.Is(err, io.EOF))
}
