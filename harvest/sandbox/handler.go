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
	bodySlack = 1 << 20  // what a body may hold beside the content of an attachment
	formLimit = 64 << 10 // body of a sign-in request
)

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.signIn(s.mintLocked))
	mux.HandleFunc("POST /introspect", s.signIn(s.introspectLocked))
	mux.HandleFunc("/v3", s.harvest(s.answerLocked))
	mux.HandleFunc("/v3/", s.harvest(s.answerLocked))
	mux.HandleFunc("/v1/", s.harvest(s.answerV1Locked))
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

// harvest serves one version of the API. The body is read before the lock is taken and the answer written
// after it is released, so that a slow client holds up nobody.
func (s *Server) harvest(reply func(*http.Request, payload, time.Time) (answer, *mishap)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.bodyLimit()))
		var exceeded *http.MaxBytesError
		if err != nil && !errors.As(err, &exceeded) {
			return // the client left in the middle of its request
		}
		s.mu.Lock()
		a, strike := reply(r, payload{raw: body, tooBig: exceeded != nil}, wallClock())
		s.noteLocked(r, a, strike)
		s.mu.Unlock()
		s.deliver(w, r, a, strike)
	}
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
		strike := s.behaviour.draw(hit{kind: scopeToken, method: r.Method, path: r.URL.Path})
		a := answer{}
		if strike == nil || !strike.before {
			a = reply(r, wallClock())
			s.behaviour.dress(&a)
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

// queryNames lists the parameters of an address without their values, which may be personal.
func queryNames(address *url.URL) string {
	return strings.Join(slices.Sorted(maps.Keys(address.Query())), ", ")
}

// wallClock has the precision of the wire.
func wallClock() time.Time {
	return time.Now().UTC().Truncate(time.Millisecond)
}
