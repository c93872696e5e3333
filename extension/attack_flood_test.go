package extension

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

// upgraded is a WebSocket connection without a library, to send what none would.
func upgraded(t *testing.T, s service, extra ...string) (net.Conn, *http.Response) {
	t.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+s.port())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	header := upgrade(testOrigin)
	for key, values := range with(extra...) {
		header[key] = values
	}
	var request bytes.Buffer
	fmt.Fprintf(&request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n", socketDoor, s.port())
	require.NoError(t, header.Write(&request))
	request.WriteString("\r\n")
	_, err = conn.Write(request.Bytes())
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
	return conn, resp
}

const (
	textFrame  = 0x81
	compressed = 0x40
)

// frame is the head of a masked frame whose mask is zero, and so of a body that travels as it is.
func frame(first byte, size uint64) []byte {
	head := binary.BigEndian.AppendUint64([]byte{first, 0x80 | 127}, size)
	return append(head, 0, 0, 0, 0)
}

// taken is how much memory was asked for meanwhile, in bytes. Other tests of this package do not run at the same time.
func taken(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A frame that announces more than there may be costs nothing: what is announced is not what is taken.
func TestAttackOversizedFrame(t *testing.T) {
	s := startTrusting(t, RouteNative, newMemory())
	announced := map[string]func(t *testing.T) net.Conn{
		"WebSocket, 2^62 bytes": func(t *testing.T) net.Conn {
			conn, _ := upgraded(t, s)
			_, err := conn.Write(append(frame(textFrame, 1<<62), make([]byte, maxUnproved+1)...))
			require.NoError(t, err)
			return conn
		},
		"native, 4 GiB": func(t *testing.T) net.Conn {
			conn, err := native.Dial(t.Context(), s.socket)
			require.NoError(t, err)
			t.Cleanup(func() { conn.Close() })
			_, err = conn.Write([]byte{0xff, 0xff, 0xff, 0xff})
			require.NoError(t, err)
			return conn
		},
	}
	for name, attack := range announced {
		t.Run(name, func(t *testing.T) {
			conn := attack(t)
			var said []byte
			memory := taken(func() { said, _ = io.ReadAll(conn) })
			assert.Contains(t, string(said), CodeMessageTooLarge)
			assert.Less(t, memory, uint64(8*MaxMessage))
		})
	}
}

// What a client may send grows only once it has shown who it is.
func TestAttackOversizedFrameBeforeTheProof(t *testing.T) {
	onBothRoutes(t, func(t *testing.T, route string) {
		trust := newMemory()
		raw := dialRaw(t, startTrusting(t, route, trust), route)
		raw.say(`{"type":"hello","id":"` + strings.Repeat("x", maxUnproved) + `"}`)
		raw.requireError("", CodeMessageTooLarge)
		raw.requireEnd()
	})
}

// slowly writes a message's beginning and leaves it at that.
func slowly(t *testing.T, raw rawClient) {
	t.Helper()
	require.NoError(t, raw.NetConn().SetWriteDeadline(time.Time{})) // left over from the last message
	_, err := raw.NetConn().Write([]byte{100, 0, 0, 0, '{'})
	require.NoError(t, err)
}

func TestAttackSlowFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		trust := newMemory()
		dial, key := trustingPipe(t, trust), trust.longTerm()

		begin, stranger := time.Now(), dial()
		slowly(t, stranger)
		stranger.requireError("", CodeHelloRequired)
		require.Equal(t, helloWithin, time.Since(begin))

		known := dial()
		known.prove(known.greet(key).proof(byClient))
		require.Equal(t, "proved", known.hear()["type"])
		for begin = time.Now(); time.Since(begin) < time.Hour; { // silence between messages is no attack
			require.Equal(t, "keepalive", known.hear()["type"])
		}
		begin = time.Now()
		slowly(t, known)
		for {
			if _, err := known.ReadMessage(); err != nil {
				break // until then there are keepalives
			}
		}
		require.Equal(t, messageWithin, time.Since(begin))
	})
}

// A megabyte of zeros is a kilobyte of frames; the door does not take compressed ones.
func TestAttackCompressedBomb(t *testing.T) {
	var bomb bytes.Buffer
	writer, err := flate.NewWriter(&bomb, flate.BestCompression)
	require.NoError(t, err)
	_, err = writer.Write(make([]byte, 64<<20))
	require.NoError(t, err)
	require.NoError(t, writer.Close())

	conn, resp := upgraded(t, startTrusting(t, RouteCommand, newMemory()), "Sec-Websocket-Extensions", "permessage-deflate")
	require.Empty(t, resp.Header.Get("Sec-Websocket-Extensions"))
	memory := taken(func() {
		_, err = conn.Write(append(frame(textFrame|compressed, uint64(bomb.Len())), bomb.Bytes()...))
		_, _ = io.ReadAll(conn)
	})
	require.Less(t, memory, uint64(8*MaxMessage))

	x := startTarget(t)
	x.requireShut(t, map[string]knock{
		"a compressed body": {"POST", here, with("Origin", testOrigin, "Content-Encoding", "gzip", "Content-Length", "1000000")},
		"in chunks":         {"GET", here, with("Origin", testOrigin, "Transfer-Encoding", "chunked")},
	})
}

// Somebody who opens thousands of connections gets 256 at a time; the others are closed, and the private socket stays open.
func TestAttackTenThousandConnections(t *testing.T) {
	s := startTrusting(t, RouteCommand, newMemory())
	before := runtime.NumGoroutine()
	var open []net.Conn
	for range connectionsToTry(t) {
		conn, err := net.Dial("tcp", "127.0.0.1:"+s.port())
		if err == nil {
			open = append(open, conn)
		}
	}
	require.Greater(t, len(open), maxHTTPConnections)
	require.Less(t, runtime.NumGoroutine(), before+2*maxHTTPConnections)
	c := dialEither(t, s, RouteCommand)
	_, err := Call[Pong](t.Context(), c, Ping{})
	require.NoError(t, err)
	for _, conn := range open {
		conn.Close()
	}
	require.Eventually(t, func() bool {
		resp, err := http.Get("http://127.0.0.1:" + s.port() + "/v1/about")
		if err == nil {
			resp.Body.Close()
		}
		return err == nil && resp.StatusCode == http.StatusOK
	}, 10*time.Second, 20*time.Millisecond, "the door opens again")
}

// Requests of the right origin have a pace as well, which counts before anything is said of keys.
func TestAttackTenThousandRequests(t *testing.T) {
	s := startTrusting(t, RouteCommand, newMemory())
	refused := 0
	for range 2 * requestsAtOnce {
		status, header, _ := ask(t, s, http.MethodGet, "/v1/about", "127.0.0.1:"+s.port(), with("Origin", testOrigin))
		if status == http.StatusTooManyRequests {
			require.NotEmpty(t, header.Get("Retry-After"))
			refused++
		}
	}
	require.Positive(t, refused)
	require.Eventually(t, func() bool {
		status, _, _ := ask(t, s, http.MethodGet, "/v1/about", "127.0.0.1:"+s.port(), with("Origin", testOrigin))
		return status == http.StatusOK
	}, 10*time.Second, 20*time.Millisecond)
}
