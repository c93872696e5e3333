package extension

import "golang.org/x/sys/windows"

// exclusiveAddressUse is SO_EXCLUSIVEADDRUSE: ~SO_REUSEADDR. Without it another program may take over connections to the port.
// See https://learn.microsoft.com/en-us/windows/win32/winsock/using-so-reuseaddr-and-so-exclusiveaddruse.
const exclusiveAddressUse = ^windows.SO_REUSEADDR

func ownAlone(fd uintptr) error {
	return windows.SetsockoptInt(windows.Handle(fd), windows.SOL_SOCKET, exclusiveAddressUse, 1)
}
