package sandbox

import (
	"net/http"
	"slices"
	"time"
)

const (
	requestsKept  = 20_000
	requestsShown = 50
)

// Request is one request that reached the sandbox: never a query value, never a body.
type Request struct {
	At     time.Time
	Method string
	Path   string
	Query  string // the names of its parameters
	Status int    // decided on before a fault spoilt the answer; 0 when the fault came first
	Fault  string // the switch that struck; empty: the answer went out as it should
}

// Requests lists what reached the API and the token endpoint, oldest first, at least the latest ten thousand.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func (s *Server) noteLocked(r *http.Request, a answer, strike *mishap) {
	entry := Request{At: wallClock(), Method: r.Method, Path: r.URL.Path, Query: queryNames(r.URL), Status: a.status}
	if strike != nil {
		entry.Fault = strike.name
	}
	if len(s.requests) == requestsKept {
		s.requests = slices.Delete(s.requests, 0, requestsKept/2)
	}
	s.requests = append(s.requests, entry)
}

// latestLocked is what the page lists, newest first.
func (s *Server) latestLocked() []Request {
	latest := slices.Clone(s.requests[max(0, len(s.requests)-requestsShown):])
	slices.Reverse(latest)
	return latest
}
