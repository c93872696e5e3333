package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVersion(t *testing.T) {
	tests := map[string]struct {
		version, want string
	}{
		"as in a tag":      {"v1.2.3", "1.2.3"},
		"plain":            {"1.2.3", "1.2.3"},
		"before a release": {"1.2.3-rc.1", "1.2.3-rc.1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, testRelease(t, project, test.version).version)
		})
	}
	for _, version := range []string{"", "1.2", "dev", "1.2.3 -X main.a=b", "../1.2.3"} {
		_, err := newRelease(t.Context(), project, t.TempDir(), version)
		assert.ErrorContains(t, err, "not in the form", version)
	}
}

// TestExtensionToLoad: without the key the extension would have another id than the service lets in.
func TestExtensionToLoad(t *testing.T) {
	r := testRelease(t, project, "1.2.3")
	require.NoError(t, r.extension(t.Context()))
	require.Len(t, r.made, 3)
	loadable, err := zip.OpenReader(filepath.Join(r.out, "greenhouse-companion-extension_1.2.3_unpacked.zip"))
	require.NoError(t, err)
	defer loadable.Close()
	manifest, err := fs.ReadFile(loadable, "manifest.json")
	require.NoError(t, err)
	assert.Contains(t, string(manifest), `"key": `)
	assert.NotContains(t, names(loadable.File), "package.json")
	assert.Contains(t, names(loadable.File), "background.js")
}

func names(list []*zip.File) []string {
	var names []string
	for _, f := range list {
		names = append(names, f.Name)
	}
	return names
}

func TestArchiveSaysNothingOfTheMachine(t *testing.T) {
	stamp := time.Unix(1700000000, 0)
	content, err := tarGz([]entry{{"a/program", 0o755, []byte("x")}}, stamp)
	require.NoError(t, err)
	unzipped, err := gzip.NewReader(bytes.NewReader(content))
	require.NoError(t, err)
	assert.True(t, unzipped.ModTime.IsZero())
	header, err := tar.NewReader(unzipped).Next()
	require.NoError(t, err)
	assert.Equal(t, []any{"a/program", int64(0o755), "root", "root", 0, 0, stamp.Unix()},
		[]any{header.Name, header.Mode, header.Uname, header.Gname, header.Uid, header.Gid, header.ModTime.Unix()})
}

// TestPlacementsAreTheInstallers: no browser of the installer's table is forgotten, neither when the package places
// manifests nor when it tidies homes.
func TestPlacementsAreTheInstallers(t *testing.T) {
	table, err := os.ReadFile("../testdata/browsers-linux.golden")
	require.NoError(t, err)
	placed, err := placements()
	require.NoError(t, err)
	known := placed.personal
	for _, m := range placed.manifests {
		known = append(known, m.name)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")
	require.NotEmpty(t, lines)
	for _, line := range lines {
		columns := strings.Split(line, " | ")
		assert.Contains(t, known, strings.TrimPrefix(columns[len(columns)-1], "/home/ann/"))
	}
}

func TestUnitIsForPeople(t *testing.T) {
	placed, err := placements()
	require.NoError(t, err)
	assert.Contains(t, string(placed.unit), "[Unit]\nConditionUser=!@system\n")
	assert.Contains(t, string(placed.unit), `ExecStart="/usr/bin/greenhouse-companion" run`+"\n")
}

// TestScriptsAreShell: the shell reads every script without running it, and nothing in it is left to be filled in.
func TestScriptsAreShell(t *testing.T) {
	placed, err := placements()
	require.NoError(t, err)
	scripts, err := filepath.Glob("scripts/*-*.sh")
	require.NoError(t, err)
	require.Len(t, scripts, 10)
	for _, path := range scripts {
		format, name, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".sh"), "-")
		content, err := packageScript(format, name, placed)
		require.NoError(t, err)
		assert.NotContains(t, string(content), "@PERSONAL@")
		_, err = output(t.Context(), ".", nil, "sh", "-n", "-c", string(content))
		assert.NoError(t, err, path)
	}
}

var (
	uses   = regexp.MustCompile(`(?m)^\s*-?\s*uses:.*$`)
	pinned = regexp.MustCompile(`uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+$`)
)

// TestActionsArePinned: a tag can be moved to something else, a commit cannot.
func TestActionsArePinned(t *testing.T) {
	workflows, err := filepath.Glob(filepath.Join(project, ".github/workflows/*.yml"))
	require.NoError(t, err)
	require.NotEmpty(t, workflows)
	for _, path := range workflows {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, line := range uses.FindAllString(string(content), -1) {
			assert.Regexp(t, pinned, line, path)
		}
		assert.Contains(t, string(content), "permissions:\n  contents: read\n", path)
	}
}
