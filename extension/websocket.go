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

	"github.com/gorilla/websocket"
	"github.com/rs/cors"
)

const about = `{"service":"greenhouse-companion","protocol":1}` + "\n"

// webDoor is the WebSocket route. Every request passes, in this order: the peer's address, Host, Origin.
//
// Any page in the browser can send requests to 127.0.0.1. Host is checked because a page whose own name was pointed
// at 127.0.0.1 (DNS rebinding) sends that name; Origin because other pages send theirs, and because its absence does
// not mean that no browser is involved: https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin.
type webDoor struct {
	server   *Server
	places   places
	hosts    []string
	origins  []string
	upgrader websocket.Upgrader
}

// ServeWebSocket serves WebSockets at /v1/socket and a short description at /v1/about from ln until ctx ends, and
// closes ln, which must listen on a loopback address. Only the given origins, compared exactly, may connect. It returns
// after its last connection ended: nil when ctx ended.
func (s *Server) ServeWebSocket(ctx context.Context, ln net.Listener, allowedOrigins []string) error {
	door, err := s.newWebDoor(ln.Addr(), allowedOrigins)
	if err != nil {
		ln.Close()
		return err
	}
	defer door.places.waitEmpty()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{
		Handler:           door.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       10 * time.Second,
		MaxHeaderBytes:    16 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	err = server.Serve(ln)
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("serve the %s route: %w", RouteWebSocket, err)
}

func (s *Server) newWebDoor(addr net.Addr, origins []string) (*webDoor, error) {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsLoopback() {
		return nil, errors.New("serve the websocket route: not a loopback address")
	}
	for _, origin := range origins {
		if !strings.Contains(origin, "://") || strings.Contains(origin, "*") {
			return nil, errors.New("serve the websocket route: an allowed origin must be complete, without wildcards")
		}
	}
	port := strconv.Itoa(tcp.Port)
	return &webDoor{
		server:  s,
		places:  make(places, maxConnections),
		hosts:   []string{"127.0.0.1:" + port, "localhost:" + port},
		origins: slices.Clone(origins),
		upgrader: websocket.Upgrader{
			HandshakeTimeout: 5 * time.Second,
			// Our own, stricter check has run by then.
			CheckOrigin: func(*http.Request) bool { return true },
		},
	}, nil
}

func (d *webDoor) handler() http.Handler {
	// rs/cors calls the handler even for a forbidden origin, so it comes after our own check.
	readable := cors.New(cors.Options{
		AllowOriginFunc: func(origin string) bool { return slices.Contains(d.origins, origin) },
		AllowedMethods:  []string{http.MethodGet},
	})
	mux := http.NewServeMux()
	mux.Handle("/v1/about", d.optionalOrigin(readable.Handler(http.HandlerFunc(serveAbout))))
	mux.HandleFunc("/v1/socket", d.serveSocket)
	return d.localOnly(mux)
}

// localOnly refuses peers from elsewhere and requests that were meant for another host.
func (d *webDoor) localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil || !net.ParseIP(peer).IsLoopback() || !slices.Contains(d.hosts, r.Host) {
			refuse(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// optionalOrigin lets requests without Origin pass, because an extension's own GET carries none.
func (d *webDoor) optionalOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header.Values("Origin")) > 0 && !d.allowedOrigin(r) {
			refuse(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (d *webDoor) allowedOrigin(r *http.Request) bool {
	origin := r.Header.Values("Origin")
	return len(origin) == 1 && slices.Contains(d.origins, origin[0])
}

func (d *webDoor) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !d.allowedOrigin(r) {
		refuse(w)
		return
	}
	if !d.places.take() {
		http.Error(w, "too many connections", http.StatusServiceUnavailable)
		return
	}
	defer d.places.leave()
	ws, err := d.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // The upgrader has answered.
	}
	peer := Peer{Route: RouteWebSocket, Caller: r.Header.Get("Origin")}
	newConn(d.server, webSocket{ws}, peer).serve(r.Context())
}

func serveAbout(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	fmt.Fprint(w, about)
}

func refuse(w http.ResponseWriter) {
	http.Error(w, "forbidden", http.StatusForbidden)
}
