package installer

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Config says what to install and for whom.
type Config struct {
	Program        string // absolute path of greenhouse-companion
	Host           string // absolute path of greenhouse-companion-host
	DataDir        string // "" = DefaultDataDir; passed to the service when it differs from that
	DefaultDataDir string // where the service keeps its data when told nothing

	ExtensionIDs []string // Chromium extensions that may start the host; none = no manifest for Chromium browsers
	FirefoxIDs   []string // Firefox add-ons that may start the host; none = no manifest for Firefox

	Browsers []string // the names of those to tell where the host is; none = Chrome, Chromium and Firefox
	AllUsers bool     // tell browsers for every user of this computer, and leave the service alone: an administrator's job

	Home        string            // "" = the user's own
	Environment map[string]string // variables for the service, such as HTTPS_PROXY: it inherits none from a shell
}

var (
	// https://developer.chrome.com/docs/extensions/reference/manifest/key
	extensionID = regexp.MustCompile(`^[a-p]{32}$`)
	// https://extensionworkshop.com/documentation/develop/extensions-and-the-add-on-id/
	firefoxID = regexp.MustCompile(`^(\{[0-9A-Fa-f-]{36}\}|[A-Za-z0-9._-]*@[A-Za-z0-9._-]+)$`)

	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// withHome fills in the home folder, all that is needed to find what was placed.
func (c Config) withHome() (Config, error) {
	if c.Home == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return c, fmt.Errorf("find the home folder: %w", err)
		}
		c.Home = home
	}
	return c, checkPath("home folder", c.Home)
}

func (c Config) validate() error {
	return first([]error{
		checkPath("program", c.Program),
		checkPath("native messaging host", c.Host),
		c.checkDataDir(),
		checkIDs("extension id", extensionID, c.ExtensionIDs),
		checkIDs("Firefox add-on id", firefoxID, c.FirefoxIDs),
		c.checkEnvironment(),
	})
}

func (c Config) checkDataDir() error {
	if c.dataDir() == "" {
		return nil
	}
	return checkPath("data folder", c.dataDir())
}

// checkEnvironment names the variable, never its value: a proxy's address may hold a password.
func (c Config) checkEnvironment() error {
	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		if !variableName.MatchString(name) {
			return fmt.Errorf("environment variable %q: not a name", name)
		}
		if !printable(c.Environment[name]) {
			return fmt.Errorf("environment variable %s: its value holds control characters or is not UTF-8", name)
		}
	}
	return nil
}

func (c Config) dataDir() string {
	if c.DataDir == "" {
		return c.DefaultDataDir
	}
	return c.DataDir
}

// checkPath refuses what a unit or a manifest cannot express: a line break would end a unit's line, and JSON is UTF-8.
func checkPath(what, path string) error {
	switch {
	case !filepath.IsAbs(path):
		return fmt.Errorf("%s %q: not an absolute path", what, path)
	case !printable(path):
		return fmt.Errorf("%s %q: the path holds control characters or is not UTF-8", what, path)
	}
	return nil
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func checkIDs(what string, pattern *regexp.Regexp, ids []string) error {
	for _, id := range ids {
		if !pattern.MatchString(id) {
			return fmt.Errorf("%s %q: not in the form that browsers use", what, id)
		}
	}
	return nil
}
