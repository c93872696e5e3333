package native

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
)

// Relay carries frames between the browser, read from in and written to out, and the service, and closes the
// connection to the service before it returns. It returns nil as soon as either side ends the conversation, the
// context's error when ctx ends, and a *FrameTooLargeError when the browser announces a frame over MaxFrame; in that
// case nothing is being written to out any more, so the caller may still say why.
//
// A read from in cannot be interrupted: when the service ends first, one goroutine stays in that read until in ends.
// The host exits right after Relay, which ends both.
func Relay(ctx context.Context, in io.Reader, out io.Writer, service net.Conn) error {
	defer service.Close()
	defer context.AfterFunc(ctx, func() { service.Close() })()
	up, down := make(chan error, 1), make(chan error, 1)
	go func() { up <- copyFrames(service, in) }()
	go func() { down <- copyFrames(out, service) }()

	var err error
	select {
	case err = <-up:
	case err = <-down:
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if tooLarge, ok := errors.AsType[*FrameTooLargeError](err); ok {
		service.Close()
		<-down
		return tooLarge
	}
	if err != nil {
		return fmt.Errorf("relay: %w", err)
	}
	return nil
}

// copyFrames passes whole frames on, one at a time, until from ends. It holds one frame in memory at most.
func copyFrames(to io.Writer, from io.Reader) error {
	for {
		body, err := ReadFrame(from, MaxFrame)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := WriteFrame(to, body); err != nil {
			return err
		}
	}
}
