package native

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"
)

// errForeignPipe says that somebody else made the pipe, so that whatever we say would be said to them.
var errForeignPipe = errors.New("the service's pipe belongs to another user")

const (
	// A pipe is busy from one client's arrival until the service waits for the next, and for as long as a stopped service's
	// clients hold on to it.
	busyWithin = 2 * time.Second
	busyPause  = 10 * time.Millisecond

	// identifyOnly lets whoever serves the pipe see who we are, and not act as us. It is SECURITY_SQOS_PRESENT and
	// SECURITY_IDENTIFICATION, see https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilew.
	identifyOnly = 0x00100000 | 0x00010000

	errPipeBusy = syscall.Errno(231) // ERROR_PIPE_BUSY
)

func dial(ctx context.Context, path string) (net.Conn, error) {
	name, err := PipeName(path)
	if err != nil {
		return nil, err
	}
	handle, err := openPipe(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open the service's pipe: %w", err)
	}
	if err := requireOwn(handle); err != nil {
		syscall.CloseHandle(handle)
		return nil, err
	}
	return pipeConn{os.NewFile(uintptr(handle), name)}, nil
}

// openPipe waits while the pipe is busy, for busyWithin at most.
func openPipe(ctx context.Context, name string) (syscall.Handle, error) {
	wide, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return syscall.InvalidHandle, err
	}
	ctx, cancel := context.WithTimeout(ctx, busyWithin)
	defer cancel()
	for {
		handle, err := syscall.CreateFile(wide, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_EXISTING,
			syscall.FILE_FLAG_OVERLAPPED|identifyOnly, 0)
		if !errors.Is(err, errPipeBusy) {
			return handle, err
		}
		select {
		case <-ctx.Done():
			return syscall.InvalidHandle, err
		case <-time.After(busyPause):
		}
	}
}

// requireOwn refuses a pipe that another user made before the service could.
func requireOwn(pipe syscall.Handle) error {
	user, err := UserSID()
	if err != nil {
		return err
	}
	owner, err := ownerSID(pipe)
	if err != nil {
		return err
	}
	if owner != user {
		return errForeignPipe
	}
	return nil
}

// pipeConn is a pipe as a net.Conn. The runtime waits for it as for a network connection, because it was opened overlapped.
type pipeConn struct {
	*os.File
}

// Close may be called twice, as with other connections.
func (c pipeConn) Close() error {
	err := c.File.Close()
	if errors.Is(err, os.ErrClosed) {
		return net.ErrClosed
	}
	return err
}

// LocalAddr implements net.Conn.
func (c pipeConn) LocalAddr() net.Addr { return pipeAddr(c.Name()) }

// RemoteAddr implements net.Conn.
func (c pipeConn) RemoteAddr() net.Addr { return pipeAddr(c.Name()) }

// pipeAddr is a pipe's name.
type pipeAddr string

// Network implements net.Addr.
func (pipeAddr) Network() string { return "pipe" }

// String implements net.Addr.
func (a pipeAddr) String() string { return string(a) }
