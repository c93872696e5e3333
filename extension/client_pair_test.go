package extension

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

func requireRefused(t *testing.T, err error, code string) {
	t.Helper()
	refusal, ok := errors.AsType[*Error](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, refusal.Code)
}

func TestPairOnceThenDialForEver(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteCommand, trust)
	text, oneTime := trust.oneTime()
	c, paired, err := PairWebSocket(t.Context(), s.url, testOrigin, testInfo, strings.ToLower(text))
	require.NoError(t, err)
	defer c.Close()
	_, err = Call[Receipt](t.Context(), c, Add{RequestID: "r1"})
	require.NoError(t, err)
	require.Equal(t, []PairedClient{paired}, trust.clients)
	require.Equal(t, testOrigin, paired.Origin)
	require.Equal(t, testInfo, paired.Client)
	require.NotEqual(t, oneTime, paired.Key)

	for range 2 {
		again, err := DialPaired(t.Context(), s.url, testOrigin, testInfo, paired.Key)
		require.NoError(t, err)
		defer again.Close()
		_, err = Call[Receipt](t.Context(), again, Add{RequestID: "r2"})
		require.NoError(t, err)
	}
	for _, secret := range []string{text, KeyID(oneTime), paired.KeyID} {
		require.NotContains(t, s.log.String(), secret)
	}
}

func TestPairingIsRefused(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteCommand, trust)
	spent, _ := trust.oneTime()
	c, _, err := PairWebSocket(t.Context(), s.url, testOrigin, testInfo, spent)
	require.NoError(t, err)
	defer c.Close()
	unknown, _ := NewPairingKey()
	for name, key := range map[string]string{"spent": spent, "unknown": unknown} {
		_, _, err := PairWebSocket(t.Context(), s.url, testOrigin, testInfo, key)
		requireRefused(t, err, CodeForbidden)
		require.Len(t, trust.clients, 1, name)
	}
	_, _, err = PairWebSocket(t.Context(), s.url, testOrigin, testInfo, "ABCD")
	require.ErrorContains(t, err, "26 letters")
	_, err = DialPaired(t.Context(), s.url, testOrigin, testInfo, randomBytes(nonceSize))
	requireRefused(t, err, CodeForbidden)
	_, err = DialWebSocket(t.Context(), s.url, testOrigin, testInfo)
	requireRefused(t, err, CodeForbidden)
	_, err = DialPaired(t.Context(), closedURL(t), testOrigin, testInfo, randomBytes(nonceSize))
	require.ErrorIs(t, err, ErrServiceNotRunning)
}

// listener is a program in the service's place. It answers the client's messages with these, and hangs up on the next.
type listener struct {
	url   string
	heard chan []string // everything the client said, once it has left
}

// answerer says what a program at this port answers to what it heard.
type answerer func(port uint16, heard []byte) Message

func impostor(t *testing.T, answers ...answerer) listener {
	l := listener{heard: make(chan []string, 1)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		l.heard <- converse(ws, answers)
	}))
	t.Cleanup(server.Close)
	l.url = "ws" + strings.TrimPrefix(server.URL, "http")
	return l
}

func converse(ws *websocket.Conn, answers []answerer) (heard []string) {
	for {
		_, data, err := ws.ReadMessage()
		if err != nil {
			return heard
		}
		heard = append(heard, string(data))
		if len(heard) > len(answers) {
			return heard
		}
		req, _ := decodeRequest(data)
		answer, _ := encode(req.ID, answers[len(heard)-1](localPort(ws.NetConn()), data))
		_ = ws.WriteMessage(websocket.TextMessage, answer)
	}
}

// provingWith is the welcome of a program that has this key.
func provingWith(key []byte) answerer {
	return func(port uint16, heard []byte) Message {
		var hello Hello
		_ = json.Unmarshal(heard, &hello)
		e := exchange{key: key, port: port, serverNonce: randomBytes(nonceSize)}
		e.clientNonce, _ = decodeNonce(hello.Challenge)
		return Welcome{Protocol: 1, Challenge: encodeNonce(e.serverNonce), Proof: e.proof(byServer)}
	}
}

// Whoever took the service's port hears a hello, in which there is nothing to keep secret, and no more.
func TestAttackPortSquatting(t *testing.T) {
	v, e := readVectors(t)
	answer := func(w Welcome) answerer { return func(uint16, []byte) Message { return w } }
	short := e
	short.serverNonce = make([]byte, 31)
	for name, welcome := range map[string]answerer{
		"guesses the key":        provingWith(randomBytes(pairingKeySize)),
		"replays a proof":        answer(Welcome{Protocol: 1, Challenge: encodeNonce(e.serverNonce), Proof: v.ServerProof}),
		"has an open door":       answer(Welcome{Protocol: 1, Confirmed: true}),
		"sends a short nonce":    answer(Welcome{Protocol: 1, Challenge: encodeNonce(short.serverNonce), Proof: short.proof(byServer)}),
		"sends our own as proof": func(_ uint16, heard []byte) Message { return mirror(heard) },
	} {
		t.Run(name, func(t *testing.T) {
			l := impostor(t, welcome)
			_, _, err := PairWebSocket(t.Context(), l.url, testOrigin, testInfo, v.KeyText)
			require.ErrorIs(t, err, ErrImpostor)
			heard := <-l.heard
			require.Len(t, heard, 1)
			require.Contains(t, heard[0], `"hello"`)
			require.NotContains(t, heard[0], v.KeyText[:4])
		})
	}
}

func mirror(heard []byte) Welcome {
	var hello Hello
	_ = json.Unmarshal(heard, &hello)
	return Welcome{Protocol: 1, Challenge: hello.Challenge, Proof: hello.Challenge}
}

func TestPairingNeedsTheSameNewKeyOnBothSides(t *testing.T) {
	text, key := NewPairingKey()
	l := impostor(t, provingWith(key), func(uint16, []byte) Message { return Proved{ClientKeyID: KeyID(key)} })
	_, _, err := PairWebSocket(t.Context(), l.url, testOrigin, testInfo, text)
	require.ErrorContains(t, err, "same key")
	require.Len(t, <-l.heard, 2)
}

func TestHandlersKnowThePairedPeer(t *testing.T) {
	trust, peers := newMemory(), make(chan Peer, 1)
	mux := NewMux()
	Handle(mux, func(ctx context.Context, _ Cancel) (ItemReply, error) {
		peers <- PeerFrom(ctx)
		return ItemReply{}, nil
	})
	s := startServer(t, RouteCommand, Config{Mux: mux, Trust: trust})
	c, err := DialPaired(t.Context(), s.url, testOrigin, testInfo, trust.longTerm())
	require.NoError(t, err)
	defer c.Close()
	_, err = Call[ItemReply](t.Context(), c, Cancel{})
	require.NoError(t, err)
	require.Equal(t, Peer{Route: RouteWebSocket, Caller: testOrigin, Client: testInfo}, <-peers)
}
