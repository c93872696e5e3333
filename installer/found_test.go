//go:build unix

package installer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// machine is a whole computer in a folder: the system's files below it, and Ann's home.
func machine(t *testing.T, system string, has ...string) (where, Config) {
	t.Helper()
	root := t.TempDir()
	home := filepath.Join(root, "home/ann")
	w := elsewhere(system, home, func(string) string { return "" })
	w.root = root
	for _, path := range has {
		existing(t, w.expand(path), "", 0o600)
	}
	host := filepath.Join(root, "opt/gc/greenhouse-companion-host")
	existing(t, host, "", 0o755)
	return w, Config{Home: home, Program: host, Host: host, ExtensionIDs: []string{chromiumID}, FirefoxIDs: []string{"companion@example.org"}}
}

func outcomes(r Report) map[Outcome]int {
	count := map[Outcome]int{}
	for _, s := range r.Steps {
		count[s.Outcome]++
	}
	return count
}

func TestBrowsersThatAreThere(t *testing.T) {
	for name, test := range map[string]struct {
		system string
		has    []string
		want   []Browser
		told   []string
	}{
		"none":                          {"linux", nil, nil, nil},
		"by its profile":                {"linux", []string{"$CONFIG/vivaldi/Local State"}, []Browser{{Name: "Vivaldi", Problem: ManifestMissing}}, []string{"Vivaldi"}},
		"by its program":                {"linux", []string{"/opt/microsoft/msedge/msedge"}, []Browser{{Name: "Edge", Problem: ManifestMissing}}, []string{"Edge"}},
		"not by what was placed for it": {"linux", []string{"$CONFIG/chromium/NativeMessagingHosts/com.example.other.json"}, nil, nil},
		"in a Flatpak": {
			"linux", []string{"/var/lib/flatpak/app/com.brave.Browser/current"},
			[]Browser{{Name: "Brave", Packaging: Flatpak, Problem: Sandboxed, Advice: noHosts}}, nil,
		},
		"in a user's Flatpak": {
			"linux", []string{"$HOME/.local/share/flatpak/app/org.mozilla.firefox/current"},
			[]Browser{{Name: "Firefox", Packaging: Flatpak, Problem: Sandboxed, Advice: flatFirefox}}, nil,
		},
		"in a Snap": {"linux", []string{"/snap/chromium/current"}, []Browser{{Name: "Chromium", Packaging: Snap, Problem: Sandboxed, Advice: noHosts}}, nil},
		"in a Snap that the portal reads for": {
			"linux", []string{"/snap/firefox/current"},
			[]Browser{{Name: "Firefox", Packaging: Snap, Problem: ManifestMissing, Advice: snapFirefox}}, []string{"Firefox"},
		},
		"twice": {
			"linux", []string{"/usr/lib/chromium/chromium", "/snap/chromium/current"},
			[]Browser{{Name: "Chromium", Problem: ManifestMissing}, {Name: "Chromium", Packaging: Snap, Problem: Sandboxed, Advice: noHosts}}, []string{"Chromium"},
		},
		"on a Mac": {
			"darwin", []string{"/Applications/Opera.app/x", "$SUPPORT/Firefox/profiles.ini"},
			[]Browser{{Name: "Opera", Problem: ManifestMissing}, {Name: "Firefox", Problem: ManifestMissing}}, []string{"Opera", "Firefox"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, cfg := machine(t, test.system, test.has...)
			got := w.found(cfg)
			for i := range got {
				got[i].Place = ""
			}
			assert.Equal(t, test.want, got)
			assert.Equal(t, test.told, w.names())
		})
	}
}

// TestBrowserFindsTheCompanion: browsers give one and the same answer to whatever is wrong with a manifest, so we must tell.
func TestBrowserFindsTheCompanion(t *testing.T) {
	own := func(cfg Config) string {
		content, err := chromium.manifest(cfg.Host, cfg.ExtensionIDs)
		require.NoError(t, err)
		return string(content)
	}
	for name, test := range map[string]struct {
		content func(Config) string
		want    Problem
		detail  string
	}{
		"as it should be":   {own, "", ""},
		"not JSON":          {func(Config) string { return "{" }, ManifestBroken, ""},
		"of another host":   {func(cfg Config) string { return strings.ReplaceAll(own(cfg), HostName, "com.example.other") }, ManifestBroken, ""},
		"program gone":      {func(cfg Config) string { return strings.ReplaceAll(own(cfg), cfg.Host, "/nowhere/host") }, HostMissing, "/nowhere/host"},
		"another copy":      {func(cfg Config) string { return strings.ReplaceAll(own(cfg), cfg.Host, "/bin/sh") }, OtherHost, "/bin/sh"},
		"another extension": {func(cfg Config) string { return strings.ReplaceAll(own(cfg), chromiumID, strings.Repeat("b", 32)) }, OtherExtension, chromiumID},
		"no last slash":     {func(cfg Config) string { return strings.ReplaceAll(own(cfg), chromiumID+"/", chromiumID) }, OtherExtension, chromiumID},
	} {
		t.Run(name, func(t *testing.T) {
			w, cfg := machine(t, "linux", "$CONFIG/chromium/Local State")
			path := w.expand("$CONFIG/chromium/NativeMessagingHosts/" + manifestFile)
			existing(t, path, test.content(cfg), 0o644)
			assert.Equal(t, []Browser{{Name: "Chromium", Place: path, Problem: test.want, Detail: test.detail}}, w.found(cfg))
		})
	}
}

// TestManifestForEverybodyCounts, but the user's own is read first.
func TestManifestForEverybodyCounts(t *testing.T) {
	w, cfg := machine(t, "linux", "$HOME/.mozilla/firefox/profiles.ini")
	content, err := firefox.manifest(cfg.Host, cfg.FirefoxIDs)
	require.NoError(t, err)
	everybodys := w.expand("/usr/lib64/mozilla/native-messaging-hosts/" + manifestFile)
	existing(t, everybodys, string(content), 0o644)
	assert.Equal(t, []Browser{{Name: "Firefox", Place: everybodys}}, w.found(cfg))

	existing(t, w.expand("$HOME/.mozilla/native-messaging-hosts/"+manifestFile), "{}", 0o644)
	assert.Equal(t, ManifestBroken, w.found(cfg)[0].Problem)
}

func TestRefresh(t *testing.T) {
	w, cfg := machine(t, "linux", "$CONFIG/chromium/Local State", "/snap/firefox/current")
	placed := w.expand("$CONFIG/vivaldi/NativeMessagingHosts/" + manifestFile)
	existing(t, placed, `{"path": "/before/the/update"}`, 0o644)
	report, err := w.refresh(cfg)
	require.NoError(t, err)
	assert.Equal(t, map[Outcome]int{Wrote: 3}, outcomes(report), "for two browsers that are there, and for the one that was told before")
	for _, b := range w.found(cfg) {
		assert.Empty(t, b.Problem, b.Name)
	}
	content, err := os.ReadFile(placed)
	require.NoError(t, err)
	assert.Contains(t, string(content), cfg.Host)
	assert.NoDirExists(t, w.expand("$CONFIG/google-chrome"), "a browser that is not there")

	again, err := w.refresh(cfg)
	require.NoError(t, err)
	assert.Empty(t, again.Steps, "what is right is left alone")

	moved := cfg
	moved.Host = filepath.Join(cfg.Home, "moved/greenhouse-companion-host")
	existing(t, moved.Host, "", 0o755)
	report, err = w.refresh(moved)
	require.NoError(t, err)
	assert.Equal(t, map[Outcome]int{Wrote: 3}, outcomes(report))
	assert.Empty(t, w.found(moved)[0].Problem)
}

// TestRefreshNamesNoMissingHost: a program that is run without its host beside it must not break what an installed one placed.
func TestRefreshNamesNoMissingHost(t *testing.T) {
	_, cfg := machine(t, "linux")
	path := filepath.Join(cfg.Home, ".config/chromium/NativeMessagingHosts", manifestFile)
	existing(t, path, "as installed", 0o644)
	cfg.Host = "/nowhere/host"
	_, err := Refresh(cfg)
	require.ErrorContains(t, err, "/nowhere/host")
	holds(t, path, "as installed", 0o644)
}

func TestRefreshGoesOnAfterAProblem(t *testing.T) {
	w, cfg := machine(t, "linux", "/opt/google/chrome/chrome", "$CONFIG/chromium/Local State")
	existing(t, w.expand("$CONFIG/google-chrome"), "a file where a folder should be", 0o600)
	_, err := w.refresh(cfg)
	require.Error(t, err)
	assert.FileExists(t, w.expand("$CONFIG/chromium/NativeMessagingHosts/"+manifestFile))
}

// TestForAllUsers: folders that are made for everybody are open to everybody, also under a umask of a careful administrator.
func TestForAllUsers(t *testing.T) {
	w, cfg := machine(t, "linux")
	cfg.AllUsers = true
	actions, err := w.manifestActions(cfg)
	require.NoError(t, err)
	require.Len(t, actions, 5)
	for _, a := range actions {
		changed, err := a.write()
		require.NoError(t, err)
		require.True(t, changed)
		info, err := os.Stat(filepath.Dir(a.Path))
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o755), info.Mode().Perm(), a.Path)
	}
	var report Report
	require.NoError(t, report.withdrawManifests(cfg, w))
	assert.Equal(t, map[Outcome]int{Removed: 5}, outcomes(report))
	assert.DirExists(t, w.expand("/etc/opt/chrome/native-messaging-hosts"))
}
