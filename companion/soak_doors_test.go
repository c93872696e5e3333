package companion_test

import (
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/stretchr/testify/require"
)

func (s *soak) dialWebSocket(ctx context.Context) (*extension.Client, error) {
	return extension.DialWebSocket(ctx, s.webSocketURL(), testOrigin, info)
}

func (w *world) dialCommand(ctx context.Context) (*extension.Client, error) {
	return extension.DialSocket(ctx, native.SocketPath(w.dir, companion.AdminSocket), info)
}

// bridge is a browser's side of the native messaging host: it starts the real program for every connection, as a browser
// does, and lets the client of this package talk to its pipes.
type bridge struct {
	binary, dataDir string
	listener        net.Listener
}

func (w *world) hostBridge() *bridge {
	w.t.Helper()
	dir, err := os.MkdirTemp("", "soak") // the path of a socket must be short
	require.NoError(w.t, err)
	w.t.Cleanup(func() { os.RemoveAll(dir) })
	b := &bridge{binary: filepath.Join(dir, "host"), dataDir: w.dir}
	out, err := exec.Command("go", "build", "-o", b.binary, "../cmd/greenhouse-companion-host").CombinedOutput()
	require.NoError(w.t, err, string(out))
	b.listener, err = net.Listen("unix", filepath.Join(dir, "sock"))
	require.NoError(w.t, err)
	w.t.Cleanup(func() { b.listener.Close() })
	go b.accept()
	return b
}

func (b *bridge) accept() {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return
		}
		go b.relay(conn)
	}
}

func (b *bridge) relay(conn net.Conn) {
	defer conn.Close()
	cmd := exec.Command(b.binary, testOrigin+"/")
	cmd.Env = append(os.Environ(), "GREENHOUSE_COMPANION_DATA_DIR="+b.dataDir)
	cmd.Stdout = conn
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return
	}
	go func() {
		io.Copy(stdin, conn)
		stdin.Close()
	}()
	_ = cmd.Run() // its exit is the end of the connection, which the client sees
}

// dial connects through the host, and lets the user allow the browser.
func (b *bridge) dial(ctx context.Context) (*extension.Client, error) {
	client, err := extension.DialSocket(ctx, b.listener.Addr().String(), info)
	if err != nil {
		return nil, err
	}
	if _, err := extension.Call[extension.Confirmed](ctx, client, extension.Confirm{}); err != nil {
		client.Close()
		return nil, err
	}
	return client, nil
}

// jobs are the open jobs that people are added to.
func (w *world) jobs() []extension.ID { return []extension.ID{w.job(0), w.job(1)} }
