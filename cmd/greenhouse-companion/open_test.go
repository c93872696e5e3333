//go:build linux

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const sampleLink = "http://127.0.0.1:41234/open#a-key-of-no-use"

// fakeBrowser is an xdg-open that notes what it was started with.
func fakeBrowser(t *testing.T, ending string) (called string) {
	t.Helper()
	dir := t.TempDir()
	called = filepath.Join(dir, "called")
	script := "#!/bin/sh\necho \"$@\" >" + called + "\n" + ending + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o755))
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("DISPLAY", ":99")
	return called
}

// TestOpenLink: the key is in a file for the user's eyes only, and not in what the browser is started with.
func TestOpenLink(t *testing.T) {
	called := fakeBrowser(t, "")
	a := &app{dataDir: t.TempDir()}
	require.NoError(t, a.openLink(t.Context(), sampleLink))
	file := filepath.Join(a.dataDir, "run", "dashboard.html")
	started, err := os.ReadFile(called)
	require.NoError(t, err)
	require.Equal(t, file+"\n", string(started))

	info, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	folder, err := os.Stat(filepath.Dir(file))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), folder.Mode().Perm())
	page, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(page), `content="0; url=`+sampleLink+`"`)
}

func TestNoBrowserToOpen(t *testing.T) {
	a := &app{dataDir: t.TempDir()}
	fakeBrowser(t, "exit 3")
	require.Error(t, a.openLink(t.Context(), sampleLink), "it says that it cannot")
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	require.ErrorContains(t, a.openLink(t.Context(), sampleLink), "no screen")
}

func TestBrowserCommands(t *testing.T) {
	for system, want := range map[string][]string{
		"linux":   {"xdg-open", "page.html"},
		"darwin":  {"open", "page.html"},
		"windows": {"rundll32", "url.dll,FileProtocolHandler", "page.html"},
	} {
		name, args := browserCommand(system, "page.html")
		require.Equal(t, want, append([]string{name}, args...), system)
	}
}
