package extension

import (
	"errors"
	"fmt"
	"io/fs"
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
// On Windows, which has Unix sockets too, the folder's access list is what keeps other users out.
func ListenSocket(path string) (net.Listener, error) {
	ln, err := listenPrivate(path)
	if err != nil {
		return nil, fmt.Errorf("listen on socket: %w", err)
	}
	return ownUserOnly{ln}, nil
}

func listenPrivate(path string) (*net.UnixListener, error) {
	if err := privateFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	// Between the look at an old socket and its replacement another service must not do the same.
	unlock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := removeStale(path); err != nil {
		return nil, err
	}
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		ln.Close()
		return nil, err
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

// removeStale removes a socket that nobody listens on. Only a refused connection proves that.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() != fs.ModeSocket {
		return errors.New("there is something else in the socket's place")
	}
	nc, err := net.Dial("unix", path)
	closeIfOpen(nc)
	if !isRefused(err) {
		return ErrInUse
	}
	return os.Remove(path)
}

// ownUserOnly accepts connections of the user that the service runs as.
type ownUserOnly struct {
	*net.UnixListener
}

// Accept waits for the next connection of this user and closes those of others.
func (l ownUserOnly) Accept() (net.Conn, error) {
	for {
		nc, err := l.AcceptUnix()
		if err != nil {
			return nil, err
		}
		if sameUser(nc) {
			return nc, nil
		}
		nc.Close()
	}
}
