package installer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// stoppedMark is left by Stop: the native messaging host starts a service that is not running, but not one that the user
// stopped. It lies in the session's own folder, so the next login forgets it. See
// https://specifications.freedesktop.org/basedir-spec/latest/.
func stoppedMark() string {
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = fmt.Sprintf("/run/user/%d", os.Getuid())
	}
	return filepath.Join(dir, serviceName+".stopped")
}

func markStopped() error {
	if err := os.WriteFile(stoppedMark(), nil, 0o600); err != nil {
		return fmt.Errorf("note that the service was stopped: %w", err)
	}
	return nil
}

func unmarkStopped() error {
	if err := os.Remove(stoppedMark()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
