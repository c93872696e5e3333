package queue

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// lockFolder claims a queue folder for this process, also while the database rests and Badger's own lock is open. The lock lies beside
// the folder, so that a damaged folder can be renamed meanwhile. ErrInUse.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Clean(dir)+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the queue folder: %w", err), f.Close())
	}
	return f, nil
}
