package extension

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// maxHTTPConnections is how many connections one HTTP door holds open, those included that have not asked for anything.
	maxHTTPConnections = 256

	// An HTTP door answers requestsAtOnce requests of welcome callers in a row, and then one every requestEvery.
	requestsAtOnce = 100
	requestEvery   = 20 * time.Millisecond
)

// loopback is what every HTTP door asks first, whoever calls and whatever for.
//
// Any page in the browser can send requests to 127.0.0.1. Host is checked because a page whose own name was pointed
// at 127.0.0.1 (DNS rebinding) sends that name; Origin because other pages send theirs, and because its absence does
// not mean that no browser is involved: https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin.
type loopback struct {
	hosts   []string
	origins []string
	pace    *pace
}

// newLoopback refuses an address that others can reach, and origins that are not exact.
func newLoopback(addr net.Addr, origins []string) (loopback, error) {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsLoopback() {
		return loopback{}, errors.New("not a loopback address")
	}
	for _, origin := range origins {
		if !strings.Contains(origin, "://") || strings.Contains(origin, "*") {
			return loopback{}, errors.New("an allowed origin must be complete, without wildcards")
		}
	}
	port := strconv.Itoa(tcp.Port)
	return loopback{
		hosts: []string{"127.0.0.1:" + port, "localhost:" + port}, origins: slices.Clone(origins),
		pace: &pace{atOnce: requestsAtOnce, every: requestEvery},
	}, nil
}

// localOnly refuses peers from elsewhere and requests that were meant for another host.
func (l loopback) localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil || !net.ParseIP(peer).IsLoopback() || !slices.Contains(l.hosts, r.Host) {
			refuse(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hasOrigin says whether the request carries an Origin at all; allowedOrigin, whether it is exactly one that may call.
func hasOrigin(r *http.Request) bool { return len(r.Header.Values("Origin")) > 0 }

func (l loopback) allowedOrigin(r *http.Request) bool {
	origin := r.Header.Values("Origin")
	return len(origin) == 1 && slices.Contains(l.origins, origin[0])
}

// hasBody says that something follows the header. It is not read.
func hasBody(r *http.Request) bool { return r.ContentLength != 0 }

// fromAPage says that a browser tells of a page behind the request. Images and requests in the mode no-cors carry no Origin.
// See https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site.
func fromAPage(r *http.Request) bool {
	sites := r.Header.Values("Sec-Fetch-Site")
	return slices.Contains(sites, "cross-site") || slices.Contains(sites, "same-site")
}

// refuse also ends the connection: otherwise a body, which no route takes, would be read to get at the next request.
func refuse(w http.ResponseWriter) {
	w.Header().Set("Connection", "close")
	http.Error(w, "forbidden", http.StatusForbidden)
}

func tooMany(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	http.Error(w, "too many requests", http.StatusTooManyRequests)
}

// serveHTTP serves handler from ln until ctx ends, and closes ln. It returns nil when ctx ended.
func (s *Server) serveHTTP(ctx context.Context, ln net.Listener, route string, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second, // a WebSocket has deadlines of its own
		WriteTimeout:      writeWithin,
		IdleTimeout:       10 * time.Second,
		MaxHeaderBytes:    8 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	err := server.Serve(&crowded{ln, make(places, maxHTTPConnections)})
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("serve the %s route: %w", route, err)
}
