package extension

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzHandshake says anything, line by line, in the place of hello and proof: no handler is ever reached.
func FuzzHandshake(f *testing.F) {
	f.Add(string(example(f, "hello_paired")) + "\x00" + string(example(f, "prove")) + "\x00" + string(example(f, "add")))
	f.Add(helloMessage + "\x00" + `{"type":"prove","id":"1","proof":""}` + "\x00" + `{"type":"confirm","id":"2"}`)
	f.Fuzz(func(t *testing.T, script string) {
		trust := newMemory()
		trust.oneTime()
		mux := NewMux()
		Handle(mux, func(context.Context, Add) (Receipt, error) {
			t.Error("a stranger was heard")
			return Receipt{}, nil
		})
		server, err := NewServer(Config{Mux: mux, Trust: trust})
		require.NoError(t, err)
		near, far := net.Pipe()
		go func() {
			defer near.Close()
			for message := range strings.SplitSeq(script, "\x00") {
				if (framed{near}).WriteMessage([]byte(message)) != nil {
					return
				}
			}
		}()
		go drain(near)
		newConn(server, framed{far}, Peer{Route: RouteWebSocket, Caller: testOrigin}).serve(t.Context())
		require.Empty(t, trust.clients)
	})
}

func drain(conn net.Conn) {
	buf := make([]byte, 1<<12)
	for {
		if _, err := conn.Read(buf); err != nil {
			return
		}
	}
}

// FuzzWebSocketFrame sends anything after the upgrade; nothing of it is an add, and the door survives.
func FuzzWebSocketFrame(f *testing.F) {
	f.Add(append(frame(textFrame, uint64(len(helloMessage))), helloMessage...))
	f.Add(frame(textFrame|compressed, 1<<62))
	f.Add([]byte{0x88, 0x80, 0, 0, 0, 0, 0x89, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		server, err := NewServer(Config{Mux: NewMux(), Trust: newMemory()})
		require.NoError(t, err)
		door, err := server.newWebDoor(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, []string{testOrigin})
		require.NoError(t, err)
		near, far := net.Pipe()
		go func() {
			defer near.Close()
			_, _ = near.Write(data)
		}()
		req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:80"+socketDoor, nil)
		req.Header = upgrade(testOrigin)
		req.RemoteAddr = "127.0.0.1:1"
		go drain(near)
		door.handler().ServeHTTP(hijacked{httptest.NewRecorder(), far}, req)
	})
}

// hijacked is a response whose connection is the test's own.
type hijacked struct {
	http.ResponseWriter
	conn net.Conn
}

func (h hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.conn, bufio.NewReadWriter(bufio.NewReader(h.conn), bufio.NewWriter(h.conn)), nil
}

// FuzzStarterKit asks for anything: only the one path with one id, for the one origin or with the token, has an effect.
func FuzzStarterKit(f *testing.F) {
	f.Add("GET", savePerson, "localhost:80", testOrigin, "")
	f.Add("GET", savePerson, "127.0.0.1:80", "", "Bearer "+testToken)
	f.Add("HEAD", "/save_profile/1/?a", "127.0.0.1:80", "null", "Bearer ")
	f.Fuzz(func(t *testing.T, method, path, host, origin, authorization string) {
		var saved []ID
		server, err := NewServer(Config{Mux: NewMux()})
		require.NoError(t, err)
		door, err := server.newStarterKitDoor(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, StarterKit{
			Origins: []string{testOrigin}, IsToken: func(token string) bool { return token == testToken },
			Save: func(_ context.Context, profile ID) (Receipt, error) {
				saved = append(saved, profile)
				return Receipt{}, nil
			},
		})
		require.NoError(t, err)
		req, err := http.NewRequest(method, "http://x", nil)
		if err != nil {
			return // no server would be given that
		}
		if parsed, err := req.URL.Parse(path); err == nil {
			req.URL = parsed
		}
		req.Host, req.RemoteAddr = host, "127.0.0.1:1"
		if origin != "" {
			req.Header.Set("Origin", origin)
		}
		if authorization != "" {
			req.Header.Set("Authorization", authorization)
		}
		answer := httptest.NewRecorder()
		door.handler().ServeHTTP(answer, req)
		known := origin == testOrigin || origin == "" && authorization == "Bearer "+testToken
		ours := host == "localhost:80" || host == "127.0.0.1:80"
		if len(saved) > 0 {
			require.True(t, known && ours && method == http.MethodGet, "%s %s", method, path)
			require.Positive(t, saved[0])
		}
	})
}
