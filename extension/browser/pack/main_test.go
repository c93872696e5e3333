package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const source = ".."

// pack packs the real extension and returns the zips' paths by store.
func pack(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, run([]string{"-from", source, "-out", dir}))
	zips := map[string]string{}
	for _, s := range stores {
		found, err := filepath.Glob(filepath.Join(dir, "greenhouse-companion-extension-*-"+s.name+".zip"))
		require.NoError(t, err)
		require.Len(t, found, 1, s.name)
		zips[s.name] = found[0]
	}
	return zips
}

func open(t *testing.T, name string) *zip.ReadCloser {
	t.Helper()
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	t.Cleanup(func() { r.Close() })
	return r
}

func manifestIn(t *testing.T, name string) manifest {
	t.Helper()
	content, err := fs.ReadFile(open(t, name), "manifest.json")
	require.NoError(t, err)
	var m manifest
	require.NoError(t, json.Unmarshal(content, &m))
	return m
}

// TestEachStoreGetsItsOwnManifest: what is foreign to a store is gone, and everything else is the same for both.
func TestEachStoreGetsItsOwnManifest(t *testing.T) {
	zips := pack(t)
	chromium, firefox := manifestIn(t, zips["chromium"]), manifestIn(t, zips["firefox"])
	assert.Equal(t, map[string]any{"service_worker": "background.js", "type": "module"}, chromium["background"])
	assert.Equal(t, map[string]any{"scripts": []any{"background.js"}, "type": "module"}, firefox["background"])
	assert.Contains(t, chromium["permissions"], "sidePanel")
	assert.NotContains(t, firefox["permissions"], "sidePanel")
	for _, name := range []string{"key", "browser_specific_settings", "sidebar_action"} {
		assert.NotContains(t, chromium, name)
	}
	for _, name := range []string{"key", "minimum_chrome_version", "side_panel"} {
		assert.NotContains(t, firefox, name)
	}
	for _, name := range []string{"content_security_policy", "name", "optional_host_permissions", "options_ui", "version"} {
		assert.Equal(t, chromium[name], firefox[name], name)
	}
}

// TestLeastIsAskedFor: nothing runs in a page, nothing of ours can be loaded by one, and no page may speak to us.
func TestLeastIsAskedFor(t *testing.T) {
	for store, name := range pack(t) {
		m := manifestIn(t, name)
		for _, foreign := range []string{"content_scripts", "externally_connectable", "host_permissions", "web_accessible_resources"} {
			assert.NotContains(t, m, foreign, store)
		}
		assert.Equal(t, []any{"https://search.amazinghiring.com/*"}, m["optional_host_permissions"], store)
		allowed := []string{"activeTab", "alarms", "nativeMessaging", "scripting", "sidePanel", "storage"}
		assert.Subset(t, allowed, m["permissions"], store)
	}
}

// TestNothingOfTheDevelopersShips, and whatever a shipped file refers to by its place is there: the browsers' tests, which
// use the packed extension, show that.
func TestNothingOfTheDevelopersShips(t *testing.T) {
	for store, name := range pack(t) {
		var names []string
		for _, f := range open(t, name).File {
			names = append(names, f.Name)
			assert.Contains(t, []string{".css", ".html", ".js", ".json", ".png"}, path.Ext(f.Name), store)
			assert.Contains(t, []string{".", "export", "icons", "options", "panel"}, path.Dir(f.Name), store)
		}
		assert.Subset(t, names, []string{"manifest.json", "background.js", "panel/panel.html", "icons/128.png"}, store)
		assert.NotContains(t, names, "package.json", store)
	}
}

// TestSameSourceSameBytes: neither the time nor the files' times matter.
func TestSameSourceSameBytes(t *testing.T) {
	copied := t.TempDir()
	require.NoError(t, os.CopyFS(copied, onlyShipped(t)))
	m, err := readManifest(source)
	require.NoError(t, err)
	first, err := packed(source, m)
	require.NoError(t, err)
	second, err := packed(copied, m)
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, second))
	for _, f := range open(t, pack(t)["firefox"]).File {
		require.Equal(t, time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), f.Modified.UTC(), f.Name)
	}
}

// onlyShipped is the packed extension as a file system; copying it gives every file a new time.
func onlyShipped(t *testing.T) fs.FS {
	t.Helper()
	return open(t, pack(t)["chromium"])
}

// TestMissingPart: a list that does not fit the folder any more is an error, not a zip without the part.
func TestMissingPart(t *testing.T) {
	copied := t.TempDir()
	require.NoError(t, os.CopyFS(copied, onlyShipped(t)))
	require.NoError(t, os.RemoveAll(filepath.Join(copied, "panel")))
	require.ErrorContains(t, run([]string{"-from", copied, "-out", t.TempDir()}), "there is no panel/*")
}

// TestFirefoxStoreLint asks the checker that addons.mozilla.org and web-ext use: https://github.com/mozilla/addons-linter.
func TestFirefoxStoreLint(t *testing.T) {
	linter := filepath.Join(source, "node_modules/.bin/addons-linter")
	if _, err := os.Stat(linter); err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "addons-linter is missing")
		t.Skip("addons-linter is missing: run npm ci in extension/browser")
	}
	out, err := exec.Command(linter, "--output=json", pack(t)["firefox"]).Output()
	var report struct {
		Summary          map[string]int
		Errors, Warnings []struct{ Code, Message, File string }
	}
	require.NoError(t, json.Unmarshal(out, &report), "%s", out)
	require.NoError(t, err, "%+v", report.Errors)
	require.Contains(t, report.Summary, "errors")
	require.Empty(t, report.Errors)
	require.Empty(t, report.Warnings)
}
