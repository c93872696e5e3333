package extension

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const pingMessage = `{"type":"ping","id":"p"}`

// greet says hello with a key and returns what both sides know after the welcome.
func (r rawClient) greet(key []byte) exchange {
	r.t.Helper()
	e := exchange{key: key, port: remotePort(r.NetConn()), clientNonce: randomBytes(nonceSize)}
	r.say(helloWith(KeyID(key), encodeNonce(e.clientNonce)))
	welcome := r.hear()
	require.Equal(r.t, "welcome", welcome["type"], welcome)
	require.Equal(r.t, false, welcome["confirmed"])
	var ok bool
	e.serverNonce, ok = decodeNonce(welcome["challenge"].(string))
	require.True(r.t, ok)
	require.True(r.t, e.proves(byServer, welcome["proof"].(string)))
	return e
}

// remotePort is the port that a raw client dialled; 0 over memory.
func remotePort(nc net.Conn) uint16 {
	if tcp, ok := nc.RemoteAddr().(*net.TCPAddr); ok {
		return uint16(tcp.Port)
	}
	return 0
}

func (r rawClient) prove(proof string) {
	r.t.Helper()
	r.say(fmt.Sprintf(`{"type":"prove","id":"v","proof":%q}`, proof))
}

func (r rawClient) requirePong() {
	r.t.Helper()
	r.say(pingMessage)
	require.Equal(r.t, map[string]any{"type": "pong", "id": "p"}, r.hear())
}

func helloWith(keyID, challenge string) string {
	return fmt.Sprintf(`{"type":"hello","id":"h","protocol":1,"key_id":%q,"challenge":%q}`, keyID, challenge)
}

func TestClientsThatAreNotPaired(t *testing.T) {
	trust := newMemory()
	id, nonce := KeyID(trust.longTerm()), encodeNonce(randomBytes(nonceSize))
	for name, test := range map[string]struct{ hello, code string }{
		"no key":               {helloMessage, CodeForbidden},
		"unknown key":          {helloWith("0123456789abcdef", nonce), CodeForbidden},
		"no challenge":         {helloWith(id, ""), CodeBadRequest},
		"short challenge":      {helloWith(id, base64.StdEncoding.EncodeToString(make([]byte, 31))), CodeBadRequest},
		"long challenge":       {helloWith(id, base64.StdEncoding.EncodeToString(make([]byte, 33))), CodeBadRequest},
		"challenge not base64": {helloWith(id, "?"), CodeBadRequest},
		"newer than we are":    {`{"type":"hello","id":"h","protocol":2}`, CodeProtocolVersion},
	} {
		t.Run(name, func(t *testing.T) {
			raw := dialRaw(t, startTrusting(t, RouteCommand, trust), RouteWebSocket)
			raw.say(test.hello)
			raw.requireError("h", test.code)
			raw.requireEnd()
		})
	}
}

func TestWrongProofs(t *testing.T) {
	for name, proof := range map[string]func(e exchange) string{
		"of another key": func(e exchange) string { e.key = randomBytes(nonceSize); return e.proof(byClient) },
		"the server's":   func(e exchange) string { return e.proof(byServer) },
		"none":           func(exchange) string { return "" },
		"not base64":     func(exchange) string { return "?" },
	} {
		t.Run(name, func(t *testing.T) {
			trust := newMemory()
			s := startTrusting(t, RouteCommand, trust)
			text, key := trust.oneTime()
			raw := dialRaw(t, s, RouteWebSocket)
			raw.prove(proof(raw.greet(key)))
			raw.requireError("v", CodeForbidden)
			raw.requireEnd()
			require.Empty(t, trust.clients)
			require.Contains(t, s.log.String(), "wrong proof")
			_, _, err := PairWebSocket(t.Context(), s.url, testOrigin, testInfo, text)
			require.NoError(t, err, "the key is not spent by somebody else's mistake")
		})
	}
}

// What an eavesdropper has heard on one connection opens no other.
func TestAttackHandshakeReplay(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteCommand, trust)
	key := trust.longTerm()
	first, second := dialRaw(t, s, RouteWebSocket), dialRaw(t, s, RouteWebSocket)
	heard := first.greet(key)
	first.prove(heard.proof(byClient))
	require.Equal(t, "proved", first.hear()["type"])

	second.say(helloWith(KeyID(key), encodeNonce(heard.clientNonce)))
	require.Equal(t, "welcome", second.hear()["type"])
	second.prove(heard.proof(byClient))
	second.requireError("v", CodeForbidden)
	second.requireEnd()
}

func TestBeforeTheProof(t *testing.T) {
	trust := newMemory()
	raw := dialRaw(t, startTrusting(t, RouteCommand, trust), RouteWebSocket)
	e := raw.greet(trust.longTerm())
	for _, name := range []string{"add", "items_query", "subscribe", "confirm", "hello_paired", "status_query"} {
		message := example(t, name)
		var head envelope
		require.NoError(t, json.Unmarshal(message, &head))
		raw.say(string(message))
		raw.requireError(head.ID, CodeForbidden)
	}
	raw.say(`{"type":`)
	raw.requireError("", CodeBadMessage)
	raw.requirePong()

	raw.prove(e.proof(byClient))
	require.Equal(t, map[string]any{"type": "proved", "id": "v"}, raw.hear())
	raw.say(string(example(t, "confirm")))
	require.Equal(t, "confirmed", raw.hear()["type"], "a paired client needs no confirmation")
	require.Empty(t, trust.confirmed)
	raw.say(string(example(t, "add")))
	require.Equal(t, "receipt", raw.hear()["type"])
	raw.prove(e.proof(byClient))
	raw.requireError("v", CodeBadRequest)
}

func TestProofOfTheWrongKind(t *testing.T) {
	trust := newMemory()
	raw := dialRaw(t, startTrusting(t, RouteCommand, trust), RouteWebSocket)
	raw.greet(trust.longTerm())
	raw.say(`{"type":"prove","id":"v","proof":1}`)
	raw.requireError("v", CodeBadRequest)
	raw.requireEnd()
}

// Both clients have the key and a valid proof; the service takes one.
func TestAttackPairingKeyUsedTwice(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteCommand, trust)
	_, key := trust.oneTime()
	raws := []rawClient{dialRaw(t, s, RouteWebSocket), dialRaw(t, s, RouteWebSocket)}
	proofs := []string{raws[0].greet(key).proof(byClient), raws[1].greet(key).proof(byClient)}
	types := make([]any, len(raws))
	var race sync.WaitGroup
	for i, raw := range raws {
		race.Go(func() {
			raw.prove(proofs[i])
			types[i] = raw.hear()["type"]
		})
	}
	race.Wait()
	assert.ElementsMatch(t, []any{"proved", "error"}, types)
	assert.Len(t, trust.clients, 1)
	assert.Contains(t, s.log.String(), "pairing refused")
}

func TestPairingThatCannotBeKept(t *testing.T) {
	trust := newMemory()
	trust.broken = errors.New("disk")
	raw := dialRaw(t, startTrusting(t, RouteCommand, trust), RouteWebSocket)
	_, key := trust.oneTime()
	raw.prove(raw.greet(key).proof(byClient))
	raw.requireError("v", CodeForbidden)
	raw.requireEnd()
}

func TestForgottenWhileConnected(t *testing.T) {
	trust, h := newMemory(), hub{make(chan chan Item, 2)}
	key := trust.longTerm()
	s := startServer(t, RouteCommand, Config{Mux: sampleMux(), Trust: trust, Events: h.events})
	asking, listening := pairedRaw(t, s, key), pairedRaw(t, s, key)
	listening.say(`{"type":"subscribe","id":"s"}`)
	require.Equal(t, "subscribed", listening.hear()["type"])
	trust.forget(key, "")

	asking.say(string(example(t, "add")))
	asking.requireError("2", CodeForbidden)
	asking.requireEnd()
	changes := <-h.subscribers
	changes <- testItem
	requireNoEvent(t, listening)
}

func pairedRaw(t *testing.T, s service, key []byte) rawClient {
	t.Helper()
	raw := dialRaw(t, s, RouteWebSocket)
	raw.prove(raw.greet(key).proof(byClient))
	require.Equal(t, "proved", raw.hear()["type"])
	return raw
}

// requireNoEvent reads to the end of the connection.
func requireNoEvent(t *testing.T, raw rawClient) {
	t.Helper()
	for {
		data, err := raw.ReadMessage()
		if err != nil {
			return
		}
		require.NotContains(t, string(data), testItem.ItemID)
	}
}

// trustingPipe is a door to one server, over memory, for tests of time.
func trustingPipe(t *testing.T, trust Trust) func() rawClient {
	server, err := NewServer(Config{Mux: NewMux(), Trust: trust})
	require.NoError(t, err)
	return func() rawClient {
		near, far := net.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			newConn(server, framed{far}, Peer{Route: RouteWebSocket, Caller: testOrigin}).serve(t.Context())
		}()
		t.Cleanup(func() {
			near.Close()
			<-done
		})
		return rawClient{t, framed{near}}
	}
}

func TestProofMustComeWithinTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		trust := newMemory()
		raw := trustingPipe(t, trust)()
		raw.greet(trust.longTerm())
		begin := time.Now()
		time.Sleep(proveWithin - time.Second)
		raw.requirePong()
		raw.requireError("", CodeForbidden)
		require.Equal(t, proveWithin, time.Since(begin))
		raw.requireEnd()
	})
}

func TestTooManyWrongProofs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		trust := newMemory()
		dial, key := trustingPipe(t, trust), trust.longTerm()
		failBy := []func(raw rawClient){
			func(raw rawClient) {
				raw.greet(key)
				raw.prove("wrong")
			},
			func(raw rawClient) { raw.say(helloWith("0123456789abcdef", encodeNonce(randomBytes(nonceSize)))) },
		}
		for n := range maxAttempts {
			raw := dial()
			failBy[n%2](raw)
			require.Equal(t, CodeForbidden, raw.hear()["code"])
			raw.Close()
			time.Sleep(time.Second)
		}
		refused := dial()
		refused.say(helloWith(KeyID(key), encodeNonce(randomBytes(nonceSize))))
		require.Contains(t, refused.hear()["remedy"], "minute")
		refused.Close()

		time.Sleep(attemptsWithin - maxAttempts*time.Second)
		raw := dial()
		raw.prove(raw.greet(key).proof(byClient))
		require.Equal(t, "proved", raw.hear()["type"])
	})
}

// A browser that is merely not paired asks again and again; that must not lock the paired ones out.
func TestHelloWithoutKeyIsNoAttempt(t *testing.T) {
	trust := newMemory()
	s := startTrusting(t, RouteCommand, trust)
	for range maxAttempts + 1 {
		raw := dialRaw(t, s, RouteWebSocket)
		raw.say(helloMessage)
		raw.requireError("h", CodeForbidden)
	}
	dialRaw(t, s, RouteWebSocket).greet(trust.longTerm())
}
