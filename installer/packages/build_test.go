package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const project = "../.."

var linux = target{"linux", "amd64"}

// testRelease is a release of a project's folder into folders of the test's own.
func testRelease(t *testing.T, root, version string) *release {
	t.Helper()
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	r, err := newRelease(t.Context(), root, t.TempDir(), version)
	require.NoError(t, err)
	r.work = t.TempDir()
	return r
}

// pack packs what was compiled, in the three formats of package managers and as an archive.
func pack(t *testing.T, r *release) {
	t.Helper()
	placed, err := placements()
	require.NoError(t, err)
	for _, format := range formats {
		require.NoError(t, r.linuxPackage(linux, format, placed))
	}
	entries, err := r.archiveEntries(linux)
	require.NoError(t, err)
	for name, archive := range map[string]func() ([]byte, error){
		"archive.tar.gz": func() ([]byte, error) { return tarGz(entries, r.time) },
		"archive.zip":    func() ([]byte, error) { return zipped(entries, r.time) },
	} {
		content, err := archive()
		require.NoError(t, err)
		require.NoError(t, r.write(name, content))
	}
}

// copyProject copies what git knows or would take in.
func copyProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := output(t.Context(), project, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	require.NoError(t, err)
	for _, name := range strings.Split(strings.Trim(string(out), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(project, name))
		if os.IsNotExist(err) {
			continue // removed, and git not told yet
		}
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	return dir
}

// need keeps a missing tool from hiding a missing test: with CI=true it fails.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		require.NotEqual(t, "true", os.Getenv("CI"), "%s is missing, and this test may not be skipped here", tool)
		t.Skip(tool + " is missing")
	}
}
