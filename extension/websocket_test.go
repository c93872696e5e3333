package extension

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask sends a request to the service's port with exactly this Host and these headers, which no client library would.
func ask(t *testing.T, s service, method, path, host string, header http.Header) (int, http.Header, string) {
	t.Helper()
	door, err := url.Parse(s.url)
	require.NoError(t, err)
	conn, err := net.Dial("tcp", door.Host)
	require.NoError(t, err)
	defer conn.Close()
	var request bytes.Buffer
	fmt.Fprintf(&request, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, path, host)
	require.NoError(t, header.Write(&request))
	request.WriteString("\r\n")
	_, err = conn.Write(request.Bytes())
	require.NoError(t, err)

	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	require.NoError(t, err)
	body, err := io.ReadAll(io.LimitReader(resp.Body, max(0, resp.ContentLength)))
	require.NoError(t, err)
	return resp.StatusCode, resp.Header, string(body)
}

func upgrade(origins ...string) http.Header {
	header := http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"},
		"Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="}}
	if origins != nil {
		header["Origin"] = origins
	}
	return header
}

func TestAbout(t *testing.T) {
	s := startService(t, RouteCommand, NewMux(), nil)
	door, err := url.Parse(s.url)
	require.NoError(t, err)
	for name, test := range map[string]struct {
		host    string
		header  http.Header
		status  int
		allowed string
		body    string
	}{
		"the extension":         {door.Host, http.Header{"Origin": {testOrigin}}, 200, testOrigin, about},
		"the extension's GET":   {door.Host, nil, 200, "", about},
		"a page's image":        {door.Host, http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403, "", "forbidden\n"},
		"a neighbour's image":   {door.Host, http.Header{"Sec-Fetch-Site": {"same-site"}}, 403, "", "forbidden\n"},
		"a body":                {door.Host, http.Header{"Content-Length": {"1000000000"}}, 403, "", "forbidden\n"},
		"a page":                {door.Host, http.Header{"Origin": {"https://evil.example"}}, 403, "", "forbidden\n"},
		"a sandboxed page":      {door.Host, http.Header{"Origin": {"null"}}, 403, "", "forbidden\n"},
		"a rebound page":        {"evil.example", nil, 403, "", "forbidden\n"},
		"a page, upper-cased":   {door.Host, http.Header{"Origin": {"CHROME-EXTENSION://abcdefghijklmnopabcdefghijklmnop"}}, 403, "", "forbidden\n"},
		"a page, two of Origin": {door.Host, http.Header{"Origin": {testOrigin, "https://evil.example"}}, 403, "", "forbidden\n"},
	} {
		t.Run(name, func(t *testing.T) {
			status, header, body := ask(t, s, http.MethodGet, "/v1/about", test.host, test.header)
			assert.Equal(t, test.status, status)
			assert.Equal(t, test.allowed, header.Get("Access-Control-Allow-Origin"))
			assert.Equal(t, test.body, body)
		})
	}
}

func TestPreflight(t *testing.T) {
	s := startService(t, RouteCommand, NewMux(), nil)
	door, err := url.Parse(s.url)
	require.NoError(t, err)
	preflight := http.Header{"Access-Control-Request-Method": {"GET"}, "Origin": {testOrigin}}
	status, header, _ := ask(t, s, http.MethodOptions, "/v1/about", door.Host, preflight)
	require.Equal(t, http.StatusNoContent, status)
	require.Equal(t, testOrigin, header.Get("Access-Control-Allow-Origin"))

	preflight.Set("Origin", "https://evil.example")
	status, header, _ = ask(t, s, http.MethodOptions, "/v1/about", door.Host, preflight)
	require.Equal(t, http.StatusForbidden, status)
	require.Empty(t, header.Get("Access-Control-Allow-Origin"))
}

func TestNothingElseIsServed(t *testing.T) {
	s := startService(t, RouteCommand, NewMux(), nil)
	door, err := url.Parse(s.url)
	require.NoError(t, err)
	ours := http.Header{"Origin": {testOrigin}}
	for path, want := range map[string]int{"/": 404, "/v1/": 404, "/v1/about/": 404, "/save_profile/1/": 404, "/v1/socket": 400} {
		status, _, _ := ask(t, s, http.MethodGet, path, door.Host, ours)
		assert.Equal(t, want, status, path)
	}
	status, _, _ := ask(t, s, http.MethodPost, "/v1/about", door.Host, ours)
	assert.Equal(t, http.StatusMethodNotAllowed, status)
	status, _, _ = ask(t, s, http.MethodPost, "/v1/socket", door.Host, upgrade(testOrigin))
	assert.Equal(t, http.StatusMethodNotAllowed, status)
}

func TestWebSocketDoorListensOnLoopbackOnly(t *testing.T) {
	server, err := NewServer(Config{Mux: NewMux()})
	require.NoError(t, err)
	ln, err := net.Listen("tcp", "0.0.0.0:0")
	require.NoError(t, err)
	require.ErrorContains(t, server.ServeWebSocket(t.Context(), ln, nil), "loopback")
	_, err = ln.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
}

func TestWebSocketDoorTakesExactOriginsOnly(t *testing.T) {
	server, err := NewServer(Config{Mux: NewMux()})
	require.NoError(t, err)
	for _, origin := range []string{"", "*", "null", "chrome-extension://*", "example.com"} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.ErrorContains(t, server.ServeWebSocket(t.Context(), ln, []string{origin}), "origin", origin)
	}
}

func TestPeersFromElsewhere(t *testing.T) {
	server, err := NewServer(Config{Mux: NewMux()})
	require.NoError(t, err)
	door, err := server.newWebDoor(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}, nil)
	require.NoError(t, err)
	for peer, want := range map[string]int{"127.0.0.1:5": 200, "[::1]:5": 200, "192.0.2.1:5": 403, "": 403, "@": 403} {
		answer := httptest.NewRecorder()
		req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:80/v1/about", nil)
		req.RemoteAddr = peer
		door.handler().ServeHTTP(answer, req)
		assert.Equal(t, want, answer.Code, "peer %q", peer)
	}
}
