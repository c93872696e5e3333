package harvest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

const (
	reading = "list sources"
	writing = "create candidate"
)

func read(ctx context.Context, c *harvest.Client) error {
	_, err := harvest.Collect(c.Sources(ctx))
	return err
}

func write(ctx context.Context, c *harvest.Client) error {
	_, err := c.CreateCandidate(ctx, ada())
	return err
}

func TestStatusDecides(t *testing.T) {
	unavailable := func(status int) error { return &harvest.UnavailableError{Op: reading, Status: status} }
	ambiguous := func(status int) error { return &harvest.AmbiguousError{Op: writing, Status: status} }
	tests := map[int]struct{ read, write error }{
		300: {unavailable(300), ambiguous(300)},
		302: {unavailable(302), ambiguous(302)},
		307: {unavailable(307), ambiguous(307)},
		403: {
			&harvest.PermissionError{Op: reading, Scope: "harvest:sources:list", Subject: reader},
			&harvest.PermissionError{Op: writing, Scope: "harvest:candidates:create", Subject: actor},
		},
		404: {&harvest.NotFoundError{Op: reading}, &harvest.NotFoundError{Op: writing}},
		407: {unavailable(407), &harvest.UnavailableError{Op: writing, Status: 407}},
		408: {unavailable(408), ambiguous(408)},
		429: {
			&harvest.RateLimitError{Op: reading, RetryAfter: 30 * time.Second},
			&harvest.RateLimitError{Op: writing, RetryAfter: 30 * time.Second},
		},
		500: {unavailable(500), ambiguous(500)},
		502: {unavailable(502), ambiguous(502)},
		503: {unavailable(503), ambiguous(503)},
		504: {unavailable(504), ambiguous(504)},
		511: {unavailable(511), ambiguous(511)},
		599: {unavailable(599), ambiguous(599)},
	}
	for status, test := range tests {
		t.Run(http.StatusText(status), func(t *testing.T) {
			client, g := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", "/gateway/api/v3/elsewhere")
				say(status, `<html>whatever</html>`)(w, r)
			})
			require.Equal(t, test.read, read(t.Context(), client))
			before := len(g.seen())

			fresh := connect(t, configFor("http://"+g.seen()[0].Host))
			require.Equal(t, test.write, write(t.Context(), fresh))
			require.Len(t, g.seen(), before+1, "a write is sent once")
		})
	}
}

func TestRefusalsAreValidationErrors(t *testing.T) {
	for name, test := range refusals() {
		for _, status := range []int{400, 405, 409, 410, 413, 415, 422} {
			t.Run(name, func(t *testing.T) {
				client, _ := serve(t, say(status, test.body))
				want := &harvest.ValidationError{Op: writing, Status: status, Fields: test.fields, Messages: test.messages}
				require.Equal(t, want, write(t.Context(), client))
			})
		}
	}
}

type refusedBody struct {
	body             string
	fields, messages []string
}

// refusals are the shapes of refusals that were seen or documented in either dialect, and some that nobody promised.
func refusals() map[string]refusedBody {
	return map[string]refusedBody{
		"string":   {`{"message":"x","errors":"Candidate is odd"}`, nil, []string{"Candidate is odd"}},
		"strings":  {`{"errors":["one","two"]}`, nil, []string{"one", "two"}},
		"objects":  {`{"errors":[{"message":"can't be blank","field":"first_name"}]}`, []string{"first_name"}, []string{"can't be blank"}},
		"message":  {`{"message":"Just this"}`, nil, []string{"Just this"}},
		"HTML":     {`<html>`, nil, nil},
		"nothing":  {``, nil, nil},
		"mixed up": {`{"errors":[1,null,"two",{"field":"x"}]}`, []string{"x"}, []string{"two"}},
		"by field": {`{"message":"No","errors":{"first_name":["is odd"]}}`, nil, []string{"No"}},
		"both": {
			`{"message":"Validation error","errors":[{"message":"Invalid","field":"job_id"},{"message":"Unknown","field":"source_id"}]}`,
			[]string{"job_id", "source_id"}, []string{"Invalid", "Unknown"},
		},
		"an array":  {`[{"message":"Invalid"}]`, nil, nil},
		"truncated": {`{"errors":[{"message":"Inv`, nil, nil},
	}
}

func TestWritesWithADoubtfulSuccess(t *testing.T) {
	tests := map[string]struct {
		body     string
		messages []string
	}{
		"errors as text":    {`{"candidate":{"id":1},"errors":"half done"}`, []string{"half done"}},
		"errors as texts":   {`{"id":1,"errors":["half done"]}`, []string{"half done"}},
		"errors as objects": {`{"id":1,"errors":[{"message":"half done","field":"x"}]}`, []string{"half done"}},
		"unknown errors":    {`{"id":1,"errors":{"base":["half done"]}}`, nil},
		"no id":             {`{"candidate":{"first_name":"Ada"}}`, nil},
		"application no id": {`{"candidate":{"id":1},"application":{"prospect":true}}`, nil},
		"empty":             {``, nil},
		"null":              {`null`, nil},
		"array":             {`[]`, nil},
		"HTML":              {`<html>ok</html>`, nil},
		"truncated":         {`{"candidate":{"id":1`, nil},
		"wrong type":        {`{"candidate":{"id":"1"}}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client, g := serve(t, say(201, test.body))
			var ambiguous *harvest.AmbiguousError
			require.ErrorAs(t, write(t.Context(), client), &ambiguous)
			require.Equal(t, 201, ambiguous.Status)
			require.Equal(t, test.messages, ambiguous.Messages)
			require.Len(t, g.seen(), 1)
		})
	}
}

func TestApplicationWithoutIDIsAmbiguous(t *testing.T) {
	client, _ := serve(t, say(201, `{"candidate_id":5}`))
	_, err := client.CreateApplication(t.Context(), 5, harvest.NewApplication{JobID: 1})
	require.ErrorAs(t, err, new(*harvest.AmbiguousError))
}

func TestNoActingUser(t *testing.T) {
	_, g := serve(t, say(201, candidateRow))
	server := httptest.NewServer(g)
	defer server.Close()
	cfg := configFor(server.URL)
	cfg.ActingUser = 0
	client := connect(t, cfg)
	require.ErrorIs(t, write(t.Context(), client), harvest.ErrNoActingUser)
	_, err := client.CreateApplication(t.Context(), 1, harvest.NewApplication{JobID: 1})
	require.ErrorIs(t, err, harvest.ErrNoActingUser)
	require.Empty(t, g.mints())
	require.Empty(t, g.seen())
}

// How the exchange itself can go wrong after the request was sent.
func TestAnswersLostOnTheWay(t *testing.T) {
	tests := map[string]struct {
		api    http.HandlerFunc
		status int
		cause  error
	}{
		"connection reset": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, io.EOF},
		"cut off body": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`[{"id":1}`))
		}, 200, io.ErrUnexpectedEOF},
		"time-out": {func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			panic(http.ErrAbortHandler) // a plain return would answer 200, sometimes in time
		}, 0, context.DeadlineExceeded},
		"time-out in the body": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(`[`))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			panic(http.ErrAbortHandler) // as above
		}, 200, context.DeadlineExceeded},
	}
	for name, test := range tests {
		for _, protocol := range []string{"HTTP/1.1", "HTTP/2"} {
			for version, d := range dialects() {
				t.Run(name+" "+protocol+" "+version, func(t *testing.T) {
					g := newGreenhouse(drained(test.api))
					client := connect(t, d.as(overTLS(t, g, protocol == "HTTP/2")))
					var unavailable *harvest.UnavailableError
					require.ErrorAs(t, read(t.Context(), client), &unavailable)
					assert.Equal(t, test.status, unavailable.Status)
					assert.False(t, unavailable.Offline)

					var ambiguous *harvest.AmbiguousError
					require.ErrorAs(t, d.write(t.Context(), client), &ambiguous)
					assert.Equal(t, test.status, ambiguous.Status)
					assert.Error(t, ambiguous.Err)
					assert.Equal(t, 1, posts(g), "a write is sent once")
					assert.True(t, protocol == "HTTP/2" || errors.Is(ambiguous, test.cause), "%v", ambiguous)
				})
			}
		}
	}
}

// drained reads the request first, so that what is lost is the answer and not the question.
func drained(api http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		api(w, r)
	}
}

func posts(g *greenhouse) int {
	count := 0
	for _, r := range g.seen() {
		count += strings.Count(r.Method, http.MethodPost)
	}
	return count
}

func overTLS(t *testing.T, g http.Handler, http2 bool) harvest.Config {
	t.Helper()
	server := httptest.NewUnstartedServer(g)
	server.EnableHTTP2 = http2
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // a client that distrusts it is meant to hang up
	server.StartTLS()
	t.Cleanup(server.Close)
	cfg := configFor(server.URL)
	cfg.Transport = server.Client().Transport
	cfg.Timeout = 300 * time.Millisecond
	return cfg
}

// With GetBody net/http sends a request again by itself when a connection breaks in certain ways.
func TestNoRequestCanBeRewound(t *testing.T) {
	g := newGreenhouse(readsAndWrites)
	cfg := configFor("http://localhost")
	cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		assert.Nil(t, r.GetBody)
		return inMemory{g}.RoundTrip(r)
	})
	client := connect(t, cfg)
	require.NoError(t, write(t.Context(), client))
	require.NoError(t, read(t.Context(), client))
}

func TestHTTP2IsReallySpoken(t *testing.T) {
	g := newGreenhouse(say(200, "[]"))
	require.NoError(t, read(t.Context(), connect(t, overTLS(t, g, true))))
	require.Equal(t, 2, g.seen()[0].ProtoMajor)
}

// dialFailures are the ways not to get a connection.
func dialFailures(t *testing.T) map[string]harvest.Config {
	refused := configFor("http://" + deadAddress(t))
	unknown := configFor("https://greenhouse.invalid")
	unknown.Transport = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "greenhouse.invalid", IsNotFound: true}
	}}
	untrusted := overTLS(t, newGreenhouse(say(200, "[]")), false)
	untrusted.Transport = &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	untrusted.Timeout = 5 * time.Second
	hanging := configFor("https://greenhouse.invalid")
	hanging.Timeout = 20 * time.Millisecond
	hanging.Transport = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	return map[string]harvest.Config{"refused": refused, "unknown host": unknown, "untrusted": untrusted, "hanging": hanging}
}

func TestTokenServiceOutOfReach(t *testing.T) {
	for name, cfg := range dialFailures(t) {
		t.Run(name, func(t *testing.T) {
			for _, call := range []func(context.Context, *harvest.Client) error{read, write} {
				var unavailable *harvest.UnavailableError
				require.ErrorAs(t, call(t.Context(), connect(t, cfg)), &unavailable)
				require.True(t, unavailable.Offline)
				require.Equal(t, "sign in", unavailable.Op)
				require.Error(t, unavailable.Err)
			}
		})
	}
}

// A write whose connection was never made was not executed: not ambiguous.
func TestAPIOutOfReach(t *testing.T) {
	for name, cfg := range dialFailures(t) {
		t.Run(name, func(t *testing.T) {
			login := httptest.NewServer(newGreenhouse(say(500, "")))
			defer login.Close()
			cfg.AuthURL = login.URL + authPath
			cfg.Transport = splitTransport{auth: login.Listener.Addr().String(), api: cfg.Transport}
			for op, call := range map[string]func(context.Context, *harvest.Client) error{reading: read, writing: write} {
				var unavailable *harvest.UnavailableError
				require.ErrorAs(t, call(t.Context(), connect(t, cfg)), &unavailable)
				require.True(t, unavailable.Offline)
				require.Equal(t, op, unavailable.Op)
			}
		})
	}
}

// splitTransport reaches the token service over the plain network and the API over its own way.
type splitTransport struct {
	auth string
	api  http.RoundTripper
}

func (s splitTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == s.auth || s.api == nil {
		return http.DefaultTransport.RoundTrip(r)
	}
	return s.api.RoundTrip(r)
}

func TestRefusedConnectionNamesItsCause(t *testing.T) {
	client := connect(t, configFor("http://"+deadAddress(t)))
	err := read(t.Context(), client)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	require.EqualError(t, err, "sign in: no connection to Greenhouse: connection refused")
}

// A transport that reports no connection events proves nothing: the write may have gone out.
func TestSilentTransportIsAmbiguous(t *testing.T) {
	g := newGreenhouse(nil)
	cfg := configFor("http://localhost")
	cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasPrefix(r.URL.Path, apiPath) {
			return nil, errors.New("wires cut")
		}
		return inMemory{g}.RoundTrip(r)
	})
	require.ErrorAs(t, write(t.Context(), connect(t, cfg)), new(*harvest.AmbiguousError))
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestCancelledWrite(t *testing.T) {
	t.Run("before sending", func(t *testing.T) {
		client, g := serve(t, say(201, candidateRow))
		require.NoError(t, write(t.Context(), client), "so that there is a token")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := write(ctx, client)
		require.ErrorAs(t, err, new(*harvest.UnavailableError))
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, 1, posts(g))
	})
	t.Run("while waiting for the answer", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		client, _ := serve(t, drained(func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		}))
		err := write(ctx, client)
		require.ErrorAs(t, err, new(*harvest.AmbiguousError))
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestTimeoutIsThirtySecondsByDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := configFor("http://localhost")
		cfg.Timeout = 0
		cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		start := time.Now()
		require.ErrorIs(t, read(t.Context(), connect(t, cfg)), context.DeadlineExceeded)
		require.Equal(t, 30*time.Second, time.Since(start))
	})
}

func TestTooLargeAnswers(t *testing.T) {
	big := "[" + strings.Repeat(" ", 16<<20) + "]"
	for version, d := range dialects() {
		t.Run(version, func(t *testing.T) {
			client := d.of(t, say(200, big))
			require.ErrorContains(t, read(t.Context(), client), "too large")
			require.ErrorAs(t, d.write(t.Context(), client), new(*harvest.AmbiguousError))

			client = d.of(t, say(422, `{"errors":["`+strings.Repeat("x", 64<<10)+`"]}`))
			require.Equal(t, &harvest.ValidationError{Op: writing, Status: 422}, d.write(t.Context(), client))
		})
	}
}
