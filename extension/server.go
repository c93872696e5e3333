package extension

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"
)

const (
	serviceName = "greenhouse-companion"

	// maxConnections is how many clients one door serves at a time. A recruiter has a handful.
	maxConnections = 64
)

// Config is what a Server needs.
type Config struct {
	// Mux answers requests. Required.
	Mux *Mux
	// Events returns the items that change until ctx ends. Nil means that subscribers never hear anything.
	Events func(ctx context.Context) <-chan Item
	// Trust says who may talk on the native and the WebSocket route. Nil: everybody who reaches the door.
	Trust Trust
	// Version is the service's version, told to every client.
	Version string
	// Logger gets the life cycle and failures, never the content of messages. Nil discards.
	Logger *slog.Logger
}

// Server serves clients on any number of doors.
type Server struct {
	mux     *Mux
	events  func(ctx context.Context) <-chan Item
	trust   Trust
	version string
	log     *slog.Logger

	attempts attempts
}

// NewServer returns a Server. It is an error when the Mux is missing.
func NewServer(cfg Config) (*Server, error) {
	if cfg.Mux == nil {
		return nil, errors.New("extension server: no mux")
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Server{
		mux: cfg.Mux, events: cfg.Events, trust: cfg.Trust, version: cfg.Version, log: cfg.Logger,
		attempts: attempts{byCaller: map[string]*failures{}},
	}, nil
}

// ServeSocket serves framed connections from ln, usually one of ListenSocket, until ctx ends, and closes ln. Route is
// RouteNative or RouteCommand. It returns after its last connection ended: nil when ctx ended, an error when ln did.
func (s *Server) ServeSocket(ctx context.Context, ln net.Listener, route string) error {
	places := make(places, maxConnections)
	defer places.waitEmpty()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { ln.Close() })()
	for {
		nc, err := ln.Accept()
		switch {
		case ctx.Err() != nil:
			closeIfOpen(nc)
			return nil
		case errors.Is(err, net.ErrClosed):
			return fmt.Errorf("accept on the %s route: %w", route, err)
		case err != nil:
			s.log.Warn("accept", "route", route, "error_types", errorTypes(err))
			pause(ctx, time.Second)
		case !places.take():
			s.log.Warn("too many connections", "route", route)
			nc.Close()
		default:
			go func() {
				defer places.leave()
				newConn(s, framed{nc}, Peer{Route: route}).serve(ctx)
			}()
		}
	}
}

// places are the connections that a door has room for.
type places chan struct{}

func (p places) take() bool {
	select {
	case p <- struct{}{}:
		return true
	default:
		return false
	}
}

func (p places) leave() { <-p }

// waitEmpty takes every place for good, which it can only do once all connections have left theirs.
func (p places) waitEmpty() {
	for range cap(p) {
		p <- struct{}{}
	}
}

func closeIfOpen(nc net.Conn) {
	if nc != nil {
		nc.Close()
	}
}

// pause keeps a lasting error, such as too many open files, from turning into a busy loop.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
