//go:build unix

package companion

import "golang.org/x/sys/unix"

// writable asks whether this user may write into the folder, without writing.
func writable(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }
