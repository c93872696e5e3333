//go:build linux || darwin

package native

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listening is a socket in a folder of its own.
func listening(t *testing.T) (path string) {
	path = filepath.Join(t.TempDir(), "run", "s.sock")
	require.NoError(t, os.Mkdir(filepath.Dir(path), 0o700))
	ln, err := net.Listen("unix", path)
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	return path
}

func TestDial(t *testing.T) {
	nc, err := Dial(t.Context(), listening(t))
	require.NoError(t, err)
	require.NoError(t, nc.Close())
	_, err = Dial(t.Context(), filepath.Join(t.TempDir(), "run", "s.sock"))
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestDialRefusesAForeignFolder(t *testing.T) {
	open := listening(t)
	require.NoError(t, os.Chmod(filepath.Dir(open), 0o770))
	link := filepath.Join(t.TempDir(), "run")
	require.NoError(t, os.Symlink(filepath.Dir(listening(t)), link))
	paths := map[string]string{"open to the group": open, "a link": filepath.Join(link, "s.sock")}
	if os.Geteuid() == 0 {
		paths["somebody else's"] = listening(t)
		require.NoError(t, os.Chown(filepath.Dir(paths["somebody else's"]), 65534, 65534))
	}
	for name, path := range paths {
		_, err := Dial(t.Context(), path)
		assert.ErrorIs(t, err, errForeignFolder, name)
	}
}
