package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
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
		"408":              {408, 0},
		"408-after":        {408, 1},
		"401-once":         {401, 0},
		"429":              {429, 0},
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

func TestABodyThatEndsEarly(t *testing.T) {
	for fault, want := range map[string]error{
		"truncate":       io.ErrUnexpectedEOF,
		"reset-at=0":     syscall.ECONNRESET,
		"reset-at=9":     syscall.ECONNRESET,
		"reset-at=99999": syscall.ECONNRESET,
	} {
		c := signedIn(t, fault)
		response, err := direct.Do(c.signed(c.writes, "POST", "/v3/candidates", named(nil)))
		if err == nil {
			assert.Equal(t, 201, response.StatusCode, fault)
			var body []byte
			body, err = io.ReadAll(response.Body)
			assert.Less(t, len(body), int(response.ContentLength), fault)
		}
		assert.ErrorIs(t, err, want, fault)
		assert.Len(t, c.rows("/v3/candidates"), 1, fault)
	}
}

func TestErrorsMember(t *testing.T) {
	c := signedIn(t)
	path, reason := "/v3/applications/"+c.prospect().String(), c.reason()
	require.NoError(t, c.SetFaults("errors-member,scope=all"))
	added := c.post("/v3/candidates", named(nil))
	require.Equal(t, 201, added.status)
	require.Contains(t, added.body, "candidate", "beside what was made")
	require.NotEmpty(t, added.body.(object)["errors"])
	list := c.get("/v3/candidates")
	require.Equal(t, 200, list.status)
	require.Contains(t, list.body, "errors", "in place of a list")
	rejected := c.post(path+"/reject", object{"rejection_reason_id": reason})
	require.Equal(t, 200, rejected.status, "a 204 could not say it")
	require.Contains(t, rejected.body, "errors")
	require.NoError(t, c.SetFaults())
	require.Len(t, c.rows("/v3/applications?status=rejected"), 1)
}

func TestAnAnswerWithoutABodyIsSpoiltAllTheSame(t *testing.T) {
	for fault, want := range map[string]int{"html-after": 200, "garbage-after": 200, "redirect-after": 302, "error-after": 500} {
		c := signedIn(t)
		path := "/v3/applications/" + c.prospect().String()
		body := object{"rejection_reason_id": c.reason()}
		require.NoError(t, c.SetFaults(fault))
		assert.Equal(t, want, c.post(path+"/reject", body).status, fault)
		assert.Len(t, c.rows("/v3/applications?status=rejected"), 1, fault)
	}
}

func TestRetryAfterOfA429(t *testing.T) {
	got := signedIn(t, "429").post("/v3/candidates", named(nil))
	require.Equal(t, "1", got.header.Get("Retry-After"))
}

func TestTimeoutBeforeAppliesNothing(t *testing.T) {
	c := signedIn(t, "timeout-before,times=1")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := direct.Do(c.signed(c.writes, "POST", "/v3/candidates", named(nil)).WithContext(ctx))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Empty(t, c.rows("/v3/candidates"))
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
