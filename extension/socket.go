package extension

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// ErrInUse says that another service listens on the socket.
var ErrInUse = errors.New("another service is listening on this socket")

// ListenSocket listens on a private Unix socket. The folder is made, or made private, for this user alone and is
// refused when it belongs to somebody else or is a symbolic link; connections of other users are closed unheard where
// the operating system tells who connects. A socket on which somebody listens is never touched and is ErrInUse; one
// left behind by a crash is replaced.
//
// On Windows a named pipe stands for the socket, see native.PipeName. It is open to this user on this computer and to nobody
// else, and it is an error when another program has made it already.
func ListenSocket(path string) (net.Listener, error) {
	if err := privateFolder(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("listen on socket: %w", err)
	}
	ln, err := listenPrivate(path)
	if err != nil {
		return nil, fmt.Errorf("listen on socket: %w", err)
	}
	return ln, nil
}

// privateFolder makes the folder or makes sure of it. Another user may have put something in its place beforehand,
// where the folder above is open to all.
func privateFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return errors.New("the socket's folder is a link or a file")
	}
	if !ownedByUser(info) {
		return errors.New("the socket's folder belongs to another user")
	}
	return restrict(dir)
}
