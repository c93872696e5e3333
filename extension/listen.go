package extension

import (
	"context"
	"fmt"
	"net"
	"syscall"
)

// ListenLoopback listens on a TCP address such as 127.0.0.1:47810, and keeps other programs from listening there as well. The
// error says so when somebody does already, or when the address is one that others can reach.
func ListenLoopback(address string) (net.Listener, error) {
	if tcp, err := net.ResolveTCPAddr("tcp", address); err != nil || !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("listen on %s: not a loopback address", address)
	}
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		var failed error
		if err := raw.Control(func(fd uintptr) { failed = ownAlone(fd) }); err != nil {
			return err
		}
		return failed
	}}
	return config.Listen(context.Background(), "tcp", address)
}
