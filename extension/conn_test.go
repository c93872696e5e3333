package extension

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

const helloMessage = `{"type":"hello","id":"h","protocol":1,"client":{"name":"raw","version":"0"}}`

// rawClient speaks the transport by hand, so that it can say what a Client never would.
type rawClient struct {
	t *testing.T
	transport
}

// ReadMessage waits for as long as it takes.
func (r rawClient) ReadMessage() ([]byte, error) {
	return r.transport.ReadMessage(MaxMessage, func() {})
}

func dialRaw(t *testing.T, s service, route string) rawClient {
	t.Helper()
	if route == RouteWebSocket {
		ws, _, err := websocket.DefaultDialer.Dial(s.url, http.Header{"Origin": {testOrigin}})
		require.NoError(t, err)
		t.Cleanup(func() { ws.Close() })
		return rawClient{t, webSocket{ws}}
	}
	nc, err := native.Dial(t.Context(), s.socket)
	require.NoError(t, err)
	t.Cleanup(func() { nc.Close() })
	return rawClient{t, framed{nc}}
}

func (r rawClient) say(messages ...string) {
	r.t.Helper()
	for _, message := range messages {
		require.NoError(r.t, r.WriteMessage([]byte(message)))
	}
}

// hear returns the next message.
func (r rawClient) hear() map[string]any {
	r.t.Helper()
	data, err := r.ReadMessage()
	require.NoError(r.t, err)
	var message map[string]any
	require.NoError(r.t, json.Unmarshal(data, &message))
	return message
}

func (r rawClient) requireError(id, code string) {
	r.t.Helper()
	message := r.hear()
	require.Equal(r.t, "error", message["type"], message)
	require.Equal(r.t, code, message["code"], message)
	require.Equal(r.t, id, message["id"], message)
	require.NotEmpty(r.t, message["meaning"])
}

func (r rawClient) requireEnd() {
	r.t.Helper()
	_, err := r.ReadMessage()
	require.Error(r.t, err)
	netErr, ok := errors.AsType[net.Error](err)
	require.False(r.t, ok && netErr.Timeout())
}

func TestWelcome(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		raw := dialRaw(t, startService(t, route, NewMux(), nil), route)
		raw.say(`{"type":"hello","id":"h","protocol":1,"future":true}`)
		require.Equal(t, map[string]any{"type": "welcome", "id": "h", "protocol": 1.0, "confirmed": true,
			"service": map[string]any{"name": "greenhouse-companion", "version": "1.2.3"}}, raw.hear())
	})
}

func TestClientsThatAreTurnedAway(t *testing.T) {
	for name, test := range map[string]struct {
		first, id, code, remedy string
	}{
		"request before hello": {`{"type":"ping","id":"1"}`, "1", CodeHelloRequired, ""},
		"not JSON":             {`hello`, "", CodeBadMessage, ""},
		"no id":                {`{"type":"hello","protocol":1}`, "", CodeBadMessage, ""},
		"wrong kind":           {`{"type":"hello","id":"1","protocol":"one"}`, "1", CodeBadRequest, ""},
		"newer than we are":    {`{"type":"hello","id":"1","protocol":2}`, "1", CodeProtocolVersion, "Update greenhouse-companion on this computer."},
		"too old":              {`{"type":"hello","id":"1","protocol":0}`, "1", CodeProtocolVersion, "Update the browser extension."},
	} {
		t.Run(name, func(t *testing.T) {
			onBothRoutes(t, func(t *testing.T, route string) {
				raw := dialRaw(t, startService(t, route, NewMux(), nil), route)
				raw.say(test.first)
				message := raw.hear()
				require.Equal(t, test.code, message["code"])
				require.Equal(t, test.id, message["id"])
				remedy, _ := message["remedy"].(string)
				require.Equal(t, test.remedy, remedy)
				raw.requireEnd()
			})
		})
	}
}

func TestCallerComesFromTheNativeHostOnly(t *testing.T) {
	caller := string(example(t, "caller"))
	t.Run("native", func(t *testing.T) {
		raw := dialRaw(t, startService(t, RouteNative, NewMux(), nil), RouteNative)
		raw.say(caller, helloMessage)
		require.Equal(t, "welcome", raw.hear()["type"])
	})
	for _, route := range []string{RouteCommand, RouteWebSocket} {
		t.Run(route, func(t *testing.T) {
			raw := dialRaw(t, startService(t, route, NewMux(), nil), route)
			raw.say(caller)
			raw.requireError("host", CodeHelloRequired)
			raw.requireEnd()
		})
	}
}

func TestMistakesThatTheConnectionSurvives(t *testing.T) {
	long := strings.Repeat("é", maxID)
	for name, test := range map[string]struct {
		message, id, code string
	}{
		"not JSON":      {`{"type":`, "", CodeBadMessage},
		"empty":         {``, "", CodeBadMessage},
		"a list":        {`[{"type":"ping","id":"1"}]`, "", CodeBadMessage},
		"null":          {`null`, "", CodeBadMessage},
		"no id":         {`{"type":"ping"}`, "", CodeBadMessage},
		"id too long":   {`{"type":"ping","id":"` + long + `x"}`, "", CodeBadMessage},
		"id a number":   {`{"type":"ping","id":7}`, "", CodeBadMessage},
		"no type":       {`{"id":"7"}`, "7", CodeBadMessage},
		"unknown type":  {`{"type":"teleport","id":"` + long + `"}`, long, CodeUnknownType},
		"hello again":   {helloMessage, "h", CodeBadRequest},
		"wrong kind":    {`{"type":"add","id":"7","request_id":{}}`, "7", CodeBadRequest},
		"deeply nested": {strings.Repeat("[", 100_000), "", CodeBadMessage},
	} {
		t.Run(name, func(t *testing.T) {
			onBothRoutes(t, func(t *testing.T, route string) {
				raw := dialRaw(t, startService(t, route, sampleMux(), nil), route)
				raw.say(helloMessage)
				raw.hear()
				raw.say(test.message)
				raw.requireError(test.id, test.code)
				raw.say(`{"type":"ping","id":"still here"}`)
				require.Equal(t, map[string]any{"type": "pong", "id": "still here"}, raw.hear())
			})
		})
	}
}

func TestMessageThatIsTooLarge(t *testing.T) {
	pad := func(size int) string {
		head := `{"type":"ping","id":"1","x":"`
		return head + strings.Repeat("x", size-len(head)-2) + `"}`
	}
	t.Run("largest allowed", func(t *testing.T) {
		onBothRoutes(t, func(t *testing.T, route string) {
			raw := dialRaw(t, startService(t, route, NewMux(), nil), route)
			raw.say(helloMessage, pad(MaxMessage))
			require.Equal(t, "welcome", raw.hear()["type"])
			require.Equal(t, "pong", raw.hear()["type"])
		})
	})
	t.Run("one more over websocket", func(t *testing.T) {
		raw := dialRaw(t, startService(t, RouteWebSocket, NewMux(), nil), RouteWebSocket)
		raw.say(helloMessage, pad(MaxMessage+1))
		require.Equal(t, "welcome", raw.hear()["type"])
		raw.requireError("", CodeMessageTooLarge)
		raw.requireEnd()
	})
	t.Run("one more over a socket", func(t *testing.T) {
		raw := dialRaw(t, startService(t, RouteNative, NewMux(), nil), RouteNative)
		raw.say(helloMessage)
		require.Equal(t, "welcome", raw.hear()["type"])
		_, err := raw.NetConn().Write(append([]byte{1, 0, 16, 0}, pad(MaxMessage+1)...))
		require.NoError(t, err)
		raw.requireError("", CodeMessageTooLarge)
		raw.requireEnd()
	})
}

// pipe serves one connection over memory, for tests of time.
func pipe(t *testing.T, route string) net.Conn {
	server, err := NewServer(Config{Mux: NewMux()})
	require.NoError(t, err)
	near, far := net.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		newConn(server, framed{far}, Peer{Route: route}).serve(t.Context())
	}()
	t.Cleanup(func() {
		near.Close()
		<-done
	})
	return near
}

func TestHelloMustComeWithinTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		raw := rawClient{t, framed{pipe(t, RouteNative)}}
		begin := time.Now()
		raw.requireError("", CodeHelloRequired)
		require.Equal(t, helloWithin, time.Since(begin))
		raw.requireEnd()
	})
}

func TestNoTimeLimitAfterHello(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		raw := rawClient{t, framed{pipe(t, RouteNative)}}
		time.Sleep(helloWithin - time.Nanosecond)
		raw.say(helloMessage)
		raw.hear()
		time.Sleep(time.Hour)
		raw.say(`{"type":"ping","id":"1"}`)
		require.Equal(t, "pong", raw.hear()["type"])
	})
}

// The keepalive belongs to the route; what carries it does not matter to it.
func TestKeepaliveOnTheWebSocketRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		raw := rawClient{t, framed{pipe(t, RouteWebSocket)}}
		begin := time.Now()
		raw.say(helloMessage)
		raw.hear()
		for range 3 {
			require.Equal(t, map[string]any{"type": "keepalive"}, raw.hear())
		}
		require.Equal(t, 3*keepaliveEvery, time.Since(begin))
	})
}

// One answer that nobody takes ends the connection; the answers behind it get no time of their own.
func TestClientThatDoesNotReadIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near := pipe(t, RouteNative)
		raw := rawClient{t, framed{near}}
		raw.say(helloMessage, `{"type":"ping","id":"1"}`, `{"type":"ping","id":"2"}`)
		time.Sleep(writeWithin + time.Second)
		_, err := near.Write([]byte{0})
		require.ErrorIs(t, err, io.ErrClosedPipe)
	})
}
