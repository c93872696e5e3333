package queue

import (
	"os"

	"golang.org/x/sys/windows"
)

// FreeSpace is what this user may still write to the volume of dir, in bytes.
func FreeSpace(dir string) (uint64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, &os.PathError{Op: "measure", Path: dir, Err: err}
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return 0, &os.PathError{Op: "measure", Path: dir, Err: err}
	}
	return free, nil
}
