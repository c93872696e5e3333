//go:build linux || darwin

package extension

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func requireMode(t *testing.T, path string, want fs.FileMode) {
	t.Helper()
	info, err := os.Lstat(path)
	require.NoError(t, err)
	require.Equal(t, want, info.Mode())
}

func TestSocketIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "run", "client.sock")
	ln := listenAt(t, path)
	requireMode(t, path, fs.ModeSocket|0o600)
	requireMode(t, filepath.Dir(path), fs.ModeDir|0o700)
	requireMode(t, filepath.Dir(filepath.Dir(path)), fs.ModeDir|0o700)
	require.NoError(t, ln.Close())
	require.NoFileExists(t, path)
}

func TestOpenFolderIsMadePrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	require.NoError(t, os.Mkdir(dir, 0o755))
	require.NoError(t, os.Chmod(dir, 0o777))
	listenAt(t, filepath.Join(dir, "client.sock"))
	requireMode(t, dir, fs.ModeDir|0o700)
}

func TestFoldersThatAreRefused(t *testing.T) {
	for name, make := range map[string]func(t *testing.T, dir string){
		"a symbolic link": func(t *testing.T, dir string) { require.NoError(t, os.Symlink(t.TempDir(), dir)) },
		"a file":          func(t *testing.T, dir string) { require.NoError(t, os.WriteFile(dir, nil, 0o600)) },
		"somebody else's": func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(dir, 0o700))
			skipUnlessRoot(t)
			require.NoError(t, os.Chown(dir, 65534, 65534))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "run")
			make(t, dir)
			_, err := ListenSocket(filepath.Join(dir, "client.sock"))
			require.Error(t, err)
		})
	}
}

func skipUnlessRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		require.NotEqual(t, "true", os.Getenv("CI"), "CI must run as root")
		t.Skip("only root can give a folder to another user")
	}
}

func TestLiveSocketIsNotTouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run", "client.sock")
	first := listenAt(t, path)
	_, err := ListenSocket(path)
	require.ErrorIs(t, err, ErrInUse)

	// The look at it was a connection too; the next one is ours.
	probe, err := first.Accept()
	require.NoError(t, err)
	probe.Close()
	nc, err := net.Dial("unix", path)
	require.NoError(t, err)
	defer nc.Close()
	_, err = first.Accept()
	require.NoError(t, err)
}

func TestStaleSocketIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run", "client.sock")
	abandon(t, path)
	ln := listenAt(t, path)
	nc, err := net.Dial("unix", path)
	require.NoError(t, err)
	defer nc.Close()
	_, err = ln.Accept()
	require.NoError(t, err)
}

func TestAnythingElseInTheSocketsPlaceIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run", "client.sock")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte("mine"), 0o600))
	_, err := ListenSocket(path)
	require.Error(t, err)
	kept, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "mine", string(kept))
}

// Several services that start after a crash must not take the socket from each other.
func TestOneServiceWinsAStaleSocket(t *testing.T) {
	for range 20 {
		path := filepath.Join(t.TempDir(), "run", "client.sock")
		abandon(t, path)
		var winners atomic.Int32
		var starts sync.WaitGroup
		for range 8 {
			starts.Go(func() {
				if ln, err := ListenSocket(path); err == nil {
					winners.Add(1)
					t.Cleanup(func() { ln.Close() })
				}
			})
		}
		starts.Wait()
		require.EqualValues(t, 1, winners.Load())
	}
}
