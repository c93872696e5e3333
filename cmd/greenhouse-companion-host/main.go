// Greenhouse-companion-host is what the browser starts when the extension opens a native messaging connection. It
// relays frames between the browser's pipes and the running service, keeps no state, and exits as soon as either side
// ends the conversation. Only frames go to standard output. A service that is installed and not running is started
// first, unless the user stopped it.
//
// The browser names who is calling on the command line; the host passes that name to the service before anything else:
//
//	{"type":"caller","id":"host","browser_caller":"chrome-extension://…/"}
//
// How browsers start a host and what they expect of it:
// https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging and
// https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/Native_messaging.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

// dataDirVariable overrides the data folder, for services that were started with another one.
const dataDirVariable = "GREENHOUSE_COMPANION_DATA_DIR"

// farewell is how long the browser gets to take our last message before we exit.
const farewell = 500 * time.Millisecond

func main() {
	if err := run(os.Args, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "greenhouse-companion-host:", err)
		os.Exit(1)
	}
}

func run(args []string, stdin io.Reader, stdout io.Writer) error {
	service, err := dial()
	if isNotRunning(err) {
		early := readAhead(stdin)
		stdin = early
		service, err = awaitService(early.ended, findStarter())
	}
	if err != nil {
		return explain(serviceNotRunning, stdin, stdout)
	}
	defer service.Close()
	if err := native.WriteFrame(service, callerMessage(caller(args))); err != nil {
		return explain(serviceNotRunning, stdin, stdout)
	}
	err = native.Relay(context.Background(), stdin, stdout, service)
	if _, ok := errors.AsType[*native.FrameTooLargeError](err); ok {
		return explain(messageTooLarge, stdin, stdout)
	}
	return err
}

func dial() (net.Conn, error) {
	dir := os.Getenv(dataDirVariable)
	if dir == "" {
		var err error
		if dir, err = native.DefaultDataDir(); err != nil {
			return nil, err
		}
	}
	return native.Dial(context.Background(), native.SocketPath(dir, native.ClientSocket))
}

// caller returns the extension that the browser vouches for: Chromium browsers pass its origin as the first argument
// (and on Windows a window handle after it), Firefox passes the path of the host's manifest and then the add-on's id.
func caller(args []string) string {
	if len(args) > 1 && strings.Contains(args[1], "://") {
		return args[1]
	}
	if len(args) > 2 {
		return args[2]
	}
	return ""
}

// explain sends the browser a last message. Exiting with the browser's own message unread could let it see a broken
// pipe before it reads ours, so we take what it sends until it hangs up or the time is over.
func explain(body string, stdin io.Reader, stdout io.Writer) error {
	if err := native.WriteFrame(stdout, []byte(body)); err != nil {
		return fmt.Errorf("tell the browser why we stop: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, stdin)
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(farewell):
	}
	return nil
}
