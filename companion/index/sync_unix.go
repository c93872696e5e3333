//go:build unix

package index

import (
	"fmt"
	"os"
)

// syncDir makes new names survive a power cut: on Unix a name belongs to the folder, not to the file.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}
