package extension

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"time"

	"github.com/Microsoft/go-winio"
	"golang.org/x/sys/windows"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

const (
	// pipeBuffer holds, each way, what nobody has read yet, so that a last message outlives the connection's end.
	pipeBuffer = 64 << 10

	// A pipe outlives its service until the last client lets go of it. This is how long a new service waits for that.
	pipeFreeWithin = 5 * time.Second
	pipeFreePause  = 10 * time.Millisecond
)

// listenPrivate makes a named pipe that is for this user alone. It must not exist yet: whoever made it could let in whom they like.
func listenPrivate(path string) (net.Listener, error) {
	name, err := native.PipeName(path)
	if err != nil {
		return nil, err
	}
	access, err := pipeAccess()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), pipeFreeWithin)
	defer cancel()
	for {
		ln, err := winio.ListenPipe(name, &winio.PipeConfig{
			SecurityDescriptor: access, InputBufferSize: pipeBuffer, OutputBufferSize: pipeBuffer})
		if err == nil {
			return ln, nil
		}
		if err := whyTaken(ctx, path, err); err != nil {
			return nil, err
		}
	}
}

// pipeAccess is the pipe's security descriptor: owner and only user is this one, and not over the network. The owner is named
// because an administrator's processes leave what they make to all administrators, and the clients ask who the owner is.
// See https://learn.microsoft.com/en-us/windows/win32/ipc/named-pipe-security-and-access-rights.
func pipeAccess() (string, error) {
	user, err := native.UserSID()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("O:%[1]sG:%[1]sD:P(D;;FA;;;NU)(A;;FA;;;%[1]s)", user), nil
}

// whyTaken says why the pipe could not be made. It returns nil, after a moment, when that may be over: nobody answers for it.
func whyTaken(ctx context.Context, path string, failure error) error {
	nc, err := native.Dial(ctx, path)
	closeIfOpen(nc)
	if err == nil {
		return ErrInUse
	}
	unanswered := errors.Is(err, fs.ErrNotExist) || errors.Is(err, windows.ERROR_PIPE_BUSY)
	if !unanswered || ctx.Err() != nil {
		return fmt.Errorf("make a pipe that another program may have made: %w", failure)
	}
	pause(ctx, pipeFreePause)
	return nil
}

// ownedByUser is always true: the folder lies in the user's own profile, and restrict shuts everybody else out.
func ownedByUser(fs.FileInfo) bool { return true }

// restrict gives the folder, and what is made in it, an access list of this user alone that inherits nothing.
// See https://learn.microsoft.com/en-us/windows/win32/secauthz/ace-strings.
func restrict(dir string) error {
	user, err := native.UserSID()
	if err != nil {
		return err
	}
	descriptor, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;" + user + ")")
	if err != nil {
		return err
	}
	dacl, _, err := descriptor.DACL()
	if err != nil {
		return err
	}
	const what = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
	return windows.SetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, what, nil, nil, dacl, nil)
}

func isRefused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }
