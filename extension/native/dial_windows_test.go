package native

import (
	"context"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
	"unsafe"

	"github.com/Microsoft/go-winio"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"
)

// listening is a pipe in the place of a service's, with this security descriptor.
func listening(t *testing.T, descriptor string) (path string, ln net.Listener) {
	path = filepath.Join(t.TempDir(), "run", "client.sock")
	name, err := PipeName(path)
	require.NoError(t, err)
	ln, err = winio.ListenPipe(name, &winio.PipeConfig{SecurityDescriptor: descriptor, InputBufferSize: 4096, OutputBufferSize: 4096})
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	return path, ln
}

func ours(t *testing.T) (descriptor string) {
	user, err := UserSID()
	require.NoError(t, err)
	return "O:" + user + "D:P(A;;GA;;;" + user + ")"
}

// theirs is a pipe of all administrators, who are not this user. It lets everybody in.
func theirs(t *testing.T) (descriptor string) {
	if !windows.GetCurrentProcessToken().IsElevated() {
		require.NotEqual(t, "true", os.Getenv("CI"), "CI must run as an administrator")
		t.Skip("only an administrator can make what belongs to somebody else")
	}
	return "O:BAD:P(A;;GA;;;WD)"
}

func TestPipeName(t *testing.T) {
	name, err := PipeName(`C:\Users\rita\data\run\client.sock`)
	require.NoError(t, err)
	require.Regexp(t, `^\\\\\.\\pipe\\greenhouse-companion-[0-9a-f]{32}$`, name)
	for other, same := range map[string]bool{
		`c:\users\RITA\Data\run\client.sock`:      true,
		`C:\Users\rita\x\..\data\run\client.sock`: true,
		`C:\Users\rita\data\run\admin.sock`:       false,
		`C:\Users\rita\data2\run\client.sock`:     false,
	} {
		got, err := PipeName(other)
		require.NoError(t, err)
		assert.Equal(t, same, got == name, other)
	}
}

func TestDial(t *testing.T) {
	path, ln := listening(t, ours(t))
	go func() {
		nc, err := ln.Accept()
		if err != nil {
			return
		}
		defer nc.Close()
		_, _ = io.CopyN(nc, nc, 5)
	}()
	nc, err := Dial(t.Context(), path)
	require.NoError(t, err)
	_, err = nc.Write([]byte("hello"))
	require.NoError(t, err)
	echo, err := io.ReadAll(nc)
	require.NoError(t, err, "the end of the connection is the end of the input")
	require.Equal(t, "hello", string(echo))
	require.NoError(t, nc.Close())
	require.ErrorIs(t, nc.Close(), net.ErrClosed)
}

func TestDialNobody(t *testing.T) {
	_, err := Dial(t.Context(), filepath.Join(t.TempDir(), "run", "client.sock"))
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// What somebody else listens on hears nothing from us.
func TestDialRefusesAForeignPipe(t *testing.T) {
	path, ln := listening(t, theirs(t))
	heard := make(chan []byte, 1)
	go func() {
		nc, err := ln.Accept()
		if err != nil {
			heard <- nil
			return
		}
		defer nc.Close()
		all, _ := io.ReadAll(nc)
		heard <- all
	}()
	_, err := Dial(t.Context(), path)
	require.ErrorIs(t, err, errForeignPipe)
	require.NoError(t, ln.Close()) // a connection that was over at once may never have been noticed
	require.Empty(t, <-heard)
}

func TestDialWaitsForABusyPipe(t *testing.T) {
	path, ln := listening(t, ours(t))
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Dial(impatient, path)
	require.ErrorIs(t, err, errPipeBusy)

	dialed := make(chan error, 8)
	for range cap(dialed) {
		go func() {
			nc, err := Dial(t.Context(), path)
			if err == nil {
				t.Cleanup(func() { nc.Close() })
			}
			dialed <- err
		}()
	}
	for range cap(dialed) {
		nc, err := ln.Accept()
		require.NoError(t, err)
		defer nc.Close()
	}
	for range cap(dialed) {
		require.NoError(t, <-dialed)
	}
}

// The service that is spoken to may ask who we are and not act as us: it cannot even open what we could.
func TestDialLendsNobodyItsRights(t *testing.T) {
	path, ln := listening(t, ours(t))
	accepted := make(chan net.Conn, 1)
	go func() {
		nc, err := ln.Accept()
		if err == nil {
			accepted <- nc
		}
	}()
	nc, err := Dial(t.Context(), path)
	require.NoError(t, err)
	defer nc.Close()
	_, err = nc.Write([]byte("x"))
	require.NoError(t, err)
	require.Equal(t, uint32(windows.SecurityIdentification), lentLevel(t, <-accepted))
}

// A read that waits ends with its deadline, and with the connection.
func TestPipeDeadlines(t *testing.T) {
	path, ln := listening(t, ours(t))
	go func() { _, _ = ln.Accept() }()
	nc, err := Dial(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, nc.SetReadDeadline(time.Now().Add(10*time.Millisecond)))
	_, err = nc.Read(make([]byte, 1))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)

	require.NoError(t, nc.SetReadDeadline(time.Time{}))
	ended := make(chan error, 1)
	go func() {
		_, err := nc.Read(make([]byte, 1))
		ended <- err
	}()
	require.NoError(t, nc.Close())
	require.ErrorIs(t, <-ended, os.ErrClosed)
}

var impersonateNamedPipeClient = windows.NewLazySystemDLL("advapi32.dll").NewProc("ImpersonateNamedPipeClient")

// lentLevel is how far the client of this connection lets us act for it. It is known once the client has said something.
func lentLevel(t *testing.T, nc net.Conn) (level uint32) {
	_, err := io.ReadFull(nc, make([]byte, 1))
	require.NoError(t, err)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ok, _, err := impersonateNamedPipeClient.Call(nc.(interface{ Fd() uintptr }).Fd())
	require.NotZero(t, ok, err)
	defer func() { require.NoError(t, windows.RevertToSelf()) }()
	var token windows.Token
	require.NoError(t, windows.OpenThreadToken(windows.CurrentThread(), windows.TOKEN_QUERY, true, &token))
	defer token.Close()
	var size uint32
	require.NoError(t, windows.GetTokenInformation(token, windows.TokenImpersonationLevel,
		(*byte)(unsafe.Pointer(&level)), uint32(unsafe.Sizeof(level)), &size))
	return level
}
