package sandbox

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options say how a sandbox starts.
type Options struct {
	Listen           string   // address to listen on; empty = a free port of 127.0.0.1
	PublicURL        string   // start of the addresses it hands out, for a proxy in front; empty = the listen URL
	Faults           []string // switches, as ParseFault reads them
	AmazingHiringURL string   // where the page's link to the pretend AmazingHiring leads; empty = no link
}

// Info is what a client needs to use a sandbox.
type Info struct {
	HarvestURL   string `json:"harvest_url"`
	AuthURL      string `json:"auth_url"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	UserEmail    string `json:"user_email"`
	UserID       int64  `json:"user_id"`
	V1Key        string `json:"v1_key"` // signs in to the retired API under /v1
	PageURL      string `json:"page_url"`
}

// Server is one running pretend Greenhouse.
type Server struct {
	url           string
	info          Info
	amazingHiring string
	kinds         map[string]*resource
	siteAdminID   int64
	serviceID     int64

	http   *http.Server
	closed sync.Once
	served chan error // what Serve returned

	mu        sync.Mutex // guards what follows
	state     *state
	behaviour *behaviour
	calls     map[int64]*window // by acting user where each has a window, else all under 0
	mints     window
	v1Calls   v1Window
	requests  []Request // newest last
}

// Start listens and serves until Close. It fails on an unreadable fault or a taken port.
func Start(options Options) (*Server, error) {
	b, err := behaviourOf(options.Faults)
	if err != nil {
		return nil, fmt.Errorf("start sandbox: %w", err)
	}
	listener, err := net.Listen("tcp", cmp.Or(options.Listen, "127.0.0.1:0"))
	if err != nil {
		return nil, fmt.Errorf("start sandbox: %w", err)
	}
	s := newServer("http://"+listener.Addr().String(), options)
	s.adoptLocked(b) // nobody else knows the server yet
	go func() { s.served <- s.http.Serve(listener) }()
	return s, nil
}

func newServer(url string, options Options) *Server {
	public := strings.TrimRight(cmp.Or(options.PublicURL, url), "/")
	st := newState(public)
	people := st.seed()
	s := &Server{
		url:           url,
		amazingHiring: options.AmazingHiringURL,
		kinds:         map[string]*resource{},
		siteAdminID:   people.siteAdmin.id,
		serviceID:     people.service.id,
		served:        make(chan error, 1),
		state:         st,
		calls:         map[int64]*window{},
		mints:         window{limit: 60, length: time.Minute},
		info: Info{
			HarvestURL:   public,
			AuthURL:      public,
			ClientID:     "sandbox-" + rand.Text(),
			ClientSecret: rand.Text(),
			UserEmail:    people.recruiter.text("primary_email"),
			UserID:       people.recruiter.id,
			V1Key:        rand.Text(),
			PageURL:      public + "/",
		},
	}
	for _, kind := range catalogue() {
		s.kinds[kind.name] = kind
	}
	s.http = &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	return s
}

// URL is the address the sandbox itself listens on, without a slash at the end.
func (s *Server) URL() string { return s.url }

// Info returns addresses and credentials.
func (s *Server) Info() Info { return s.info }

// SiteAdminID is the user whose token may read lists.
func (s *Server) SiteAdminID() int64 { return s.siteAdminID }

// SetFaults replaces all switches; those not named return to their default. On an error nothing changes.
func (s *Server) SetFaults(faults ...string) error {
	b, err := behaviourOf(faults)
	if err != nil {
		return fmt.Errorf("set faults: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.adoptLocked(b)
	return nil
}

// adoptLocked starts new rate windows only when the rate itself changes.
func (s *Server) adoptLocked(b *behaviour) {
	if old := s.behaviour; old != nil && (old.rateLimit != b.rateLimit || old.rateWindow != b.rateWindow) {
		clear(s.calls)
	}
	s.behaviour, s.state.behaviour = b, b
}

// windowLocked is the rate window that a call of this user counts in; nil is nobody.
func (s *Server) windowLocked(user *record) *window {
	var owner int64
	if user != nil && s.behaviour.ratePer == "user" {
		owner = user.id
	}
	if s.calls[owner] == nil {
		s.calls[owner] = &window{limit: s.behaviour.rateLimit, length: s.behaviour.rateWindow}
	}
	return s.calls[owner]
}

// Close stops listening, ends every open exchange and waits for the listener. Further calls do nothing.
func (s *Server) Close() error {
	var err error
	s.closed.Do(func() {
		err = s.http.Close()
		if served := <-s.served; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
	})
	return err
}
