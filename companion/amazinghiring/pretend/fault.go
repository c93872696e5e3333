package pretend

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

// Faults are what the API does wrong. The zero value is nothing.
type Faults struct {
	// Down drops every connection without an answer. Go's own client repeats a
	// GET once by itself when the connection was used before.
	Down bool
	// Broken answers 500.
	Broken bool
	// RateLimited answers 429 with that time in whole seconds in Retry-After,
	// rounded up. Zero means no limit.
	RateLimited time.Duration
	// Requests is how many requests the faults above hit before they are over.
	// Zero means until SetFaults is called again.
	Requests int
	// PageSize makes pages smaller than what was asked for. Zero means not.
	PageSize int
	// QuietEdits leaves updated_at of members alone when their profile is
	// edited: the public documentation does not say whether it moves.
	QuietEdits bool
}

// Request is one request that the API received.
type Request struct {
	// Path is with the query.
	Path string
	// Status is what was answered, 0 when the connection was dropped.
	Status int
}

// SetFaults replaces what the API does wrong.
func (s *Server) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.faulty = f, 0
}

// Requests returns everything the API was asked so far, in the order of the
// answers.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Opened is how many different profiles were fetched, alone or within a list:
// the contact credits spent, if none of them had been opened before.
func (s *Server) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.opened)
}

// api is around every handler of the API: it records, misbehaves and checks the
// token, in this order.
func (s *Server) api(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		defer s.record(r, recorder)
		switch fault := s.takeFault(); {
		case fault.Down:
			recorder.status = 0
			panic(http.ErrAbortHandler)
		case fault.Broken:
			refuse(recorder, http.StatusInternalServerError, "Server error.")
		case fault.RateLimited > 0:
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RateLimited.Seconds()))))
			refuse(recorder, http.StatusTooManyRequests, "Request was throttled.")
		case !s.authorized(r):
			refuse(recorder, http.StatusUnauthorized, "Authentication credentials were not provided.")
		default:
			handle(recorder, r)
		}
	}
}

func (s *Server) takeFault() Faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.Requests > 0 && s.faulty >= s.faults.Requests {
		return Faults{}
	}
	s.faulty++
	return s.faults
}

func (s *Server) record(r *http.Request, got *statusRecorder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{Path: r.URL.RequestURI(), Status: got.status})
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func refuse(w http.ResponseWriter, status int, detail string) {
	w.WriteHeader(status)
	writeJSON(w, map[string]string{"detail": detail})
}
