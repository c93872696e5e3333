package harvest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// spoken is one of the dialects, for tests of what both have in common.
type spoken struct {
	as    func(harvest.Config) harvest.Config
	write operation
}

func dialects() map[string]spoken {
	return map[string]spoken{
		"v3": {func(cfg harvest.Config) harvest.Config { return cfg }, write},
		"v1": {asLegacy, legacyWrite},
	}
}

// asLegacy is the same server in version 1.
func asLegacy(cfg harvest.Config) harvest.Config {
	old := legacyConfig("")
	old.BaseURL, old.Timeout, old.Transport = cfg.BaseURL, cfg.Timeout, cfg.Transport
	return old
}

// of is a client whose Greenhouse answers with api.
func (d spoken) of(t *testing.T, api http.HandlerFunc) *harvest.Client {
	t.Helper()
	cfg := configFor("http://localhost")
	cfg.Transport = inMemory{newGreenhouse(api)}
	return connect(t, d.as(cfg))
}

// recording notes the hosts that requests go to, and whether a credential went along.
func recording(hosts map[string]bool, api http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		hosts[r.URL.Host] = hosts[r.URL.Host] || r.Header.Get("Authorization") != ""
		return api.RoundTrip(r)
	})
}

func TestNoCredentialFollowsARedirect(t *testing.T) {
	for version, d := range dialects() {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(version+" "+http.StatusText(status), func(t *testing.T) {
				hosts := map[string]bool{}
				cfg := configFor("http://localhost")
				elsewhere := func(w http.ResponseWriter, r *http.Request) {
					http.Redirect(w, r, "https://evil.example"+r.URL.Path, status)
				}
				cfg.Transport = recording(hosts, inMemory{newGreenhouse(elsewhere)})
				client := connect(t, d.as(cfg))
				require.Error(t, read(t.Context(), client))
				require.ErrorAs(t, d.write(t.Context(), client), new(*harvest.AmbiguousError))
				require.Equal(t, map[string]bool{"localhost": true}, hosts)
			})
		}
	}
}

func TestNoCredentialFollowsARedirectOfTheTokenService(t *testing.T) {
	hosts := map[string]bool{}
	cfg := configFor("http://localhost")
	cfg.Transport = recording(hosts, inMemory{http.RedirectHandler("https://evil.example/token", http.StatusTemporaryRedirect)})
	require.ErrorAs(t, write(t.Context(), connect(t, cfg)), new(*harvest.UnavailableError))
	require.Equal(t, map[string]bool{"localhost": true}, hosts)
}

// A page of somebody in between is never taken for Greenhouse's word.
func TestPagesOfProxies(t *testing.T) {
	page := "<!DOCTYPE html><title>Sign in</title>" + strings.Repeat("<p>Accept the terms.</p>", 10_000)
	for version, d := range dialects() {
		for _, status := range []int{200, 201, 203, 302, 408, 500, 502, 503, 504, 511, 520} {
			for _, kind := range []string{"text/html", "application/json", ""} {
				t.Run(version+" "+kind, func(t *testing.T) {
					answer := func(w http.ResponseWriter, r *http.Request) {
						w.Header().Set("Content-Type", kind)
						say(status, page)(w, r)
					}
					require.ErrorAs(t, read(t.Context(), d.of(t, answer)), new(*harvest.UnavailableError))
					require.ErrorAs(t, d.write(t.Context(), d.of(t, answer)), new(*harvest.AmbiguousError))
				})
			}
		}
	}
}

// What counts is the body.
func TestContentTypeIsNotBelieved(t *testing.T) {
	for version, d := range dialects() {
		for _, kind := range []string{"text/html", "text/plain; charset=latin1", "nonsense", ""} {
			t.Run(version+" "+kind, func(t *testing.T) {
				client := d.of(t, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", kind)
					readsAndWrites(w, r)
				})
				require.NoError(t, read(t.Context(), client))
				require.NoError(t, d.write(t.Context(), client))
			})
		}
	}
}

// No connection was made, so nothing was executed.
func TestLegacyAPIOutOfReach(t *testing.T) {
	for name, cfg := range dialFailures(t) {
		t.Run(name, func(t *testing.T) {
			for op, call := range map[string]operation{reading: read, writing: legacyWrite} {
				var unavailable *harvest.UnavailableError
				require.ErrorAs(t, call(t.Context(), connect(t, asLegacy(cfg))), &unavailable)
				require.True(t, unavailable.Offline)
				require.Equal(t, op, unavailable.Op)
			}
		})
	}
}

// The time to wait is measured on Greenhouse's clock, however wrong ours is.
func TestRetryAfterADateWithClocksAnHourApart(t *testing.T) {
	for version, d := range dialects() {
		for name, skew := range map[string]time.Duration{"behind": time.Hour, "ahead": -time.Hour} {
			t.Run(version+" "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					client := d.of(t, func(w http.ResponseWriter, _ *http.Request) {
						theirs := time.Now().Add(skew).UTC()
						w.Header().Set("Date", theirs.Format(http.TimeFormat))
						w.Header().Set("Retry-After", theirs.Add(7*time.Second).Format(http.TimeFormat))
						w.WriteHeader(http.StatusTooManyRequests)
					})
					require.Equal(t, &harvest.RateLimitError{Op: writing, RetryAfter: 7 * time.Second}, d.write(t.Context(), client))
					require.Equal(t, skew, client.ClockSkew())
				})
			})
		}
	}
}

// The token service may be behind another gateway than the API, and has a limit of its own.
func TestTokenServiceBehindAProxy(t *testing.T) {
	page := strings.Repeat("<p>Too many requests</p>", 10_000)
	for name, test := range map[string]struct {
		status     int
		retryAfter string
		want       string
	}{
		"a page with 200": {200, "", "sign in: no usable answer from Greenhouse (status 200): the answer is not the documented JSON"},
		"a page with 502": {502, "", "sign in: no usable answer from Greenhouse (status 502): the answer is too large"},
		"a page with 429": {429, "", "sign in: Greenhouse asks to wait 30s"},
		"429 with a wait": {429, "17", "sign in: Greenhouse asks to wait 17s"},
		"429 for a month": {429, "2678400", "sign in: Greenhouse asks to wait 30s"},
		"a page with 403": {403, "", "sign in: Greenhouse refused the credential (status 403)"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := configFor("http://localhost")
			cfg.Transport = inMemory{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", test.retryAfter)
				say(test.status, page)(w, r)
			})}
			require.EqualError(t, read(t.Context(), connect(t, cfg)), test.want)
			require.EqualError(t, write(t.Context(), connect(t, cfg)), test.want)
		})
	}
}

// An administrator revokes the credential in the middle of an export: the list is no whole one, nothing is repeated,
// and what comes after is refused as well.
func TestCredentialRevokedInTheMiddle(t *testing.T) {
	for version, d := range dialects() {
		t.Run(version, func(t *testing.T) {
			revoked := false
			var refused []string
			g := newGreenhouse(func(w http.ResponseWriter, r *http.Request) {
				if revoked {
					refused = append(refused, r.Method)
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				revoked = true
				w.Header().Set("Link", `<http://x.test/?cursor=two&page=2>; rel="next"`)
				_, _ = w.Write([]byte(`[{"id":3}]`))
			})
			cfg := configFor("http://localhost")
			cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
				if revoked && strings.HasPrefix(r.URL.Path, authPath) {
					return inMemory{say(401, "")}.RoundTrip(r)
				}
				return inMemory{g}.RoundTrip(r)
			})
			client := connect(t, d.as(cfg))
			jobs, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
			require.ErrorAs(t, err, new(*harvest.AuthError))
			require.Empty(t, jobs)
			require.ErrorAs(t, d.write(t.Context(), client), new(*harvest.AuthError))
			require.ErrorAs(t, read(t.Context(), client), new(*harvest.AuthError))
			require.LessOrEqual(t, len(refused), 3, "nothing is sent twice: %v", refused)
		})
	}
}
