package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/stretchr/testify/require"
)

var (
	fileKey = bytes.Repeat([]byte{7}, 32)
	resume  = []byte("%PDF-1.7 Ada Example, ada@example.com")
)

func openFiles(t *testing.T, dir string, key []byte) *store.Files {
	t.Helper()
	files, err := store.OpenFiles(dir, key)
	require.NoError(t, err)
	return files
}

func put(t *testing.T, files *store.Files, content []byte) string {
	t.Helper()
	hash, err := files.Put(content)
	require.NoError(t, err)
	return hash
}

// onlyFile is the path of the one file in the folder.
func onlyFile(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	return filepath.Join(dir, entries[0].Name())
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func age(t *testing.T, path string, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	require.NoError(t, os.Chtimes(path, then, then))
}

func TestFilesRoundTrip(t *testing.T) {
	for name, content := range map[string][]byte{
		"text": resume, "empty": {}, "large": bytes.Repeat([]byte("0123456789abcdef"), 1<<17), "binary": {0, 255, 0, 13, 10},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "files")
			files := openFiles(t, dir, fileKey)
			require.False(t, files.Has(hashOf(content)))
			hash := put(t, files, content)
			require.Equal(t, hashOf(content), hash)
			require.Equal(t, hash, put(t, files, content), "once more changes nothing")

			again := openFiles(t, dir, fileKey)
			got, err := again.Get(hash)
			require.NoError(t, err)
			require.Equal(t, string(content), string(got))
			require.True(t, again.Has(hash))
			require.NoError(t, again.Confirm(hash))
			onlyFile(t, dir)
		})
	}
}

// TestDiskTellsNothing: neither name nor content says whose file it is or which, and nobody else may look.
func TestDiskTellsNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "files")
	hash := put(t, openFiles(t, dir, fileKey), resume)
	path := onlyFile(t, dir)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotEqual(t, hash, filepath.Base(path))
	require.NotContains(t, string(data), "Ada")
	require.NotContains(t, string(data), hash)

	put(t, openFiles(t, dir, fileKey), resume)
	again, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotEqual(t, data, again, "no nonce twice")

	for path, want := range map[string]os.FileMode{dir: 0o700, path: 0o600} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, want, info.Mode().Perm())
	}
}

func TestFilesOfAnotherKey(t *testing.T) {
	dir := t.TempDir()
	hash := put(t, openFiles(t, dir, fileKey), resume)
	other := openFiles(t, dir, bytes.Repeat([]byte{8}, 32))
	_, err := other.Get(hash)
	require.ErrorIs(t, err, store.ErrNoFile)
	require.False(t, other.Has(hash))
	require.ErrorIs(t, other.Confirm(hash), store.ErrNoFile)

	mine := onlyFile(t, dir)
	data, err := os.ReadFile(mine)
	require.NoError(t, err)
	put(t, other, resume)
	require.NoError(t, os.Remove(mine))
	require.NoError(t, os.WriteFile(onlyFile(t, dir), data, 0o600))
	_, err = other.Get(hash)
	require.ErrorIs(t, err, store.ErrFileDamaged, "also under the right name")
}

func TestDamagedFiles(t *testing.T) {
	flip := func(at int) func([]byte) []byte {
		return func(data []byte) []byte {
			data[(at+len(data))%len(data)] ^= 1
			return data
		}
	}
	for name, damage := range map[string]func([]byte) []byte{
		"flipped nonce":   flip(92),
		"flipped content": flip(92 + 12 + 3),
		"flipped tag":     flip(-1),
		"truncated":       func(data []byte) []byte { return data[:len(data)-1] },
		"only the head":   func(data []byte) []byte { return data[:92] },
		"half a head":     func(data []byte) []byte { return data[:40] },
		"nothing":         func([]byte) []byte { return nil },
		"longer":          func(data []byte) []byte { return append(data, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			files := openFiles(t, dir, fileKey)
			hash := put(t, files, resume)
			path := onlyFile(t, dir)
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, damage(data), 0o600))
			_, err = files.Get(hash)
			require.ErrorIs(t, err, store.ErrFileDamaged)
			require.ErrorIs(t, files.Confirm(hash), store.ErrFileDamaged)

			put(t, files, resume)
			require.NoError(t, files.Confirm(hash), "putting it again mends it")
		})
	}
}

// TestFilesAreNotExchanged: one stored file under the name of another is damage, not that other file.
func TestFilesAreNotExchanged(t *testing.T) {
	dir := t.TempDir()
	files := openFiles(t, dir, fileKey)
	hash := put(t, files, resume)
	path := onlyFile(t, dir)
	elsewhere := t.TempDir()
	put(t, openFiles(t, elsewhere, fileKey), []byte("somebody else's"))
	require.NoError(t, os.Rename(onlyFile(t, elsewhere), path))
	_, err := files.Get(hash)
	require.ErrorIs(t, err, store.ErrFileDamaged)
}

// TestHalfWrittenFileIsNeverVisible: a crash between two bytes leaves the old state and something for Sweep.
func TestHalfWrittenFileIsNeverVisible(t *testing.T) {
	dir := t.TempDir()
	files := openFiles(t, dir, fileKey)
	hash := put(t, files, resume)
	path := onlyFile(t, dir)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	half := path + ".tmp-123"
	require.NoError(t, os.WriteFile(half, data[:len(data)/2], 0o600))
	require.NoError(t, os.Remove(path))
	require.False(t, files.Has(hash))
	_, err = files.Get(hash)
	require.ErrorIs(t, err, store.ErrNoFile)

	age(t, half, time.Hour)
	removed, err := files.Sweep(func(string) bool { return true }, time.Minute)
	require.NoError(t, err)
	require.Equal(t, 1, removed)
	require.NoFileExists(t, half)
}

func TestSweep(t *testing.T) {
	wanted, young, old, mangled := []byte("wanted"), []byte("young"), []byte("old"), []byte("mangled")
	dir := t.TempDir()
	files := openFiles(t, dir, fileKey)
	for _, content := range [][]byte{wanted, old, mangled} {
		put(t, files, content)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		age(t, filepath.Join(dir, entry.Name()), time.Hour)
	}
	put(t, files, young)
	mangle(t, dir, files, hashOf(mangled))

	var asked []string
	keep := func(hash string) bool {
		asked = append(asked, hash)
		return hash == hashOf(wanted)
	}
	removed, err := files.Sweep(keep, time.Minute)
	require.NoError(t, err)
	require.Equal(t, 2, removed)
	require.ElementsMatch(t, []string{hashOf(wanted), hashOf(old)}, asked, "only what is old is asked about")
	for content, there := range map[string]bool{"wanted": true, "young": true, "old": false, "mangled": false} {
		require.Equal(t, there, files.Has(hashOf([]byte(content))), content)
	}
}

// mangle breaks the head of the file with this hash and leaves its age.
func mangle(t *testing.T, dir string, files *store.Files, hash string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.Rename(path, path+".away"))
		isIt := !files.Has(hash)
		require.NoError(t, os.Rename(path+".away", path))
		if isIt {
			data[20] ^= 1
			require.NoError(t, os.WriteFile(path, data, 0o600))
			age(t, path, time.Hour)
		}
	}
}

// TestConfirmIsUse: what was just promised is not swept away under the promise.
func TestConfirmIsUse(t *testing.T) {
	dir := t.TempDir()
	files := openFiles(t, dir, fileKey)
	hash := put(t, files, resume)
	age(t, onlyFile(t, dir), time.Hour)
	require.NoError(t, files.Confirm(hash))
	removed, err := files.Sweep(func(string) bool { return false }, time.Minute)
	require.NoError(t, err)
	require.Zero(t, removed)
	require.True(t, files.Has(hash))
}

// TestConfirmAgainstSweep: whoever wins, a confirmed file is there.
func TestConfirmAgainstSweep(t *testing.T) {
	dir := t.TempDir()
	files := openFiles(t, dir, fileKey)
	for range 50 {
		hash := put(t, files, resume)
		age(t, onlyFile(t, dir), time.Hour)
		var confirmed error
		var both sync.WaitGroup
		both.Go(func() { confirmed = files.Confirm(hash) })
		both.Go(func() { _, _ = files.Sweep(func(string) bool { return false }, time.Minute) })
		both.Wait()
		require.Equal(t, confirmed == nil, files.Has(hash))
	}
}

func TestOpenFilesRefuses(t *testing.T) {
	_, err := store.OpenFiles(t.TempDir(), nil)
	require.ErrorContains(t, err, "no key")
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	_, err = store.OpenFiles(filepath.Join(path, "under a file"), fileKey)
	require.Error(t, err)
}
