//go:build unix

package installer

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const chromiumID = "abcdefghijklmnopabcdefghijklmnop"

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, name)
}

// computers are one of each system, as a user's session sets it up.
var computers = map[string]struct {
	home, host string
	env        map[string]string
}{
	"linux":  {"/home/ann", "/opt/gc/greenhouse-companion-host", map[string]string{"HOME": "/home/ann"}},
	"darwin": {"/Users/ann", "/opt/gc/greenhouse-companion-host", map[string]string{"HOME": "/Users/ann"}},
	"windows": {`C:\Users\ann`, `C:\Program Files\gc\greenhouse-companion-host.exe`, map[string]string{
		"LOCALAPPDATA": `C:\Users\ann\AppData\Local`, "APPDATA": `C:\Users\ann\AppData\Roaming`, "PROGRAMFILES": `C:\Program Files`,
	}},
}

// TestBrowsersGolden: where each browser of each system is told of the host, for a user and for everybody.
func TestBrowsersGolden(t *testing.T) {
	for system, computer := range computers {
		w := elsewhere(system, computer.home, func(name string) string { return computer.env[name] })
		var lines strings.Builder
		for _, allUsers := range []bool{false, true} {
			for _, b := range browsersOf[system] {
				cfg := Config{Host: computer.host, ExtensionIDs: []string{chromiumID}, FirefoxIDs: []string{"companion@example.org"}, Browsers: []string{b.name}}
				for _, p := range w.places(allUsers, wanted(cfg)) {
					lines.WriteString(strings.TrimSuffix(strings.Join([]string{b.name, string(p.format), w.file(cfg, p), w.key(p)}, " | "), " | ") + "\n")
				}
			}
		}
		golden(t, "browsers-"+system+".golden", lines.String())
	}
}

// TestEveryBrowserIsLookedFor: a row without a place or a sign would be a browser that is never told.
func TestEveryBrowserIsLookedFor(t *testing.T) {
	for system, rows := range browsersOf {
		var names []string
		for _, b := range rows {
			names = append(names, b.name)
			assert.NotEmpty(t, b.user, "%s on %s", b.name, system)
			assert.NotEmpty(t, b.signs, "%s on %s", b.name, system)
		}
		assert.Equal(t, []string{"Chrome", "Chromium", "Edge", "Brave", "Vivaldi", "Opera", "Firefox"}, names, system)
	}
}

// TestPlanForWindows: one file for each format, and a key for each place that names it.
func TestPlanForWindows(t *testing.T) {
	computer := computers["windows"]
	w := elsewhere("windows", computer.home, func(name string) string { return computer.env[name] })
	for name, allUsers := range map[string]bool{"plan-windows.golden": false, "plan-windows-all-users.golden": true} {
		cfg := Config{
			Host: computer.host, ExtensionIDs: []string{chromiumID}, FirefoxIDs: []string{"companion@example.org"},
			Browsers: []string{"Chromium", "Brave", "Edge", "Firefox"}, AllUsers: allUsers,
		}
		actions, err := w.manifestActions(cfg)
		require.NoError(t, err)
		var lines strings.Builder
		for _, a := range actions {
			lines.WriteString(strings.TrimSuffix(a.String()+" | "+a.Value, " | ") + "\n")
		}
		golden(t, name, lines.String())
	}
}

func TestConfigFolder(t *testing.T) {
	for name, test := range map[string]struct{ home, config, want string }{
		"none":               {"/home/ann", "", "/home/ann/.config"},
		"another":            {"/home/ann", "/data/config", "/data/config"},
		"relative":           {"/home/ann", "config", "/home/ann/.config"},
		"of another's shell": {"/home/bob", "/data/config", "/home/bob/.config"},
	} {
		env := map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": test.config}
		w := elsewhere("linux", test.home, func(name string) string { return env[name] })
		assert.Equal(t, test.want+"/chromium", w.expand("$CONFIG/chromium"), name)
	}
}

// TestUnknownVariable: an environment without a variable must not make a path from the root of the disk.
func TestUnknownVariable(t *testing.T) {
	w := elsewhere("windows", `C:\Users\ann`, func(string) string { return "" })
	assert.Empty(t, w.expand(`$LOCAL\Google`))
	assert.Empty(t, w.all([]string{`$ROAMING\Mozilla`}))
}
