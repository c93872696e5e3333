package native

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"syscall"
	"unsafe"
)

// PipeName returns the named pipe that stands for the socket at path, one of SocketPath. Its name is made of the user and of the
// path in a hash: users, data folders and doors each have their own, and other users learn neither from the list of pipes.
// The error is the operating system's, when it does not say who the user is.
func PipeName(path string) (string, error) {
	user, err := UserSID()
	if err != nil {
		return "", err
	}
	// Windows takes a path in capitals for the same one.
	hash := sha256.Sum256([]byte(user + "\x00" + strings.ToLower(absolute(path))))
	return `\\.\pipe\` + folderName + "-" + hex.EncodeToString(hash[:16]), nil
}

// UserSID returns the security identifier of the user that this process runs as, such as S-1-5-21-…. The error is the operating
// system's.
func UserSID() (string, error) {
	token, err := syscall.OpenCurrentProcessToken()
	if err != nil {
		return "", fmt.Errorf("ask who the user is: %w", err)
	}
	defer token.Close()
	user, err := token.GetTokenUser()
	if err != nil {
		return "", fmt.Errorf("ask who the user is: %w", err)
	}
	return user.User.Sid.String()
}

// From accctrl.h and winnt.h.
const (
	kernelObject     = 6 // SE_KERNEL_OBJECT
	ownerInformation = 1 // OWNER_SECURITY_INFORMATION
)

var getSecurityInfo = syscall.NewLazyDLL("advapi32.dll").NewProc("GetSecurityInfo")

// ownerSID returns who owns an open pipe. See https://learn.microsoft.com/en-us/windows/win32/ipc/named-pipe-security-and-access-rights.
func ownerSID(pipe syscall.Handle) (string, error) {
	var owner *syscall.SID
	var descriptor syscall.Handle
	code, _, _ := getSecurityInfo.Call(uintptr(pipe), kernelObject, ownerInformation,
		uintptr(unsafe.Pointer(&owner)), 0, 0, 0, uintptr(unsafe.Pointer(&descriptor)))
	if code != 0 {
		return "", fmt.Errorf("ask whose pipe it is: %w", syscall.Errno(code))
	}
	defer syscall.LocalFree(descriptor)
	return owner.String()
}
