package companion

import (
	"errors"
	"os"
	"path/filepath"
)

// keyStoreUsable looks for a session bus first: without one the keyring library starts a dbus-daemon that nobody stops.
func keyStoreUsable() error {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return nil
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		if _, err := os.Stat(filepath.Join(dir, "bus")); err == nil {
			return nil
		}
	}
	return keyStoreProblem(errors.New("there is no session bus"))
}
