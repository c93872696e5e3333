// Package pretend is a pretend AmazingHiring for the demo and for tests. It
// serves a few invented people over the API v6 and as web pages:
//
//	GET /api/v6/profiles/<id>/   JSON, with "Authorization: Token <token>"
//	GET /profiles/<id>           a page with generic facts only: title, h1, mailto:, tel:, links, schema.org, h-card
//	GET /                        an index of the pages
//
// Both views come from the same embedded JSON, so they cannot disagree. It does
// not model folders, candidates, contact credits, paging, rate limits or the
// markup of AmazingHiring's own pages.
package pretend

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"
)

// closeTimeout is how long Close waits for requests under way.
const closeTimeout = 2 * time.Second

// plain are the people whose names need no confirmation.
var plain = []int64{900000000000101, 900000000000111, 900000000000112}

// Server is a running pretend AmazingHiring.
type Server struct {
	token  string
	url    string
	people []person
	http   *http.Server
	done   chan struct{}
}

// Start serves on listen until Close; an empty listen means a free port of
// 127.0.0.1. The token is new each time.
func Start(listen string) (*Server, error) {
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	people, err := loadPeople()
	if err != nil {
		return nil, fmt.Errorf("load pretend profiles: %w", err)
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("listen for pretend AmazingHiring: %w", err)
	}
	s := &Server{
		token: rand.Text(), url: "http://" + listener.Addr().String(), people: people, done: make(chan struct{}),
	}
	s.http = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(listener) // it ends with Close only, and says so
	}()
	return s, nil
}

// URL is the address before /profiles/<id> and /api/v6.
func (s *Server) URL() string { return s.url }

// Token is the only API token the server accepts.
func (s *Server) Token() string { return s.token }

// Profiles returns the ids of all people: a plain one, one with a one-word
// non-Latin name, one with a noisy name, and two more plain ones.
func (s *Server) Profiles() []int64 {
	ids := make([]int64, len(s.people))
	for i, p := range s.people {
		ids[i] = p.ID
	}
	return ids
}

// Plain returns the ids of the people whose names split without a question.
func (s *Server) Plain() []int64 { return slices.Clone(plain) }

// Close stops the server and waits for it. A second Close does nothing.
func (s *Server) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		_ = s.http.Close() // whoever is still connected does not matter here
	}
	<-s.done
}
