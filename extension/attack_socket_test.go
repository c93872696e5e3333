//go:build linux || darwin

package extension

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Somebody who was there first left links in the socket's place, in its lock's place or in the folder's: nothing is made,
// removed or opened where they point, and no client talks to what is there.
func TestAttackSymlinkedSocketPath(t *testing.T) {
	for name, plant := range map[string]func(t *testing.T, path, elsewhere string){
		"the socket": func(t *testing.T, path, elsewhere string) {
			require.NoError(t, os.Mkdir(filepath.Dir(path), 0o700))
			require.NoError(t, os.Symlink(elsewhere, path))
		},
		"its lock": func(t *testing.T, path, elsewhere string) {
			require.NoError(t, os.Mkdir(filepath.Dir(path), 0o700))
			require.NoError(t, os.Symlink(elsewhere+".made", path+".lock"))
		},
		"its folder": func(t *testing.T, path, elsewhere string) {
			require.NoError(t, os.Symlink(filepath.Dir(elsewhere), filepath.Dir(path)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			elsewhere := filepath.Join(t.TempDir(), "client.sock")
			theirs, err := net.Listen("unix", elsewhere)
			require.NoError(t, err)
			defer theirs.Close()
			path := filepath.Join(t.TempDir(), "run", "client.sock")
			plant(t, path, elsewhere)

			_, err = ListenSocket(path)
			require.Error(t, err)
			entries, err := os.ReadDir(filepath.Dir(elsewhere))
			require.NoError(t, err)
			assert.Len(t, entries, 1, "something was made or removed where the link points")
		})
	}
}

func TestAttackSymlinkedSocketPathOfAClient(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "client.sock")
	theirs, err := net.Listen("unix", elsewhere)
	require.NoError(t, err)
	defer theirs.Close()
	folder := filepath.Join(t.TempDir(), "run")
	require.NoError(t, os.Symlink(filepath.Dir(elsewhere), folder))
	_, err = DialSocket(t.Context(), filepath.Join(folder, "client.sock"), testInfo)
	require.ErrorContains(t, err, "link")
}
