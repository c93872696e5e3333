package dashboard

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"
)

// maxSockets is how many pages may be open at a time. A user has a handful.
const maxSockets = 32

// Sockets serves the messages of an admitted page.
type Sockets interface {
	// ServeDashboard answers r with a WebSocket and serves it until the page leaves or ctx ends.
	ServeDashboard(ctx context.Context, w http.ResponseWriter, r *http.Request)
}

// Config is what a Dashboard needs; all but Logger is required.
type Config struct {
	// Address is where the page is served: a loopback address with a port.
	Address net.Addr
	// Browser are the files of the browser extension.
	Browser fs.FS
	Sockets Sockets
	// Logger gets what goes wrong, never keys or content. Nil discards.
	Logger *slog.Logger
}

// Dashboard is the local page. Its methods may be called concurrently.
type Dashboard struct {
	host    string
	origin  string
	cookie  string
	files   http.Handler
	sockets Sockets
	log     *slog.Logger

	keys     keys
	sessions sessions
	places   chan struct{}
}

// New returns a Dashboard. It is an error when the address is not one of this computer alone.
func New(cfg Config) (*Dashboard, error) {
	tcp, ok := cfg.Address.(*net.TCPAddr)
	if !ok || !tcp.IP.IsLoopback() {
		return nil, errors.New("serve the dashboard: not a loopback address")
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	host := tcp.String()
	return &Dashboard{
		host: host, origin: "http://" + host,
		// Cookies know no ports, so a second service on this computer must not overwrite ours.
		cookie: "greenhouse_companion_" + strconv.Itoa(tcp.Port),
		files:  pages(cfg.Browser), sockets: cfg.Sockets, log: cfg.Logger, places: make(chan struct{}, maxSockets),
	}, nil
}

// Link makes a link that leads into the dashboard once, and says how long it can be used.
func (d *Dashboard) Link() (address string, valid time.Duration) {
	return d.origin + entryPath + "#" + d.keys.add(time.Now()), keyValid
}

// Serve serves the page from ln until ctx ends, and closes ln. It returns after its last page was left: nil when ctx ended.
func (d *Dashboard) Serve(ctx context.Context, ln net.Listener) error {
	defer d.waitEmpty()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{
		Handler:           d.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    16 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(d.log.Handler(), slog.LevelDebug),
	}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	err := server.Serve(ln)
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("serve the dashboard: %w", err)
}

// waitEmpty takes every place for good, which it can only do once all pages have left theirs.
func (d *Dashboard) waitEmpty() {
	for range cap(d.places) {
		d.places <- struct{}{}
	}
}
