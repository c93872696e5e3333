package harvest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func readsAndWrites(w http.ResponseWriter, r *http.Request) {
	bodies := map[string]string{http.MethodGet: "[]", http.MethodPost: candidateRow}
	_, _ = w.Write([]byte(bodies[r.Method]))
}

func TestSubjects(t *testing.T) {
	tests := map[string]struct {
		change func(*harvest.Config)
		minted []url.Values
	}{
		"two users": {
			func(*harvest.Config) {},
			[]url.Values{
				{"grant_type": {"client_credentials"}, "sub": {"4001"}},
				{"grant_type": {"client_credentials"}, "sub": {"4002"}},
			},
		},
		"service user reads": {
			func(c *harvest.Config) { c.ReadSubject = 0 },
			[]url.Values{{"grant_type": {"client_credentials"}}, {"grant_type": {"client_credentials"}, "sub": {"4002"}}},
		},
		"one user": {
			func(c *harvest.Config) { c.ReadSubject = actor },
			[]url.Values{{"grant_type": {"client_credentials"}, "sub": {"4002"}}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, g := serve(t, readsAndWrites)
			cfg := configFor("http://localhost")
			cfg.Transport = inMemory{g}
			test.change(&cfg)
			client := connect(t, cfg)
			for range 3 {
				require.NoError(t, read(t.Context(), client))
				require.NoError(t, write(t.Context(), client))
			}
			require.Equal(t, test.minted, g.mints())
		})
	}
}

func TestMintingIsCoalesced(t *testing.T) {
	client, g := serve(t, readsAndWrites)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
		all.Go(func() { assert.NoError(t, write(t.Context(), client)) })
	}
	all.Wait()
	require.Len(t, g.mints(), 2)
}

// A failed mint answers everybody who waited for it; nobody storms the endpoint.
func TestFailedMintIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var visits atomic.Int32
		cfg := configFor("http://localhost")
		cfg.Transport = inMemory{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			visits.Add(1)
			time.Sleep(time.Second)
			w.WriteHeader(http.StatusUnauthorized)
		})}
		client := connect(t, cfg)
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() { assert.ErrorAs(t, read(t.Context(), client), new(*harvest.AuthError)) })
		}
		all.Wait()
		require.EqualValues(t, 1, visits.Load())
	})
}

func TestWaitersOutliveACancelledMint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGreenhouse(readsAndWrites)
		cfg := configFor("http://localhost")
		cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			select {
			case <-time.After(2 * time.Second):
				return inMemory{g}.RoundTrip(r)
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		})
		client := connect(t, cfg)
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() { assert.ErrorIs(t, read(impatient, client), context.DeadlineExceeded) })
		synctest.Wait()
		all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
		all.Wait()
		require.Len(t, g.mints(), 1)
	})
}

func TestTokenLifetimes(t *testing.T) {
	date := func(ahead time.Duration) string {
		return time.Now().Add(ahead).UTC().Format(time.RFC3339)
	}
	tests := map[string]struct {
		expiry func() string
		life   time.Duration
	}{
		"expires_in":            {func() string { return `"expires_in":600` }, 9 * time.Minute},
		"expires_in as text":    {func() string { return `"expires_in":"600"` }, 9 * time.Minute},
		"expires_at":            {func() string { return `"expires_at":"` + date(10*time.Minute) + `"` }, 9 * time.Minute},
		"expires_at wins":       {func() string { return `"expires_in":5,"expires_at":"` + date(10*time.Minute) + `"` }, 9 * time.Minute},
		"unreadable expires_at": {func() string { return `"expires_in":600,"expires_at":"soon"` }, 9 * time.Minute},
		"null":                  {func() string { return `"expires_in":null,"expires_at":null` }, 59 * time.Minute},
		"neither":               {func() string { return `"token_type":"Bearer"` }, 59 * time.Minute},
		"past":                  {func() string { return `"expires_at":"` + date(-time.Hour) + `"` }, 59 * time.Minute},
		"absurd":                {func() string { return `"expires_in":99999999999` }, 59 * time.Minute},
		"short":                 {func() string { return `"expires_in":20` }, 10 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				minted := 0
				cfg := configFor("http://localhost")
				cfg.Transport = inMemory{tokenService(&minted, test.expiry)}
				client := connect(t, cfg)
				require.NoError(t, read(t.Context(), client))
				time.Sleep(test.life - 2*time.Second)
				require.NoError(t, read(t.Context(), client))
				require.Equal(t, 1, minted)
				time.Sleep(3 * time.Second)
				require.NoError(t, read(t.Context(), client))
				require.Equal(t, 2, minted)
			})
		})
	}
}

func tokenService(minted *int, expiry func() string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(apiPath+"/", readsAndWrites)
	mux.HandleFunc(authPath+"/token", func(w http.ResponseWriter, _ *http.Request) {
		*minted++
		fmt.Fprintf(w, `{"access_token":"t",%s}`, expiry())
	})
	return mux
}

// A wrong clock of ours must neither stretch the life of a token nor make every one look expired.
func TestTokenLifetimeIsMeasuredOnTheirClock(t *testing.T) {
	for name, skew := range map[string]time.Duration{"behind": -5 * time.Hour, "ahead": 5 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				minted := 0
				theirs := time.Now().Add(skew).UTC()
				expiry := `"expires_at":"` + theirs.Add(30*time.Minute).Format(time.RFC3339) + `"`
				service := tokenService(&minted, func() string { return expiry })
				cfg := configFor("http://localhost")
				cfg.Transport = inMemory{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Date", theirs.Format(http.TimeFormat))
					service.ServeHTTP(w, r)
				})}
				client := connect(t, cfg)
				require.NoError(t, read(t.Context(), client))
				time.Sleep(28 * time.Minute)
				require.NoError(t, read(t.Context(), client))
				require.Equal(t, 1, minted)
				time.Sleep(2 * time.Minute)
				require.NoError(t, read(t.Context(), client))
				require.Equal(t, 2, minted)
			})
		})
	}
}

func TestRefusedTokenIsMintedAnewOnce(t *testing.T) {
	for name, call := range map[string]func(context.Context, *harvest.Client) error{"read": read, "write": write} {
		t.Run(name, func(t *testing.T) {
			refusals := 0
			client, g := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if refusals++; refusals == 1 {
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				readsAndWrites(w, r)
			})
			require.NoError(t, call(t.Context(), client))
			require.Len(t, g.mints(), 2)
			require.Len(t, g.seen(), 2)
			require.NotEqual(t, g.seen()[0].Header.Get("Authorization"), g.seen()[1].Header.Get("Authorization"))
		})
	}
}

func TestTokenRefusedTwice(t *testing.T) {
	client, g := serve(t, say(401, ""))
	require.Equal(t, &harvest.AuthError{Op: writing, Status: 401}, write(t.Context(), client))
	require.Len(t, g.mints(), 2)
	require.Len(t, g.seen(), 2)
}

// Many calls refused at once need one new token, not one each.
func TestManyRefusedAtOnce(t *testing.T) {
	client, g := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer token-1-for-4001" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		readsAndWrites(w, r)
	})
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
	}
	all.Wait()
	require.Len(t, g.mints(), 2)
}

func TestTokenServiceAnswers(t *testing.T) {
	tests := map[int]error{
		400: &harvest.AuthError{Op: "sign in", Status: 400},
		401: &harvest.AuthError{Op: "sign in", Status: 401},
		403: &harvest.AuthError{Op: "sign in", Status: 403},
		302: &harvest.UnavailableError{Op: "sign in", Status: 302},
		404: &harvest.UnavailableError{Op: "sign in", Status: 404},
		429: &harvest.RateLimitError{Op: "sign in", RetryAfter: 30 * time.Second},
		500: &harvest.UnavailableError{Op: "sign in", Status: 500},
		503: &harvest.UnavailableError{Op: "sign in", Status: 503},
	}
	for status, want := range tests {
		t.Run(http.StatusText(status), func(t *testing.T) {
			client, g := serve(t, readsAndWrites)
			g.refuse = status
			require.Equal(t, want, write(t.Context(), client))
			require.Equal(t, want, read(t.Context(), client))
			require.Empty(t, g.seen())
		})
	}
}

func TestUnusableTokens(t *testing.T) {
	for name, body := range map[string]string{
		"HTML": "<html>", "empty": "", "no token": `{"token_type":"Bearer"}`, "line break": `{"access_token":"a\nb"}`,
		"not ASCII": `{"access_token":"ä"}`, "null": "null", "array": "[]",
	} {
		t.Run(name, func(t *testing.T) {
			cfg := configFor("http://localhost")
			cfg.Transport = inMemory{say(200, body)}
			var unavailable *harvest.UnavailableError
			require.ErrorAs(t, write(t.Context(), connect(t, cfg)), &unavailable)
			require.Equal(t, 200, unavailable.Status)
		})
	}
}

func TestIntrospect(t *testing.T) {
	client, g := serve(t, readsAndWrites)
	var form url.Values
	g.HandleFunc("POST "+authPath+"/introspect", func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		assert.Equal(t, "client/"+clientSecret, id+"/"+secret)
		assert.NoError(t, r.ParseForm())
		form = r.PostForm
		_, _ = w.Write([]byte(`{"active":true,"client_id":"client","sub":"4001","scope":"harvest:jobs:list harvest:users:list",
			"https://auth.greenhouse.io/claims":{"organization":{"id":17130511003,"name":"Acme"},"user_role":"site_admin"}}`))
	})
	got, err := client.Introspect(t.Context())
	require.NoError(t, err)
	require.Equal(t, harvest.Introspection{
		Active: true, Scopes: []string{"harvest:jobs:list", "harvest:users:list"},
		OrganizationID: 17130511003, Organization: "Acme", Subject: "4001", Role: "site_admin",
	}, got)
	require.Equal(t, url.Values{"token": {"token-1-for-4001"}, "token_type_hint": {"access_token"}}, form)
}

func TestIntrospectFailures(t *testing.T) {
	tests := map[string]struct {
		api  http.HandlerFunc
		want error
	}{
		"credential refused": {say(401, ""), &harvest.AuthError{Op: "introspect token", Status: 401}},
		"server error":       {say(500, ""), &harvest.UnavailableError{Op: "introspect token", Status: 500}},
		"too often":          {say(429, ""), &harvest.RateLimitError{Op: "introspect token", RetryAfter: 30 * time.Second}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client, g := serve(t, readsAndWrites)
			g.HandleFunc(authPath+"/introspect", test.api)
			_, err := client.Introspect(t.Context())
			require.Equal(t, test.want, err)
		})
	}
	for name, body := range map[string]string{"HTML": "<html>", "no verdict": "{}"} {
		t.Run(name, func(t *testing.T) {
			client, g := serve(t, readsAndWrites)
			g.HandleFunc(authPath+"/introspect", say(200, body))
			_, err := client.Introspect(t.Context())
			require.ErrorAs(t, err, new(*harvest.UnavailableError))
		})
	}
}

func TestInactiveToken(t *testing.T) {
	client, g := serve(t, readsAndWrites)
	g.HandleFunc(authPath+"/introspect", say(200, `{"active":false}`))
	got, err := client.Introspect(t.Context())
	require.NoError(t, err)
	require.False(t, got.Active)
}
