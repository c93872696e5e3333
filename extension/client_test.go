package extension

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

func TestServiceIsNotRunning(t *testing.T) {
	stale := filepath.Join(t.TempDir(), "run", "s.sock")
	abandon(t, stale)
	for name, dial := range map[string]func() (*Client, error){
		"no socket": func() (*Client, error) {
			return DialSocket(t.Context(), filepath.Join(t.TempDir(), "s.sock"), testInfo)
		},
		"stale socket": func() (*Client, error) { return DialSocket(t.Context(), stale, testInfo) },
		"no websocket": func() (*Client, error) { return DialWebSocket(t.Context(), closedURL(t), testOrigin, testInfo) },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := dial()
			require.ErrorIs(t, err, ErrServiceNotRunning)
		})
	}
}

func closedURL(t *testing.T) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	return "ws://" + ln.Addr().String() + "/v1/socket"
}

func TestDialWebSocketRefused(t *testing.T) {
	s := startService(t, RouteNative, NewMux(), nil)
	_, err := DialWebSocket(t.Context(), s.url, "https://evil.example", testInfo)
	require.ErrorContains(t, err, "403")
}

// scripted is a service that answers request after request with these messages, whatever they are, and then hangs up.
func scripted(t *testing.T, messages ...string) string {
	path := filepath.Join(t.TempDir(), "run", "s.sock")
	ln := listenAt(t, path)
	go func() {
		nc, err := ln.Accept()
		if err != nil {
			return
		}
		defer nc.Close()
		for _, message := range messages {
			_, _ = native.ReadFrame(nc, MaxMessage)
			_ = native.WriteFrame(nc, []byte(message))
		}
	}()
	return path
}

const welcomeMessage = `{"type":"welcome","id":"1","protocol":1,"service":{"name":"s","version":"9"}}`

func TestCallErrors(t *testing.T) {
	for name, test := range map[string]struct {
		answer, want string
	}{
		"another type":               {`{"type":"pong","id":"2"}`, "type"},
		"unreadable":                 {`{"type":"receipt","id":"2","duplicate":"yes"}`, "read the answer"},
		"error for the request":      {`{"type":"error","id":"2","code":"disk_full","message":"Full."}`, "disk_full"},
		"error for nobody, then end": {`{"type":"error","id":"","code":"message_too_large","message":"Too large."}`, "message_too_large"},
		"not JSON":                   {`}`, "ended"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := DialSocket(t.Context(), scripted(t, welcomeMessage, test.answer), testInfo)
			require.NoError(t, err)
			defer c.Close()
			_, err = Call[Receipt](t.Context(), c, Add{})
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestDialRefusedByProtocol(t *testing.T) {
	refusal := `{"type":"error","id":"1","code":"protocol_version","message":"No.","remedy":"Update."}`
	_, err := DialSocket(t.Context(), scripted(t, refusal), testInfo)
	got, ok := errors.AsType[*Error](err)
	require.True(t, ok)
	require.Equal(t, "Update.", got.Remedy)
}

func TestCallEndsWithItsContext(t *testing.T) {
	mux := NewMux()
	release := make(chan struct{})
	Handle(mux, func(context.Context, Retry) (ItemReply, error) {
		<-release
		return ItemReply{}, nil
	})
	c := dialEither(t, startService(t, RouteCommand, mux, nil), RouteCommand)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Call[ItemReply](ctx, c, Retry{})
	require.ErrorIs(t, err, context.Canceled)
	close(release)
	_, err = Call[Pong](t.Context(), c, Ping{})
	require.NoError(t, err, "a late answer to a call that was given up is nobody's")
}

func TestCallRefusesWhatTheServiceWould(t *testing.T) {
	c := dialEither(t, startService(t, RouteCommand, NewMux(), nil), RouteCommand)
	_, err := Call[Receipt](t.Context(), c, Add{FirstName: strings.Repeat("x", MaxMessage)})
	require.ErrorIs(t, err, errTooLarge)
	_, err = Call[Pong](t.Context(), c, Ping{})
	require.NoError(t, err)
}

func TestCloseTwice(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		c := dialEither(t, startService(t, route, NewMux(), nil), route)
		require.NoError(t, c.Close())
		require.NoError(t, c.Close())
		_, err := Call[Pong](t.Context(), c, Ping{})
		require.ErrorIs(t, err, net.ErrClosed)
	})
}
