package installer

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// where says on which system, and for whom, places and signs are looked up. It is plain data, so that a test can ask for
// all three systems on one machine.
type where struct {
	system string            // as in runtime.GOOS
	root   string            // what the table's whole paths are below, "" but in tests
	vars   map[string]string // what the table's variables stand for
}

// here is this computer, for the user of the configuration.
func here(cfg Config) where {
	return elsewhere(runtime.GOOS, cfg.Home, os.Getenv)
}

// elsewhere fills in the variables from a home folder and an environment. That of another user says nothing of where
// this one keeps settings, so it counts only when the home is the environment's own.
func elsewhere(system, home string, env func(string) string) where {
	w := where{system: system, vars: map[string]string{"HOME": home, "SUPPORT": home + "/Library/Application Support", "CONFIG": home + "/.config"}}
	// https://specifications.freedesktop.org/basedir-spec/latest/: a relative folder is to be ignored.
	if config := env("XDG_CONFIG_HOME"); home == env("HOME") && filepath.IsAbs(config) {
		w.vars["CONFIG"] = config
	}
	for name, variable := range map[string]string{"LOCAL": "LOCALAPPDATA", "ROAMING": "APPDATA", "PROGRAMS": "PROGRAMFILES"} {
		w.vars[name] = env(variable)
	}
	return w
}

// expand returns the path with its variables filled in, or "" when one is not known here.
func (w where) expand(path string) string {
	known := true
	full := os.Expand(path, func(name string) string {
		known = known && w.vars[name] != ""
		return w.vars[name]
	})
	if !known {
		return ""
	}
	if strings.HasPrefix(path, "/") {
		full = w.root + full
	}
	return filepath.Clean(full)
}

// all leaves out what is not known here.
func (w where) all(paths []string) []string {
	var list []string
	for _, path := range paths {
		if full := w.expand(path); full != "" {
			list = append(list, full)
		}
	}
	return list
}

// join is filepath.Join for the system in question.
func (w where) join(parts ...string) string {
	if w.system == "windows" {
		return strings.Join(parts, `\`)
	}
	return strings.Join(parts, "/")
}

// anyThere says whether one of the signs is there, and readable enough to be sure.
func (w where) anyThere(signs []string) bool {
	return slices.ContainsFunc(w.all(signs), func(path string) bool {
		_, err := os.Stat(path)
		return err == nil
	})
}
