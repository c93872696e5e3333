package extension

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"
)

const (
	helloWithin = 10 * time.Second

	// maxConcurrent is how many requests of one connection are answered at a time; further ones wait unread.
	maxConcurrent = 16

	// keepaliveEvery stays well below the 30 seconds after which browsers stop an idle worker.
	keepaliveEvery = 20 * time.Second

	// oldestProtocol is the oldest protocol version that this service still speaks.
	oldestProtocol = 1
)

// conn is one connected client. One goroutine reads, one writes, and each request is answered in one of its own.
type conn struct {
	server    *Server
	transport transport
	peer      Peer
	log       *slog.Logger

	reading    reading
	largest    int // what one message may have, in bytes
	out        chan outgoing
	slots      chan struct{}
	working    sync.WaitGroup // requests being answered, and the forwarding of events
	subscribed bool           // touched by the reading goroutine only

	// What a client on the WebSocket said it knows and must prove; changes during the handshake only.
	keyID    string
	oneTime  bool
	exchange *exchange
}

// outgoing is a message for the client; id is empty when it answers no request.
type outgoing struct {
	id      string
	message Message
}

func newConn(s *Server, t transport, peer Peer) *conn {
	return &conn{
		server: s, transport: t, peer: peer, log: s.log.With("route", peer.Route),
		reading: reading{conn: t.NetConn()}, largest: maxUnproved,
		out: make(chan outgoing, maxConcurrent), slots: make(chan struct{}, maxConcurrent),
	}
}

// serve talks to the client until it leaves or ctx ends. Requests that were read are answered before it returns.
func (c *conn) serve(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, c.reading.end)
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.writeAll(cancel)
	}()

	refusal := c.converse(ctx)
	stop() // Reading is over, and lingering must not be cut short by what follows.
	cancel()
	c.working.Wait()
	if refusal != nil {
		c.out <- outgoing{message: refusal}
	}
	close(c.out)
	<-written
	if refusal != nil {
		linger(c.transport)
	}
	c.transport.Close()
}

// converse returns when the client is gone or ctx ends; the error is not nil when the client is turned away.
func (c *conn) converse(ctx context.Context) *Error {
	err := c.greet(ctx)
	if err == nil {
		err = c.awaitProof(ctx)
	}
	if err == nil {
		c.log.Debug("client connected")
		c.largest = MaxMessage
		err = c.readAll(context.WithValue(ctx, peerKey{}, c.peer))
	}
	refusal, _ := errors.AsType[*Error](err)
	return refusal
}

// greet waits for the client's hello and answers it.
func (c *conn) greet(ctx context.Context) error {
	var id string
	var hello Hello
	err := c.within(ctx, helloWithin, helloRequired(""), func() (err error) {
		id, hello, err = c.readHello()
		return err
	})
	if err != nil {
		return err
	}
	if refusal := checkProtocol(hello.Protocol); refusal != nil {
		return refusal.answering(id)
	}
	c.peer.Client = hello.Client.printable()
	welcome, err := c.welcome(hello)
	if err != nil {
		return addressed(err, id)
	}
	c.out <- outgoing{id, welcome}
	return nil
}

func (c *conn) readHello() (string, Hello, error) {
	req, err := c.receive()
	if err == nil && req.Type == (Caller{}).MessageType() && c.peer.Route == RouteNative {
		c.noteCaller(req)
		req, err = c.receive()
	}
	if err != nil {
		return "", Hello{}, err
	}
	if req.Type != (Hello{}).MessageType() {
		return "", Hello{}, helloRequired(req.ID)
	}
	hello, err := decode[Hello](req.data)
	return req.ID, hello, addressed(err, req.ID)
}

// noteCaller keeps the name that the browser gave the host. Chromium ends an origin there with a slash and in the
// Origin of a WebSocket without; handlers see one form. A name that no browser gives is none.
func (c *conn) noteCaller(req request) {
	caller, err := decode[Caller](req.data)
	if err == nil && printable(caller.BrowserCaller) == caller.BrowserCaller {
		c.peer.Caller = strings.TrimSuffix(caller.BrowserCaller, "/")
	}
}

// next returns the next request. A message that cannot be read as one gets its error, and the connection goes on.
func (c *conn) next() (request, error) {
	for {
		req, err := c.receive()
		bad, ok := errors.AsType[*Error](err)
		if !ok || bad.Code != CodeBadMessage {
			return req, err
		}
		c.out <- outgoing{message: bad.answering(bad.ID)}
	}
}

// receive reads one message. It returns an *Error where the client can be told what is wrong.
func (c *conn) receive() (request, error) {
	data, err := c.transport.ReadMessage(c.largest, c.reading.begun)
	c.reading.done()
	if errors.Is(err, errTooLarge) {
		tooLarge := &Error{Code: CodeMessageTooLarge, Message: fmt.Sprintf("The message is larger than %d KiB.", c.largest>>10),
			Remedy: "Send files and long texts in smaller parts."}
		return request{}, tooLarge.answering("")
	}
	if err != nil {
		return request{}, err
	}
	return decodeRequest(data)
}

func helloRequired(id string) *Error {
	e := &Error{Code: CodeHelloRequired, Message: "The connection did not begin with hello."}
	return e.answering(id)
}

func checkProtocol(version int) *Error {
	if version > ProtocolVersion {
		return &Error{Code: CodeProtocolVersion, Message: "The extension is newer than greenhouse-companion.",
			Remedy: "Update greenhouse-companion on this computer."}
	}
	if version < oldestProtocol {
		return &Error{Code: CodeProtocolVersion, Message: "The extension is too old for greenhouse-companion.",
			Remedy: "Update the browser extension."}
	}
	return nil
}
