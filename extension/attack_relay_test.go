package extension

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

// relay is a program at another port that passes everything on to the service, both ways, and notes what the client says.
type relay struct {
	url string

	mu    sync.Mutex
	heard []string
}

func startRelay(t *testing.T, s service) *relay {
	r := new(relay)
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		near, err := upgrader.Upgrade(w, req, nil)
		if err != nil {
			return
		}
		defer near.Close()
		far, _, err := websocket.DefaultDialer.Dial(s.url, http.Header{"Origin": req.Header["Origin"]})
		if err != nil {
			return
		}
		defer far.Close()
		go pass(near, far, func([]byte) {})
		pass(far, near, r.note)
	}))
	t.Cleanup(server.Close)
	r.url = "ws" + strings.TrimPrefix(server.URL, "http")
	return r
}

func (r *relay) note(message []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heard = append(r.heard, string(message))
}

func pass(to, from *websocket.Conn, note func([]byte)) {
	defer to.Close()
	for {
		kind, message, err := from.ReadMessage()
		if err != nil {
			return
		}
		note(message)
		if to.WriteMessage(kind, message) != nil {
			return
		}
	}
}

// The relay has the service's own proof to offer, but that proof is for the port that the service listens on.
func TestAttackRelay(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteCommand, trust)
	r := startRelay(t, s)
	text, _ := trust.oneTime()
	_, _, err := PairWebSocket(t.Context(), r.url, testOrigin, testInfo, text)
	require.ErrorIs(t, err, ErrImpostor)
	_, err = DialPaired(t.Context(), r.url, testOrigin, testInfo, trust.longTerm())
	require.ErrorIs(t, err, ErrImpostor)
	require.Empty(t, trust.clients)
	r.mu.Lock()
	defer r.mu.Unlock()
	require.Len(t, r.heard, 2)
	for _, message := range r.heard {
		require.Contains(t, message, `"hello"`)
	}
	_, _, err = PairWebSocket(t.Context(), s.url, testOrigin, testInfo, text)
	require.NoError(t, err, "without the relay the same key serves")
}

// A client that does not check the service's proof gives the relay its own; that one is for the relay's port.
func TestAttackRelayOfACarelessClient(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteCommand, trust)
	through := dialRaw(t, service{url: startRelay(t, s).url}, RouteWebSocket)
	e := exchange{key: trust.longTerm(), port: remotePort(through.NetConn()), clientNonce: randomBytes(nonceSize)}
	through.say(helloWith(KeyID(e.key), encodeNonce(e.clientNonce)))
	e.serverNonce, _ = decodeNonce(through.hear()["challenge"].(string))
	through.prove(e.proof(byClient))
	through.requireError("v", CodeForbidden)
}
