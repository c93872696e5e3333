package extension

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/gorilla/websocket"
	"github.com/rs/cors"
)

const about = `{"service":"greenhouse-companion","protocol":1}` + "\n"

// webDoor is the WebSocket route. Every request passes, in this order: the peer's address, Host, Origin, the pace. Only then
// is a connection upgraded, and only on that does anybody speak of keys.
type webDoor struct {
	loopback
	server   *Server
	places   places
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
	return s.serveHTTP(ctx, ln, RouteWebSocket, door.handler())
}

func (s *Server) newWebDoor(addr net.Addr, origins []string) (*webDoor, error) {
	local, err := newLoopback(addr, origins)
	if err != nil {
		return nil, fmt.Errorf("serve the %s route: %w", RouteWebSocket, err)
	}
	return &webDoor{
		loopback: local, server: s, places: make(places, maxConnections),
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

// optionalOrigin lets requests without Origin pass, because an extension's own GET carries none. A page's image does not
// either, but its browser says that it is a page's.
func (d *webDoor) optionalOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case hasOrigin(r) && !d.allowedOrigin(r), !hasOrigin(r) && fromAPage(r), hasBody(r):
			refuse(w)
		case !d.pace.take():
			tooMany(w)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (d *webDoor) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !d.allowedOrigin(r) || hasBody(r) {
		refuse(w)
		return
	}
	if !d.pace.take() {
		tooMany(w)
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

// allowedOrigin lets one more kind pass than the list: that of an add-on in Firefox which was paired, and, for as long as the
// user's one-time key is good, that of one which may be about to be. What it says must still be proved with the key.
func (d *webDoor) allowedOrigin(r *http.Request) bool {
	if d.loopback.allowedOrigin(r) {
		return true
	}
	trust, knows := d.server.trust.(OriginTrust)
	origin := r.Header.Values("Origin")
	return knows && len(origin) == 1 && firefoxOrigin.MatchString(origin[0]) && trust.AdmitsOrigin(origin[0])
}

// firefoxOrigin is the exact form, so that nothing else passes while the user pairs.
var firefoxOrigin = regexp.MustCompile(`^moz-extension://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

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
