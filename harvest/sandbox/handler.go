package sandbox

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

const (
	bodySlack   = 1 << 20  // what a body may hold beside the content of an attachment
	formLimit   = 64 << 10 // body of a sign-in request
	visitsShown = 50
)

// visit is one request as the page lists it: never a query value, never a body.
type visit struct {
	At     time.Time
	Method string
	Path   string
	Status int
	Fault  string // empty: the answer went out as it should
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.signIn(s.mintLocked))
	mux.HandleFunc("POST /introspect", s.signIn(s.introspectLocked))
	mux.HandleFunc("/v3", s.harvest)
	mux.HandleFunc("/v3/", s.harvest)
	mux.HandleFunc("GET /{$}", s.showPeople)
	mux.HandleFunc("GET /people/{id}", s.showPerson)
	mux.HandleFunc("GET /page.css", showStyle)
	mux.HandleFunc("GET /files/{key}", s.showFile)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { notFoundRoute().answer().write(w) })
	return s.front(mux)
}

// front is what every request passes first.
func (s *Server) front(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		down := s.behaviour.down
		s.mu.Unlock()
		if down {
			dropConnection(w, true)
			return
		}
		w.Header().Set("X-Request-Id", uuid.NewString())
		next.ServeHTTP(w, r)
	})
}

// harvest serves /v3. The body is read before the lock is taken and the answer written after it is
// released, so that a slow client holds up nobody.
func (s *Server) harvest(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.bodyLimit()))
	var exceeded *http.MaxBytesError
	if err != nil && !errors.As(err, &exceeded) {
		return // the client left in the middle of its request
	}
	s.mu.Lock()
	a, strike := s.answerLocked(r, payload{raw: body, tooBig: exceeded != nil}, wallClock())
	s.noteLocked(r, a, strike)
	s.mu.Unlock()
	s.deliver(w, r, a, strike)
}

// bodyLimit leaves room for the largest attachment in base64.
func (s *Server) bodyLimit() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.behaviour.maxAttachment/3*4 + bodySlack
}

// signIn serves the two form endpoints of the authorization host.
func (s *Server) signIn(reply func(*http.Request, time.Time) answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, formLimit)
		if err := r.ParseForm(); err != nil {
			oauthError(http.StatusBadRequest, "invalid_request", "Body is not a form").write(w)
			return
		}
		s.mu.Lock()
		strike := s.behaviour.draw(scopeToken)
		a := answer{}
		if strike == nil || !strike.before {
			a = reply(r, wallClock())
		}
		s.noteLocked(r, a, strike)
		s.mu.Unlock()
		s.deliver(w, r, a, strike)
	}
}

func (s *Server) deliver(w http.ResponseWriter, r *http.Request, a answer, strike *mishap) {
	if strike != nil {
		strike.deliver(s, w, r, a)
		return
	}
	a.write(w)
}

// noteLocked keeps the latest requests for the page.
func (s *Server) noteLocked(r *http.Request, a answer, strike *mishap) {
	entry := visit{At: wallClock(), Method: r.Method, Path: r.URL.Path, Status: a.status}
	if names := queryNames(r.URL); names != "" {
		entry.Path += "?" + names
	}
	if strike != nil {
		entry.Fault = strike.name
	}
	s.visits = append(s.visits, entry)
	if extra := len(s.visits) - visitsShown; extra > 0 {
		s.visits = slices.Delete(s.visits, 0, extra)
	}
}

// queryNames lists the parameters of an address without their values, which may be personal.
func queryNames(address *url.URL) string {
	return strings.Join(slices.Sorted(maps.Keys(address.Query())), ", ")
}

// wallClock has the precision of the wire.
func wallClock() time.Time {
	return time.Now().UTC().Truncate(time.Millisecond)
}
