//go:build linux || darwin

package native

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// errForeignFolder says that the socket's folder is not this user's own, so that anybody may be listening there.
var errForeignFolder = errors.New("the socket's folder is a link, open to others, or somebody else's")

func dial(ctx context.Context, path string) (net.Conn, error) {
	info, err := os.Lstat(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("look at the socket's folder: %w", err)
	}
	if !info.IsDir() || !closedToOthers(info) {
		return nil, errForeignFolder
	}
	return new(net.Dialer).DialContext(ctx, "unix", path)
}

// closedToOthers says that nobody but this user can put a socket there.
func closedToOthers(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
