package installer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ann is a whole configuration; tests change what they are about.
func ann() Config {
	return Config{
		Program:        "/opt/greenhouse companion/greenhouse-companion",
		Host:           "/opt/greenhouse companion/greenhouse-companion-host",
		DataDir:        "/srv/ann's data",
		DefaultDataDir: "/home/ann/.local/share/greenhouse-companion",
		ExtensionIDs:   []string{chromiumID, strings.Repeat("p", 32)},
		FirefoxIDs:     []string{"companion@example.org", "{01234567-89ab-cdef-0123-456789abcdef}"},
		Home:           "/home/ann",
		Environment:    map[string]string{"SSL_CERT_FILE": "/etc/ann's ca.pem", "HTTPS_PROXY": "http://proxy.example:3128"},
	}
}

func TestPlanGolden(t *testing.T) {
	plan, err := NewPlan(ann())
	require.NoError(t, err)
	golden(t, "plan.golden", plan.String())

	written := map[string]Action{}
	for _, a := range plan.Actions {
		written[a.Path] = a
	}
	for path, want := range map[string]string{
		".config/systemd/user/greenhouse-companion.service":                             "unit.golden",
		".config/chromium/NativeMessagingHosts/com.greenhouse_companion.host.json":      "chromium.golden",
		".config/google-chrome/NativeMessagingHosts/com.greenhouse_companion.host.json": "chromium.golden",
		".mozilla/native-messaging-hosts/com.greenhouse_companion.host.json":            "firefox.golden",
	} {
		golden(t, want, string(written[filepath.Join("/home/ann", path)].Content))
	}
	unit := written["/home/ann/.config/systemd/user/greenhouse-companion.service"]
	assert.Equal(t, os.FileMode(0o600), unit.Mode, "a proxy's address may hold a password")
}

func TestPlanLeavesOutWhatNobodyMayStart(t *testing.T) {
	cfg := ann()
	cfg.FirefoxIDs = nil
	plan, err := NewPlan(cfg)
	require.NoError(t, err)
	assert.NotContains(t, plan.String(), ".mozilla")
	assert.Contains(t, plan.String(), ".config/chromium")
}

func TestPlanRefuses(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"relative program":                    func(c *Config) { c.Program = "bin/greenhouse-companion" },
		"no host":                             func(c *Config) { c.Host = "" },
		"line break in the program":           func(c *Config) { c.Program = "/opt/a\nExecStart=/bin/evil" },
		"quote in the program":                func(c *Config) { c.Program = `/home/o'brien/greenhouse-companion` },
		"host that JSON cannot carry":         func(c *Config) { c.Host = "/opt/\xff" },
		"relative data folder":                func(c *Config) { c.DataDir = "data" },
		"relative home":                       func(c *Config) { c.Home = "home" },
		"extension id with a wildcard":        func(c *Config) { c.ExtensionIDs = []string{"*"} },
		"extension id one letter short":       func(c *Config) { c.ExtensionIDs = []string{chromiumID[1:]} },
		"add-on id that is a web address":     func(c *Config) { c.FirefoxIDs = []string{"https://example.org/"} },
		"variable name with a space":          func(c *Config) { c.Environment = map[string]string{"A B": "x"} },
		"line break in a variable":            func(c *Config) { c.Environment = map[string]string{"A": "x\nExecStart=/bin/evil"} },
		"variable that is not UTF-8":          func(c *Config) { c.Environment = map[string]string{"A": "\xff"} },
		"home with a line break":              func(c *Config) { c.Home = "/home/a\nb" },
		"data folder with an escape sequence": func(c *Config) { c.DataDir = "/srv/\x1b[31m" },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := ann()
			change(&cfg)
			plan, err := NewPlan(cfg)
			require.Error(t, err)
			assert.Empty(t, plan.Actions)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestRefusedVariableKeepsItsValueSecret(t *testing.T) {
	cfg := ann()
	cfg.Environment = map[string]string{"HTTPS_PROXY": "http://ann:secret\n@proxy.example"}
	_, err := NewPlan(cfg)
	require.ErrorContains(t, err, "HTTPS_PROXY")
	assert.NotContains(t, err.Error(), "secret")
}

func TestUnitQuoting(t *testing.T) {
	for _, c := range []struct{ name, program, dataDir, want string }{
		{"plain", "/opt/gc", "", `ExecStart="/opt/gc" run`},
		{"default data folder", "/opt/gc", "/home/ann/.local/share/greenhouse-companion", `ExecStart="/opt/gc" run`},
		{"spaces", "/opt/a b/gc", "/srv/c d", `ExecStart="/opt/a b/gc" run --data-dir "/srv/c d"`},
		{"other scripts", "/opt/Марта/gc", "/srv/日本", `ExecStart="/opt/Марта/gc" run --data-dir "/srv/日本"`},
		{"specifiers", "/opt/%h/gc", "/srv/%i%%", `ExecStart="/opt/%%h/gc" run --data-dir "/srv/%%i%%%%"`},
		{"variables", "/opt/$HOME/gc", "/srv/${HOME}", `ExecStart="/opt/$HOME/gc" run --data-dir "/srv/$${HOME}"`},
		{"quotes", "/opt/gc", `/srv/"a" 'b'`, `ExecStart="/opt/gc" run --data-dir "/srv/\"a\" 'b'"`},
		{"backslashes", "/opt/gc", `/srv/a\x20b\`, `ExecStart="/opt/gc" run --data-dir "/srv/a\\x20b\\"`},
		{"separator and comment", "/opt/;/gc", "/srv/# ;", `ExecStart="/opt/;/gc" run --data-dir "/srv/# ;"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := ann()
			cfg.Program, cfg.DataDir = c.program, c.dataDir
			assert.Contains(t, string(unit(cfg)), "\n"+c.want+"\n")
		})
	}
}

func TestUnitEnvironment(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"address", "http://proxy.example:3128", `Environment="V=http://proxy.example:3128"`},
		{"spaces", "/srv/a b.pem", `Environment="V=/srv/a b.pem"`},
		{"specifiers", "/srv/%h/100%", `Environment="V=/srv/%%h/100%%"`},
		{"dollars stay", "/srv/$HOME", `Environment="V=/srv/$HOME"`},
		{"quotes", `/srv/"a" 'b'`, `Environment="V=/srv/\"a\" 'b'"`},
		{"backslashes", `C:\ca.pem`, `Environment="V=C:\\ca.pem"`},
		{"empty", "", `Environment="V="`},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := ann()
			cfg.Environment = map[string]string{"V": c.value}
			assert.Contains(t, string(unit(cfg)), "\n"+c.want+"\n")
		})
	}
}
