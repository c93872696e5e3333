//go:build unix

package queue

import (
	"os"

	"golang.org/x/sys/unix"
)

// FreeSpace is what an ordinary user may still write to the volume of dir, in bytes.
func FreeSpace(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, &os.PathError{Op: "statfs", Path: dir, Err: err}
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}
