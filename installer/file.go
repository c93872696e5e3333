package installer

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// partial is the ending of a file while it is written. The name is fixed so that Uninstall finds a leftover; neither
// systemd nor a browser reads a file that ends like this.
const partial = ".new"

// writeFile replaces the file in one step and durably, unless it is right already. Folders it has to make are private:
// a browser that comes later makes its own the same way.
func writeFile(path string, content []byte, mode fs.FileMode) (changed bool, err error) {
	if upToDate(path, content, mode) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return false, fmt.Errorf("make the folder: %w", err)
	}
	if err := writeSynced(path+partial, content, mode); err != nil {
		return false, errors.Join(err, os.Remove(path+partial))
	}
	if err := os.Rename(path+partial, path); err != nil {
		return false, errors.Join(err, os.Remove(path+partial))
	}
	return true, syncFolder(filepath.Dir(path))
}

// makePublic makes the folders that are missing, open to every user whatever the umask says.
func makePublic(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := makePublic(filepath.Dir(dir)); err != nil {
		return err
	}
	return errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o755))
}

func upToDate(path string, content []byte, mode fs.FileMode) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != mode {
		return false
	}
	current, err := os.ReadFile(path)
	return err == nil && bytes.Equal(current, content)
}

func writeSynced(path string, content []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	// A leftover keeps its old mode when it is opened again, and the umask may have taken bits away.
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// syncFolder makes a rename survive a power cut. On Windows a folder cannot be synced, and NTFS journals the rename.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// removeFile removes the file and what an interrupted write left of it.
func removeFile(path string) (removed bool, err error) {
	for _, name := range []string{path, path + partial} {
		err := os.Remove(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
		removed = removed || err == nil
	}
	return removed, nil
}

// removeEmpty removes a folder that holds nothing. One with another program's manifest stays, and so does the
// browser's own folder above it.
func removeEmpty(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTEMPTY) || errors.Is(err, syscall.EEXIST) {
		return nil
	}
	return err
}
