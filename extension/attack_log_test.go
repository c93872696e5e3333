package extension

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Nothing a stranger says becomes a line of the log, or steers the terminal that shows the list of clients.
func TestAttackLogInjection(t *testing.T) {
	const injected = "x\\nlevel=ERROR msg=owned \\u001b]0;owned\\u0007\\u202e"
	trust := newMemory()
	s := startTrusting(t, RouteNative, trust)
	for _, first := range []string{
		`{"type":"hello","id":"` + injected + `","protocol":1,"client":{"name":"` + injected + `","version":"` + injected + `"}}`,
		`{"type":"` + injected + `","id":"1"}`,
		`{"type":"hello","id":"1","protocol":"` + injected + `"}`,
		helloWith("OWNED\nlevel=ERROR msg=owned", "owned"),
	} {
		for _, route := range []string{RouteNative, RouteWebSocket} {
			raw := dialRaw(t, s, route)
			raw.say(`{"type":"caller","id":"host","browser_caller":"`+injected+`"}`, first)
			_, _ = raw.ReadMessage()
		}
	}
	for _, path := range []string{"/v1/about?\nowned", "/owned\x1b", "/v1/socket"} {
		conn, err := net.Dial("tcp", "127.0.0.1:"+s.port())
		require.NoError(t, err)
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: owned\x00\r\nOrigin: owned\r\n\r\n", path)
		_, _ = io.ReadAll(conn)
		conn.Close()
	}
	s.stop()
	require.NotContains(t, s.log.String(), "owned")

	require.Equal(t, ClientInfo{Name: "xlevel=ERROR msg=owned ]0;owned", Version: strings.Repeat("é", MaxClientName)},
		ClientInfo{Name: "x\nlevel=ERROR msg=owned \x1b]0;owned\x07\u202e", Version: strings.Repeat("é", MaxClientName+1)}.printable())
}
