package extension

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

// The whole main route, with the browser played by the test: pipes, the real host, the private socket, the server.
func TestThroughTheNativeHost(t *testing.T) {
	dataDir := t.TempDir()
	path := native.SocketPath(dataDir, native.ClientSocket)
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(path)) })
	ln, err := ListenSocket(path)
	require.NoError(t, err)
	peers := make(chan Peer, 1)
	mux := NewMux()
	Handle(mux, func(ctx context.Context, add Add) (Receipt, error) {
		peers <- PeerFrom(ctx)
		return Receipt{RequestID: add.RequestID, ItemID: "it_01"}, nil
	})
	server, err := NewServer(Config{Mux: mux})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error)
	go func() { served <- server.ServeSocket(ctx, ln, RouteNative) }()

	program := filepath.Join(t.TempDir(), "host.exe")
	out, err := exec.Command("go", "build", "-o", program, "../cmd/greenhouse-companion-host").CombinedOutput()
	require.NoError(t, err, string(out))
	host := exec.Command(program, testOrigin+"/")
	host.Env = append(os.Environ(), "GREENHOUSE_COMPANION_DATA_DIR="+dataDir)
	stdin, err := host.StdinPipe()
	require.NoError(t, err)
	stdout, err := host.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, host.Start())

	for _, name := range []string{"hello", "add"} {
		require.NoError(t, native.WriteFrame(stdin, example(t, name)))
	}
	for _, want := range []string{`"type":"welcome"`, `"type":"receipt"`} {
		answer, err := native.ReadFrame(stdout, native.MaxFrame)
		require.NoError(t, err)
		require.Contains(t, string(answer), want)
	}
	require.Equal(t, Peer{Route: RouteNative, Caller: testOrigin,
		Client: ClientInfo{Name: "greenhouse-companion-extension", Version: "1.0.0"}}, <-peers)
	require.NoError(t, stdin.Close())
	require.NoError(t, host.Wait())
	cancel()
	require.NoError(t, <-served)
}
