package main

import (
	"os"
	"path/filepath"
	"strconv"
)

const unit = "greenhouse-companion.service"

// findStarter returns the command that starts the service, nil when it is not installed, or when the user stopped it: the
// installer leaves a mark then, which goes with the login session.
func findStarter() []string {
	if !installed() || isFile(filepath.Join(runtimeDir(), "greenhouse-companion.stopped")) {
		return nil
	}
	for _, systemctl := range []string{"/usr/bin/systemctl", "/bin/systemctl"} {
		if isFile(systemctl) {
			return []string{systemctl, "--user", "--no-block", "start", unit}
		}
	}
	return nil
}

// installed is true of a user's own unit as well as of the one that a package brings.
func installed() bool {
	return isFile(filepath.Join(os.Getenv("HOME"), ".config/systemd/user", unit)) || isFile(filepath.Join("/usr/lib/systemd/user", unit))
}

func runtimeDir() string {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		return dir
	}
	return "/run/user/" + strconv.Itoa(os.Getuid())
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
