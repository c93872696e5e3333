package pretend

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

const marta = "/api/v6/profiles/900000000000101/"

func TestFaults(t *testing.T) {
	s := start(t)
	s.SetFaults(Faults{Broken: true, Requests: 1})
	status, _ := get(t, s.URL()+marta, "Token "+s.Token())
	require.Equal(t, http.StatusInternalServerError, status)
	status, _ = get(t, s.URL()+marta, "Token "+s.Token())
	require.Equal(t, http.StatusOK, status)

	s.SetFaults(Faults{RateLimited: 1500 * time.Millisecond})
	resp, err := http.Get(s.URL() + marta)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusTooManyRequests, resp.StatusCode)
	require.Equal(t, "2", resp.Header.Get("Retry-After"))

	s.SetFaults(Faults{Down: true})
	_, err = http.Post(s.URL()+marta, "", nil)
	require.Error(t, err)
	s.SetFaults(Faults{})
	require.Equal(t, []Request{{marta, 500}, {marta, 200}, {marta, 429}, {marta, 0}}, s.Requests())
}

func TestARevokedTokenIsUnknown(t *testing.T) {
	s := start(t)
	old := s.Token()
	s.RevokeToken()
	status, _ := get(t, s.URL()+marta, "Token "+old)
	require.Equal(t, http.StatusUnauthorized, status)
	status, _ = get(t, s.URL()+marta, "Token "+s.Token())
	require.Equal(t, http.StatusOK, status)
}

func TestOpenedCountsEachProfileOnce(t *testing.T) {
	s := start(t)
	for _, path := range []string{marta, marta, "/api/v6/profiles/1/", fmt.Sprintf("/api/v6/folders/%d/candidates/?short=true", BigFolder)} {
		get(t, s.URL()+path, "Token "+s.Token())
	}
	require.Equal(t, 1, s.Opened())
	get(t, s.URL()+fmt.Sprintf("/api/v6/folders/%d/candidates/", SmallFolder), "Token "+s.Token())
	require.Equal(t, 3, s.Opened())
}

func TestWhatTheAPIDoesNotHave(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/api/v6/tags/", "/api/v6/folders/1/", "/api/v6/folders/1/candidates/", "/api/v6/profiles/x/"} {
		status, _ := get(t, s.URL()+path, "Token "+s.Token())
		require.Equal(t, http.StatusNotFound, status, path)
		status, _ = get(t, s.URL()+path, "Token wrong")
		require.Equal(t, http.StatusUnauthorized, status, path)
	}
}

func TestNoTwoChangesAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // where the clock stands still
		s := newServer(nil)
		first := s.nowLocked()
		require.True(t, s.nowLocked().After(first))
	})
}
