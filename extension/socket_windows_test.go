package extension

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/Microsoft/go-winio"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

func clientSocket(t *testing.T) (path string) {
	return filepath.Join(t.TempDir(), "run", "client.sock")
}

// acceptOne accepts while the client connects: a pipe has room for it only then.
func acceptOne(t *testing.T, ln net.Listener, path string) (service, client net.Conn) {
	t.Helper()
	accepted := make(chan net.Conn, 1)
	go func() {
		nc, _ := ln.Accept()
		accepted <- nc
	}()
	client, err := native.Dial(t.Context(), path)
	require.NoError(t, err)
	service = <-accepted
	require.NotNil(t, service)
	t.Cleanup(func() {
		service.Close()
		client.Close()
	})
	return service, client
}

func TestPipeIsForThisUserAlone(t *testing.T) {
	path := clientSocket(t)
	_, client := acceptOne(t, listenAt(t, path), path)
	const what = windows.OWNER_SECURITY_INFORMATION | windows.GROUP_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION
	got, err := windows.GetSecurityInfo(windows.Handle(client.(interface{ Fd() uintptr }).Fd()), windows.SE_KERNEL_OBJECT, what)
	require.NoError(t, err)
	user, err := native.UserSID()
	require.NoError(t, err)
	want, err := windows.SecurityDescriptorFromString("O:" + user + "G:" + user + "D:P(D;;FA;;;NU)(A;;FA;;;" + user + ")")
	require.NoError(t, err)
	require.Equal(t, want.String(), got.String())
}

func TestLivePipeIsNotTouched(t *testing.T) {
	path := clientSocket(t)
	first := listenAt(t, path)
	go eachAccepted(first, func(nc net.Conn) { _, _ = nc.Write([]byte("x")) })
	_, err := ListenSocket(path)
	require.ErrorIs(t, err, ErrInUse)

	client, err := native.Dial(t.Context(), path)
	require.NoError(t, err)
	defer client.Close()
	got, err := io.ReadAll(client)
	require.NoError(t, err)
	require.Equal(t, "x", string(got))
}

// eachAccepted serves connections, one after the other, until the listener is closed.
func eachAccepted(ln net.Listener, serve func(nc net.Conn)) {
	for {
		nc, err := ln.Accept()
		if err != nil {
			return
		}
		serve(nc)
		nc.Close()
	}
}

func TestDoorsHaveTheirOwnPipes(t *testing.T) {
	dir := filepath.Dir(clientSocket(t))
	for _, door := range []string{"client", "admin"} {
		path := filepath.Join(dir, door+".sock")
		ln := listenAt(t, path)
		service, client := acceptOne(t, ln, path)
		_, err := service.Write([]byte(door))
		require.NoError(t, err)
		got := make([]byte, len(door))
		_, err = io.ReadFull(client, got)
		require.NoError(t, err)
		assert.Equal(t, door, string(got))
	}
}

// Somebody who was there first made a pipe that anybody may use: the service does not join it and no client talks to it.
func TestAttackSquattedPipe(t *testing.T) {
	if !windows.GetCurrentProcessToken().IsElevated() {
		require.NotEqual(t, "true", os.Getenv("CI"), "CI must run as an administrator")
		t.Skip("only an administrator can make what belongs to somebody else")
	}
	path := clientSocket(t)
	name, err := native.PipeName(path)
	require.NoError(t, err)
	theirs, err := winio.ListenPipe(name, &winio.PipeConfig{SecurityDescriptor: "O:BAD:P(A;;GA;;;WD)"})
	require.NoError(t, err)
	defer theirs.Close()
	heard := make(chan string, 1)
	go func() {
		var all strings.Builder
		eachAccepted(theirs, func(nc net.Conn) { _, _ = io.Copy(&all, nc) })
		heard <- all.String()
	}()

	_, err = ListenSocket(path)
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrInUse)
	_, err = DialSocket(t.Context(), path, testInfo)
	require.ErrorContains(t, err, "another user")
	require.NoError(t, theirs.Close())
	require.Empty(t, <-heard)
}

// A service that is started again waits for the clients of the one before.
func TestPipeOutlivesItsService(t *testing.T) {
	path := clientSocket(t)
	ln, err := ListenSocket(path)
	require.NoError(t, err)
	service, client := acceptOne(t, ln, path)
	require.NoError(t, service.Close())
	require.NoError(t, ln.Close())

	waited := make(chan error, 1)
	go func() { waited <- whyTaken(t.Context(), path, errors.New("taken")) }()
	require.NoError(t, client.Close())
	require.NoError(t, <-waited)
	listenAt(t, path)
}

func TestOneServiceWinsAPipe(t *testing.T) {
	path := clientSocket(t)
	var winners, others atomic.Int32
	var starts, doors sync.WaitGroup
	t.Cleanup(doors.Wait)
	for range 4 {
		starts.Go(func() {
			ln, err := ListenSocket(path)
			if errors.Is(err, ErrInUse) {
				others.Add(1)
				return
			}
			if !assert.NoError(t, err) {
				return
			}
			winners.Add(1)
			t.Cleanup(func() { ln.Close() })
			doors.Go(func() { eachAccepted(ln, func(net.Conn) {}) })
		})
	}
	starts.Wait()
	require.EqualValues(t, 1, winners.Load())
	require.EqualValues(t, 3, others.Load())
}

// What the service said last is there to read when it has closed the connection already.
func TestLastMessageOutlivesTheConnection(t *testing.T) {
	path := clientSocket(t)
	service, client := acceptOne(t, listenAt(t, path), path)
	last := bytes.Repeat([]byte("x"), pipeBuffer/2)
	_, err := service.Write(last)
	require.NoError(t, err)
	require.NoError(t, service.Close())
	got, err := io.ReadAll(client)
	require.NoError(t, err)
	require.Equal(t, len(last), len(got))
}
