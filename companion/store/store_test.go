package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/stretchr/testify/require"
)

func TestAccounts(t *testing.T) {
	dir := t.TempDir()
	s := store.Open(dir)
	none, err := s.Accounts()
	require.NoError(t, err)
	require.Empty(t, none)

	require.NoError(t, s.PutAccount(store.Account{Name: "sandbox", UserID: 1}))
	require.NoError(t, s.PutAccount(store.Account{Name: "default", UserID: 9007199254740993}))
	require.NoError(t, s.PutAccount(store.Account{Name: "sandbox", UserID: 3}))

	again := store.Open(dir)
	got, found, err := again.Account("sandbox")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, int64(3), got.UserID)
	all, err := again.Accounts()
	require.NoError(t, err)
	require.Equal(t, []string{"default", "sandbox"}, []string{all[0].Name, all[1].Name})
	require.Equal(t, int64(9007199254740993), all[0].UserID, "64-bit ids survive")
	_, found, err = again.Account("other")
	require.NoError(t, err)
	require.False(t, found)
}

func TestDamagedAccountsFileIsNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "accounts.json")
	require.NoError(t, os.WriteFile(path, []byte(`[{"name":`), 0o600))
	_, err := store.Open(dir).Accounts()
	require.ErrorContains(t, err, "connect again")
	require.Error(t, store.Open(dir).PutAccount(store.Account{Name: "default"}))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, `[{"name":`, string(data))
}

func TestWriteFileReplacesAsAWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.json")
	require.NoError(t, os.WriteFile(path, []byte("old and longer"), 0o666))
	require.NoError(t, store.WriteFile(path, []byte("new")))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "new", string(data))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "its owner's only")
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "no temporary file stays")
	require.Error(t, store.WriteFile(filepath.Join(path, "under a file"), nil))
}
