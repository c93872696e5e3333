package extension

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const testOrigin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"

var testInfo = ClientInfo{Name: "test", Version: "0.1"}

// service is a running server with both kinds of doors open.
type service struct {
	socket string
	url    string
	log    *syncBuffer
	stop   func() // stops the server and waits for both doors
}

// syncBuffer collects the log of several goroutines.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func startService(t *testing.T, route string, mux *Mux, events func(context.Context) <-chan Item) service {
	return startServer(t, route, Config{Mux: mux, Events: events})
}

func textLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func startServer(t *testing.T, route string, cfg Config) service {
	var log syncBuffer
	cfg.Logger = textLogger(&log)
	cfg.Version = "1.2.3"
	server, err := NewServer(cfg)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "run", "s.sock")
	socket, err := ListenSocket(path)
	require.NoError(t, err)
	web, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)

	ctx, cancel := context.WithCancel(context.Background())
	var doors sync.WaitGroup
	var socketErr, webErr error
	doors.Go(func() { socketErr = server.ServeSocket(ctx, socket, route) })
	doors.Go(func() { webErr = server.ServeWebSocket(ctx, web, []string{testOrigin}) })
	stop := sync.OnceFunc(func() {
		cancel()
		doors.Wait()
	})
	t.Cleanup(func() {
		stop()
		require.NoError(t, errors.Join(socketErr, webErr))
	})
	return service{socket: path, url: "ws://" + web.Addr().String() + "/v1/socket", log: &log, stop: stop}
}

func dialEither(t *testing.T, s service, route string) *Client {
	t.Helper()
	dial := map[string]func() (*Client, error){
		RouteNative:    func() (*Client, error) { return DialSocket(t.Context(), s.socket, testInfo) },
		RouteCommand:   func() (*Client, error) { return DialSocket(t.Context(), s.socket, testInfo) },
		RouteWebSocket: func() (*Client, error) { return DialWebSocket(t.Context(), s.url, testOrigin, testInfo) },
	}
	c, err := dial[route]()
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

// onBothRoutes runs a test once through a socket and once through a WebSocket.
func onBothRoutes(t *testing.T, test func(t *testing.T, route string)) {
	for _, route := range []string{RouteNative, RouteWebSocket} {
		t.Run(route, func(t *testing.T) { test(t, route) })
	}
}

var testItem = Item{ItemID: "it_01", State: "done", Status: "done", ProfileID: 900000000000101,
	UpdatedAt: time.Date(2026, 9, 1, 9, 30, 0, 0, time.UTC)}

func sampleMux() *Mux {
	mux := NewMux()
	Handle(mux, func(_ context.Context, add Add) (Receipt, error) {
		return Receipt{RequestID: add.RequestID, ItemID: "it_01", AcceptedAt: testItem.UpdatedAt}, nil
	})
	Handle(mux, func(context.Context, ItemsQuery) (Items, error) { return Items{Items: []Item{testItem}}, nil })
	Handle(mux, func(_ context.Context, r Retry) (ItemReply, error) {
		return ItemReply{}, &Error{Code: CodeUnknownItem, Message: "There is no such item."}
	})
	Handle(mux, func(context.Context, Cancel) (ItemReply, error) { return ItemReply{Item: testItem}, nil })
	return mux
}

func listenAt(t *testing.T, path string) net.Listener {
	t.Helper()
	ln, err := ListenSocket(path)
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	return ln
}

// abandon leaves a socket behind as a crash does.
func abandon(t *testing.T, path string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	ln, err := net.Listen("unix", path)
	require.NoError(t, err)
	ln.(*net.UnixListener).SetUnlinkOnClose(false)
	require.NoError(t, ln.Close())
}
