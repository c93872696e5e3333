package extension

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListenLoopback(t *testing.T) {
	ln, err := ListenLoopback("127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	_, err = ListenLoopback(ln.Addr().String())
	require.Error(t, err, "two at one place")
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "", "127.0.0.1"} {
		_, err := ListenLoopback(address)
		require.ErrorContains(t, err, "loopback", address)
	}
}
