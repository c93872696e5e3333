package extension

import "golang.org/x/sys/unix"

// peerUID: https://man7.org/linux/man-pages/man7/unix.7.html, SO_PEERCRED.
func peerUID(fd int) (int, error) {
	cred, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return 0, err
	}
	return int(cred.Uid), nil
}
