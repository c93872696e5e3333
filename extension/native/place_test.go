package native

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSocketPathIsInTheDataFolder(t *testing.T) {
	dir := filepath.Join(os.TempDir(), "d")
	require.Equal(t, filepath.Join(dir, "run", "client.sock"), SocketPath(dir, ClientSocket))
}

func TestSocketPathOfADeepDataFolder(t *testing.T) {
	deep := filepath.Join(os.TempDir(), strings.Repeat("deep/", 30))
	path := SocketPath(deep, ClientSocket)

	assert.Equal(t, runtime.GOOS == "windows", len(path) > maxSocketPath, "a pipe has no such limit")
	assert.True(t, strings.HasPrefix(path, os.TempDir()))
	assert.Equal(t, path, SocketPath(deep+"/x/..", ClientSocket), "the same folder, written in another way")
	assert.Equal(t, filepath.Dir(path), filepath.Dir(SocketPath(deep, "admin")))
	assert.NotEqual(t, path, SocketPath(deep, "admin"))
	assert.NotEqual(t, path, SocketPath(deep+"x", ClientSocket))
}

// The service and the host may be started in different folders.
func TestSocketPathIsAbsolute(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	require.NoError(t, err)
	require.Equal(t, SocketPath(filepath.Join(here, "data"), "admin"), SocketPath("data", "admin"))
}

func TestDataDir(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the expectations are written with slashes")
	}
	for name, test := range map[string]struct {
		system string
		env    map[string]string
		want   string
	}{
		"linux":              {"linux", map[string]string{"HOME": "/home/rita"}, "/home/rita/.local/share/greenhouse-companion"},
		"linux, XDG":         {"linux", map[string]string{"HOME": "/home/rita", "XDG_DATA_HOME": "/data"}, "/data/greenhouse-companion"},
		"linux, XDG ignored": {"linux", map[string]string{"HOME": "/home/rita", "XDG_DATA_HOME": "data"}, "/home/rita/.local/share/greenhouse-companion"},
		"macOS":              {"darwin", map[string]string{"HOME": "/Users/rita", "XDG_DATA_HOME": "/data"}, "/Users/rita/Library/Application Support/greenhouse-companion"},
		"windows":            {"windows", map[string]string{"LocalAppData": "/c/local"}, "/c/local/greenhouse-companion"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := dataDir(test.system, func(key string) string { return test.env[key] })
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

func TestDataDirWithoutHome(t *testing.T) {
	for system, missing := range map[string]string{"linux": "HOME", "darwin": "HOME", "windows": "LocalAppData"} {
		_, err := dataDir(system, func(string) string { return "" })
		require.ErrorContains(t, err, missing)
	}
}
