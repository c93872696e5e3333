package extension

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	testToken  = "ghc_test"
	savePerson = "/save_profile/900000000000101/"
	evilPage   = "https://evil.example"
	evilID     = "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba"
	socketDoor = "/v1/socket"
)

// target is what pages and strangers go for: both doors that speak HTTP, and how often anything happened behind them.
type target struct {
	web, kit service
	happened *atomic.Int32
}

func startTarget(t *testing.T) target {
	happened := new(atomic.Int32)
	mux := NewMux()
	Handle(mux, func(context.Context, Add) (Receipt, error) {
		happened.Add(1)
		return Receipt{}, nil
	})
	return target{web: startTrustingMux(t, mux), kit: startStarterKit(t, happened), happened: happened}
}

func startTrustingMux(t *testing.T, mux *Mux) service {
	return startServer(t, RouteCommand, Config{Mux: mux, Trust: newMemory()})
}

// startStarterKit opens the route for one extension, and for everybody with the token.
func startStarterKit(t *testing.T, saved *atomic.Int32) service {
	var log syncBuffer
	server, err := NewServer(Config{Mux: NewMux(), Logger: textLogger(&log)})
	require.NoError(t, err)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	kit := StarterKit{
		Origins: []string{testOrigin}, IsToken: func(token string) bool { return token == testToken },
		Save: func(_ context.Context, profile ID) (Receipt, error) {
			saved.Add(1)
			return Receipt{RequestID: "r", ItemID: "it_01", AcceptedAt: testItem.UpdatedAt}, nil
		},
	}
	go func() { served <- server.ServeStarterKit(ctx, ln, kit) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-served)
	})
	return service{url: "http://" + ln.Addr().String(), log: &log}
}

func (s service) port() string {
	door, _ := url.Parse(s.url)
	return door.Port()
}

// knock is one request to both doors, with PORT for each door's port.
type knock struct {
	method, host string
	header       http.Header
}

func with(pairs ...string) http.Header {
	header := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		header.Add(pairs[i], pairs[i+1])
	}
	return header
}

// requireShut knocks at both doors: each must answer 403, let no page read that, and change nothing.
func (x target) requireShut(t *testing.T, attacks map[string]knock) {
	t.Helper()
	for name, k := range attacks {
		for door, s := range map[string]service{socketDoor: x.web, savePerson: x.kit} {
			header := http.Header{}
			if door == socketDoor {
				header = upgrade()
			}
			for key, values := range k.header {
				for _, value := range values {
					header.Add(key, strings.ReplaceAll(value, "PORT", s.port()))
				}
			}
			status, answer, _ := ask(t, s, k.method, door, strings.ReplaceAll(k.host, "PORT", s.port()), header)
			assert.Equal(t, http.StatusForbidden, status, "%s at %s", name, door)
			assert.Empty(t, answer.Get("Access-Control-Allow-Origin"), "%s at %s", name, door)
		}
	}
	require.Zero(t, x.happened.Load())
	x.requireOpen(t)
}

// requireOpen shows that the attacks failed for the reason they are named after: the right caller gets in.
func (x target) requireOpen(t *testing.T) {
	t.Helper()
	status, _, _ := ask(t, x.web, http.MethodGet, socketDoor, "127.0.0.1:"+x.web.port(), upgrade(testOrigin))
	require.Equal(t, http.StatusSwitchingProtocols, status)
	status, _, _ = ask(t, x.kit, http.MethodGet, savePerson, "localhost:"+x.kit.port(), with("Origin", testOrigin))
	require.Equal(t, http.StatusAccepted, status)
}
