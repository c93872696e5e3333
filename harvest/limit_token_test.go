package harvest_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// minting is a client whose token endpoint is the test's.
func minting(t *testing.T, api, token http.HandlerFunc) *harvest.Client {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/", newGreenhouse(api))
	mux.Handle("POST "+authPath+"/token", token)
	cfg := configFor("http://localhost")
	cfg.Transport = inMemory{mux}
	return connect(t, cfg)
}

const shortLived = `{"access_token":"token","expires_in":40}`

// The token endpoint has a limit of its own. While it is shut, nobody knocks.
func TestRefusalOfTheTokenEndpointIsRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		visits := 0
		client := minting(t, readsAndWrites, func(w http.ResponseWriter, _ *http.Request) {
			if visits++; visits == 1 {
				w.Header().Set("Retry-After", "12")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			fmt.Fprint(w, shortLived)
		})
		refusal := func(wait time.Duration) error { return &harvest.RateLimitError{Op: "sign in", RetryAfter: wait} }
		require.Equal(t, refusal(12*time.Second), read(t.Context(), client))
		time.Sleep(5 * time.Second)
		require.Equal(t, refusal(7*time.Second), write(t.Context(), client), "for every subject")
		require.Equal(t, 1, visits)
		time.Sleep(7 * time.Second)
		require.NoError(t, read(t.Context(), client))
	})
}

// A token that ran out in line and cannot be replaced costs its call, not the slot.
func TestTokenRunsOutInLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 1, length: 30 * time.Second}
		visits := 0
		client := minting(t, limit.ServeHTTP, func(w http.ResponseWriter, _ *http.Request) {
			if visits++; visits == 2 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			fmt.Fprint(w, shortLived)
		})
		require.NoError(t, read(t.Context(), client))
		start := time.Now()
		require.ErrorAs(t, read(t.Context(), client), new(*harvest.UnavailableError))
		require.Greater(t, time.Since(start), 20*time.Second)
		require.NoError(t, read(t.Context(), client))
		require.Len(t, limit.counted, 2)
		require.Zero(t, limit.refusals)
	})
}
