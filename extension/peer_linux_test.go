package extension

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

const dialVariable = "EXTENSION_TEST_DIAL"

// TestMain lets the test program run as another user, who connects and reports what was heard.
func TestMain(m *testing.M) {
	if path := os.Getenv(dialVariable); path != "" {
		os.Exit(dialAsOther(path))
	}
	os.Exit(m.Run())
}

func dialAsOther(path string) int {
	nc, err := net.Dial("unix", path)
	if err != nil {
		return 2
	}
	if n, _ := nc.Read(make([]byte, 1)); n > 0 {
		return 3
	}
	return 0
}

// Permissions could be loosened by mistake; the peer is checked all the same.
func TestAttackAnotherUserOnTheSocket(t *testing.T) {
	skipUnlessRoot(t)
	dir, err := os.MkdirTemp("", "peer")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "client.sock")
	ln := listenAt(t, path)
	require.NoError(t, os.Chmod(dir, 0o755))
	require.NoError(t, os.Chmod(path, 0o666))
	program := filepath.Join(dir, "test")
	self, err := os.ReadFile("/proc/self/exe")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(program, self, 0o755))

	go func() {
		nc, err := ln.Accept()
		if err == nil {
			nc.Write([]byte("x"))
			nc.Close()
		}
	}()
	other := exec.Command(program)
	other.Env = []string{dialVariable + "=" + path}
	other.Dir = "/"
	other.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	require.NoError(t, other.Run())

	nc, err := net.Dial("unix", path)
	require.NoError(t, err)
	defer nc.Close()
	n, err := nc.Read(make([]byte, 1))
	require.NoError(t, err)
	require.Equal(t, 1, n, "this user is heard")
}
