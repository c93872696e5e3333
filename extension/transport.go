package extension

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
)

// writeWithin is how long one message may take to leave before its reader counts as gone.
const writeWithin = 10 * time.Second

// errTooLarge is what a transport returns for a message over MaxMessage.
var errTooLarge = errors.New("message is larger than allowed")

// transport carries whole messages over one connection. One goroutine may read while another writes.
type transport interface {
	// ReadMessage waits for the next message and calls begun when its first bytes are there. It returns errTooLarge for a
	// message over max bytes, of which it keeps nothing.
	ReadMessage(max int, begun func()) ([]byte, error)
	WriteMessage(message []byte) error
	// EndWriting lets the other side see the end of what we had to say; reading goes on.
	EndWriting()
	// NetConn is the connection beneath, for deadlines.
	NetConn() net.Conn
	Close() error
}

// framed is the transport of the private sockets: the frames of native messaging.
type framed struct {
	conn net.Conn
}

func (f framed) ReadMessage(max int, begun func()) ([]byte, error) {
	message, err := native.ReadFrame(&noticing{f.conn, sync.OnceFunc(begun)}, max)
	if _, ok := errors.AsType[*native.FrameTooLargeError](err); ok {
		return nil, errTooLarge
	}
	return message, err
}

// noticing calls noticed after every read of at least one byte.
type noticing struct {
	from    io.Reader
	noticed func()
}

func (n *noticing) Read(p []byte) (int, error) {
	count, err := n.from.Read(p)
	if count > 0 {
		n.noticed()
	}
	return count, err
}

func (f framed) WriteMessage(message []byte) error {
	if err := f.conn.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	return native.WriteFrame(f.conn, message)
}

func (f framed) EndWriting() { endWriting(f.conn) }

func (f framed) NetConn() net.Conn { return f.conn }

func (f framed) Close() error { return f.conn.Close() }

// webSocket is the transport of the WebSocket route.
type webSocket struct {
	conn *websocket.Conn
}

// ReadMessage limits the size itself: the library's own limit closes the WebSocket before we could say why.
func (w webSocket) ReadMessage(max int, begun func()) ([]byte, error) {
	_, r, err := w.conn.NextReader()
	if err != nil {
		return nil, err
	}
	begun()
	message, err := io.ReadAll(io.LimitReader(r, int64(max)+1))
	if err == nil && len(message) > max {
		return nil, errTooLarge
	}
	return message, err
}

func (w webSocket) WriteMessage(message []byte) error {
	if err := w.conn.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	return w.conn.WriteMessage(websocket.TextMessage, message)
}

// EndWriting sends the close message; whether the other side hears it does not matter any more.
func (w webSocket) EndWriting() {
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = w.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(time.Second))
	endWriting(w.NetConn())
}

func (w webSocket) NetConn() net.Conn { return w.conn.NetConn() }

func (w webSocket) Close() error {
	w.EndWriting()
	return w.conn.Close()
}

func endWriting(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}

// lingerWithin is how long a client that we turn away may take to read why.
const lingerWithin = time.Second

// linger ends what we say and discards what the other side still sends until it hangs up. Closing a connection with
// unread input can make the operating system discard what we wrote last.
func linger(t transport) {
	t.EndWriting()
	conn := t.NetConn()
	if conn.SetReadDeadline(time.Now().Add(lingerWithin)) == nil {
		_, _ = io.Copy(io.Discard, conn)
	}
}
