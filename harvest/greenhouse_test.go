package harvest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Both services are mounted under a path, as behind a corporate gateway.
const (
	apiPath  = "/gateway/api"
	authPath = "/gateway/login"

	reader harvest.UserID = 4001
	actor  harvest.UserID = 4002
)

// greenhouse is the least that answers: it mints numbered tokens and leaves the API
// to the test.
type greenhouse struct {
	*http.ServeMux
	mu       sync.Mutex
	minted   []url.Values // the form of every visit
	requests []*http.Request
	refuse   int // the status of the token endpoint, 0 for a token
}

func newGreenhouse(api http.HandlerFunc) *greenhouse {
	g := &greenhouse{ServeMux: http.NewServeMux()}
	g.HandleFunc("POST "+authPath+"/token", g.mint)
	g.HandleFunc(apiPath+"/", func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		g.requests = append(g.requests, r.Clone(r.Context()))
		g.mu.Unlock()
		api(w, r)
	})
	return g
}

func (g *greenhouse) mint(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if id != "client" || secret != clientSecret {
		http.Error(w, "wrong credential", http.StatusTeapot)
		return
	}
	if g.refuse != 0 {
		http.Error(w, `{"error":"`+clientSecret+`"}`, g.refuse)
		return
	}
	_ = r.ParseForm()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.minted = append(g.minted, r.PostForm)
	fmt.Fprintf(w, `{"access_token":"token-%d-for-%s","expires_in":3600}`, len(g.minted), r.PostForm.Get("sub"))
}

func (g *greenhouse) seen() []*http.Request {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.requests
}

func (g *greenhouse) mints() []url.Values {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.minted
}

const clientSecret = "secret-of-the-client"

func configFor(address string) harvest.Config {
	return harvest.Config{
		BaseURL:      address + apiPath,
		AuthURL:      address + authPath,
		ClientID:     "client",
		ClientSecret: clientSecret,
		ActingUser:   actor,
		ReadSubject:  reader,
		Timeout:      5 * time.Second,
	}
}

// serve starts a real server and a client of it.
func serve(t *testing.T, api http.HandlerFunc) (*harvest.Client, *greenhouse) {
	t.Helper()
	g := newGreenhouse(api)
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	return connect(t, configFor(server.URL)), g
}

func connect(t *testing.T, cfg harvest.Config) *harvest.Client {
	t.Helper()
	client, err := harvest.New(cfg)
	require.NoError(t, err)
	return client
}

// inMemory carries requests to a handler without a network, for tests with a fake clock.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	m.ServeHTTP(answer, r)
	return answer.Result(), r.Context().Err()
}

// simulated is a client whose Greenhouse lives in the same bubble.
func simulated(t *testing.T, g *greenhouse) *harvest.Client {
	t.Helper()
	cfg := configFor("http://localhost")
	cfg.Transport = inMemory{g}
	return connect(t, cfg)
}

func say(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func ada() harvest.NewCandidate {
	return harvest.NewCandidate{FirstName: "Ada", LastName: "Byron"}
}
