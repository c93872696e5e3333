package extension

import (
	"errors"
	"io/fs"
	"net"
	"os"

	"golang.org/x/sys/windows"
)

// ownedByUser is always true: the folder lies in the user's own profile, and restrict shuts everybody else out.
func ownedByUser(fs.FileInfo) bool { return true }

// restrict gives the folder, and what is made in it, an access list of this user alone that inherits nothing.
// See https://learn.microsoft.com/en-us/windows/win32/secauthz/ace-strings.
func restrict(dir string) error {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	descriptor, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;" + user.User.Sid.String() + ")")
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

// lockFile waits for the lock. The file stays: removing it would let two holders in.
func lockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	all := new(windows.Overlapped)
	if err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, all); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

func isRefused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }

// sameUser is always true: Windows does not tell who connected, the folder's access list decides.
func sameUser(*net.UnixConn) bool { return true }
