package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"syscall"
	"time"
)

// patience is how long a service that we had started may take until it listens. Opening a large queue takes a second.
const patience = 5 * time.Second

var errNotStarted = errors.New("the service was not started")

// isNotRunning says that nobody listens, as opposed to a socket that must not be trusted.
func isNotRunning(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}

// awaitService has the service started and connects to it. It gives up when the browser hangs up, when the command to
// start it fails, or after a while; the command's process is gone when it returns.
func awaitService(hungUp <-chan struct{}, command []string) (net.Conn, error) {
	if command == nil {
		return nil, errNotStarted
	}
	failed, stop, err := launch(command)
	if err != nil {
		return nil, err
	}
	defer stop()
	late := time.After(patience)
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		select {
		case <-hungUp:
			return nil, errNotStarted
		case <-failed:
			return nil, errNotStarted
		case <-late:
			return nil, errNotStarted
		case <-time.After(pause):
		}
		if service, err := dial(); !isNotRunning(err) {
			return service, err
		}
	}
}

// launch runs a command that has nothing to do with the browser's pipes. failed is closed when it ends in failure; stop
// ends it, and waits until it has.
func launch(command []string) (failed <-chan struct{}, stop func(), err error) {
	nothing, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	defer nothing.Close()
	process, err := os.StartProcess(command[0], command, &os.ProcAttr{Files: []*os.File{nothing, nothing, nothing}})
	if err != nil {
		return nil, nil, err
	}
	failure, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		if state, err := process.Wait(); err != nil || !state.Success() {
			close(failure)
		}
	}()
	return failure, func() {
		_ = process.Kill() // it may have ended long ago
		<-ended
	}, nil
}
