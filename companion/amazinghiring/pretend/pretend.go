// Package pretend is a pretend AmazingHiring for the demo and for tests. It
// serves invented people and folders over the API v6 and as web pages:
//
//	GET /api/v6/profiles/<id>/             JSON, with "Authorization: Token <token>", or Bearer
//	GET /api/v6/folders/                   a list, page by page, with a Link header
//	GET /api/v6/folders/<id>/              one folder, with its statuses
//	GET /api/v6/folders/<id>/candidates/   its members by limit and offset, short or with their profiles
//	GET /profiles/<id>                     a page with generic facts only: title, h1, mailto:, tel:, links, schema.org, h-card
//	GET /folders/<id>                      a page with the members
//	GET /                                  an index of the pages
//
// Both views come from the same JSON, so they cannot disagree. The members of
// the big folder are made up when they are asked for. Whatever a recruiter does
// there is a method here, such as [Server.SetStatus], and [Faults] make the API
// fail.
//
// Three things the public documentation leaves open are decided: a comment, a
// change of status and an edit of the profile move a member's updated_at; a
// deleted status leaves its members without one; statuses belong to the company
// and are the same in all folders. It does not model how many credits there are
// or which contacts were opened before, filters, writing, rate limits by itself,
// or the markup of AmazingHiring's own pages.
package pretend

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// closeTimeout is how long Close waits for requests under way.
const closeTimeout = 2 * time.Second

// plain are the people whose names need no confirmation.
var plain = []int64{900000000000101, 900000000000111, 900000000000112}

// Server is a running pretend AmazingHiring.
type Server struct {
	url      string
	http     *http.Server
	done     chan struct{}
	embedded map[int64]json.RawMessage
	folders  []*folder // the list is fixed, what is in it is not

	mu          sync.Mutex
	token       string
	edited      map[int64]json.RawMessage
	statuses    []status
	lastComment int64
	lastNow     time.Time
	faults      Faults
	faulty      int // requests that the faults have hit
	requests    []Request
	opened      map[int64]bool
}

// Start serves on listen until Close; an empty listen means a free port of
// 127.0.0.1. The token is new each time.
func Start(listen string) (*Server, error) {
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	embedded, err := loadProfiles()
	if err != nil {
		return nil, fmt.Errorf("load pretend profiles: %w", err)
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("listen for pretend AmazingHiring: %w", err)
	}
	s := newServer(embedded)
	s.url = "http://" + listener.Addr().String()
	s.http = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(listener) // it ends with Close only, and says so
	}()
	return s, nil
}

func newServer(embedded map[int64]json.RawMessage) *Server {
	return &Server{
		token: newToken(), embedded: embedded, folders: newFolders(), statuses: newStatuses(), lastComment: 1000,
		edited: map[int64]json.RawMessage{}, opened: map[int64]bool{}, done: make(chan struct{}),
	}
}

func newToken() string { return rand.Text() }

// URL is the address before /profiles/<id> and /api/v6.
func (s *Server) URL() string { return s.url }

// Token is the only API token the server accepts.
func (s *Server) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token
}

// Profiles returns the ids of the people who are not made up for the big
// folder: a plain one, one with a one-word non-Latin name, one with a noisy
// name, and two more plain ones.
func (s *Server) Profiles() []int64 { return slices.Sorted(maps.Keys(s.embedded)) }

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
