package amazinghiring

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// direct answers without a network, so that waiting takes no time in a test.
type direct http.HandlerFunc

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	d(recorder, r)
	return recorder.Result(), nil
}

func directClient(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	client, err := New(Config{BaseURL: "https://x.example", Token: secret, HTTP: &http.Client{Transport: direct(handler)}})
	require.NoError(t, err)
	return client
}

// refusing refuses the first requests and then answers with an empty list.
func refusing(requests int64, wait time.Duration, asked *atomic.Int64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) <= requests {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		answer(200, "", "[]")(w, r)
	}
}

func TestNoMoreThanTwoRequestsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		client := directClient(t, func(w http.ResponseWriter, r *http.Request) {
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			time.Sleep(time.Second)
			answer(200, "", "{}")(w, r)
		})
		start := time.Now()
		for range 10 {
			go func() { _, _ = client.Profile(t.Context(), 1) }()
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		require.EqualValues(t, 2, most.Load())
		require.Zero(t, now.Load())
		require.Equal(t, 5*time.Second, time.Since(start))
	})
}

func TestNothingIsAskedUntilTheNamedTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		client := directClient(t, refusing(1, 30*time.Second, &asked))
		_, err := client.Profile(t.Context(), 1)
		require.Equal(t, &RateLimitError{RetryAfter: 30 * time.Second}, errors.Unwrap(err))

		time.Sleep(10 * time.Second)
		_, err = client.Profile(t.Context(), 1)
		require.Equal(t, &RateLimitError{RetryAfter: 20 * time.Second}, errors.Unwrap(err))
		require.EqualValues(t, 1, asked.Load())

		time.Sleep(20 * time.Second)
		_, err = client.Profile(t.Context(), 1)
		require.NoError(t, err)
	})
}

func TestListsWaitByThemselves(t *testing.T) {
	tests := []struct {
		name     string
		requests int64
		wait     time.Duration
		problems int
		waited   time.Duration
	}{
		{"short", 2, 30 * time.Second, 0, time.Minute},
		{"too long", 1, time.Hour, 1, 0},
		{"without end", 1000, time.Second, 1, pauses * time.Second},
		{"no time named", 1000, 0, 1, 0},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			var asked atomic.Int64
			client, start := directClient(t, refusing(tt.requests, tt.wait, &asked)), time.Now()
			_, problems := collect(client.Folders(t.Context()))
			require.Len(t, problems, tt.problems, tt.name)
			require.Equal(t, tt.waited, time.Since(start), tt.name)
		})
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var asked atomic.Int64
		_, problems := collect(directClient(t, refusing(1, time.Minute, &asked)).Folders(ctx))
		require.Len(t, problems, 1)
		require.ErrorIs(t, problems[0], context.DeadlineExceeded)
	})
}

func TestASecondRefusalNeverShortensTheFirst(t *testing.T) {
	l := newLimiter()
	l.shut(time.Hour)
	l.shut(0)
	require.Greater(t, l.left(time.Now()), 59*time.Minute)
}
