package extension

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

// ErrServiceNotRunning says that nobody listens where the service should.
var ErrServiceNotRunning = errors.New("the service is not running: start it with greenhouse-companion start")

// errDisconnected is what a request gets whose connection ended before the answer came. Whether the service has
// received the request is unknown.
var errDisconnected = fmt.Errorf("connection to the service ended: %w", net.ErrClosed)

// Client is a connection to the service, for the command line, the demo and tests. It may be used concurrently.
type Client struct {
	transport transport
	events    chan Item
	readers   sync.WaitGroup

	writing sync.Mutex

	mu      sync.Mutex
	lastID  int
	waiting map[string]chan request
	ended   error // set once the connection has ended
}

// DialSocket connects to the service's private socket at path and says hello. The error is ErrServiceNotRunning when
// nobody listens there, and an *Error when the service refuses.
func DialSocket(ctx context.Context, path string, info ClientInfo) (*Client, error) {
	nc, err := native.Dial(ctx, path)
	if err != nil {
		return nil, dialError(err)
	}
	c, _, err := start(ctx, framed{nc}, Hello{Protocol: ProtocolVersion, Client: info})
	return c, err
}

// DialWebSocket connects to the service's WebSocket as a page of origin would and says hello. It is for a door without
// Trust; the service refuses it elsewhere. Errors are as in DialSocket.
func DialWebSocket(ctx context.Context, url, origin string, info ClientInfo) (*Client, error) {
	t, err := dialWebSocket(ctx, url, origin)
	if err != nil {
		return nil, err
	}
	c, _, err := start(ctx, t, Hello{Protocol: ProtocolVersion, Client: info})
	return c, err
}

func dialWebSocket(ctx context.Context, url, origin string) (transport, error) {
	// No proxy: the service is on this computer, and nobody else may sit in between.
	dialer := websocket.Dialer{HandshakeTimeout: 10 * time.Second}
	ws, resp, err := dialer.DialContext(ctx, url, http.Header{"Origin": {origin}})
	if resp != nil && err != nil {
		return nil, fmt.Errorf("connect to the service: refused with HTTP status %d", resp.StatusCode)
	}
	if err != nil {
		return nil, dialError(err)
	}
	return webSocket{ws}, nil
}

func dialError(err error) error {
	if isRefused(err) || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("connect to the service: %w", ErrServiceNotRunning)
	}
	return fmt.Errorf("connect to the service: %w", err)
}

func start(ctx context.Context, t transport, hello Hello) (*Client, Welcome, error) {
	c := &Client{transport: t, events: make(chan Item), waiting: make(map[string]chan request)}
	c.run()
	welcome, err := Call[Welcome](ctx, c, hello)
	if err != nil {
		c.Close()
		return nil, Welcome{}, fmt.Errorf("say hello to the service: %w", err)
	}
	return c, welcome, nil
}

// Call sends a request and waits for its answer. The error is an *Error when the service says no, the context's when
// ctx ends first, and wraps net.ErrClosed when the connection ends first.
func Call[Resp Message](ctx context.Context, c *Client, req Message) (Resp, error) {
	var zero Resp
	answer, err := c.roundTrip(ctx, req)
	if err != nil {
		return zero, fmt.Errorf("%s: %w", req.MessageType(), err)
	}
	if answer.Type == (Error{}).MessageType() {
		return zero, decodeError(answer.data)
	}
	if answer.Type != zero.MessageType() {
		return zero, fmt.Errorf("%s: the service answered with a message of type %q", req.MessageType(), answer.Type)
	}
	var resp Resp
	if err := json.Unmarshal(answer.data, &resp); err != nil {
		return zero, fmt.Errorf("%s: read the answer: %w", req.MessageType(), err)
	}
	return resp, nil
}

func decodeError(data []byte) error {
	answer := new(Error)
	if err := json.Unmarshal(data, answer); err != nil {
		return fmt.Errorf("read the service's error: %w", err)
	}
	return answer
}

func (c *Client) roundTrip(ctx context.Context, req Message) (request, error) {
	id, answer, err := c.expectAnswer()
	if err != nil {
		return request{}, err
	}
	defer c.forget(id)
	if err := c.send(id, req); err != nil {
		return request{}, err
	}
	select {
	case <-ctx.Done():
		return request{}, ctx.Err()
	case got, ok := <-answer:
		if !ok {
			return request{}, c.endedBy()
		}
		return got, nil
	}
}

func (c *Client) send(id string, req Message) error {
	data, err := encode(id, req)
	if err != nil {
		return err
	}
	if len(data) > MaxMessage {
		return errTooLarge
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := c.transport.WriteMessage(data); err != nil {
		return fmt.Errorf("%w: %w", errDisconnected, err)
	}
	return nil
}

func (c *Client) expectAnswer() (string, <-chan request, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		return "", nil, c.ended
	}
	c.lastID++
	id := strconv.Itoa(c.lastID)
	answer := make(chan request, 1)
	c.waiting[id] = answer
	return id, answer, nil
}

func (c *Client) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, id)
}

func (c *Client) endedBy() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ended
}

// Events returns the items that changed since Subscribe was called, in their latest state. It is closed when the
// connection ends.
func (c *Client) Events() <-chan Item { return c.events }

// Close ends the connection. Calls that still wait return an error.
func (c *Client) Close() error {
	err := c.transport.Close()
	c.readers.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
