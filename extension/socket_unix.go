//go:build linux || darwin

package extension

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// listenPrivate listens on a socket that is for this user alone.
func listenPrivate(path string) (net.Listener, error) {
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
	return ownUserOnly{ln}, nil
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

func ownedByUser(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

func restrict(dir string) error { return os.Chmod(dir, 0o700) }

// lockFile waits for the lock. The file stays: removing it would let two holders in.
func lockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

func isRefused(err error) bool { return errors.Is(err, unix.ECONNREFUSED) }

// sameUser asks the operating system who is on the other end; no answer counts as somebody else.
func sameUser(nc *net.UnixConn) bool {
	raw, err := nc.SyscallConn()
	if err != nil {
		return false
	}
	same := false
	err = raw.Control(func(fd uintptr) {
		uid, err := peerUID(int(fd))
		same = err == nil && uid == os.Geteuid()
	})
	return err == nil && same
}
