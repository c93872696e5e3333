//go:build unix

package installer

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWriteFileMakesWhatIsMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "browser/hosts/host.json")
	changed, err := writeFile(path, []byte("{}"), 0o644)
	require.NoError(t, err)
	assert.True(t, changed)
	holds(t, path, "{}", 0o644)

	info, err := os.Stat(filepath.Dir(filepath.Dir(path)))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm(), "a browser's folder is private")
}

func TestWriteFileLeavesTheRightFileAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "unit")
	before := existing(t, path, "same", 0o600)
	changed, err := writeFile(path, []byte("same"), 0o600)
	require.NoError(t, err)
	assert.False(t, changed)
	after, err := os.Stat(path)
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, after), "the file was replaced")
}

func TestWriteFileReplaces(t *testing.T) {
	for _, c := range []struct {
		name, content string
		mode          os.FileMode
	}{
		{"other content", "old", 0o600},
		{"half of it", "ne", 0o600},
		{"readable by everyone", "new", 0o644},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "unit")
			before := existing(t, path, c.content, c.mode)
			existing(t, path+partial, "left over by a crash, and longer than the new one", 0o666)
			changed, err := writeFile(path, []byte("new"), 0o600)
			require.NoError(t, err)
			assert.True(t, changed)
			holds(t, path, "new", 0o600)
			assert.NoFileExists(t, path+partial)
			after, err := os.Stat(path)
			require.NoError(t, err)
			assert.False(t, os.SameFile(before, after), "a crash while writing in place would leave half a file")
		})
	}
}

func TestWriteFileKeepsTheOldOneWhenItCannotFinish(t *testing.T) {
	path := filepath.Join(t.TempDir(), "unit")
	existing(t, path, "old", 0o600)
	existing(t, filepath.Join(path+partial, "in the way"), "", 0o600)
	_, err := writeFile(path, []byte("new"), 0o600)
	require.Error(t, err)
	holds(t, path, "old", 0o600)
}

func TestRemoveFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "unit")
	existing(t, path+partial, "left over by a crash", 0o600)
	removed, err := removeFile(path)
	require.NoError(t, err)
	assert.True(t, removed)
	assert.NoFileExists(t, path+partial)

	removed, err = removeFile(path)
	require.NoError(t, err)
	assert.False(t, removed, "there was nothing")
}

func existing(t *testing.T, path, content string, mode os.FileMode) os.FileInfo {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(content), mode))
	require.NoError(t, os.Chmod(path, mode))
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info
}

func holds(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, content, string(got))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, mode, info.Mode().Perm())
}
