package extension

import (
	"net"
	"sync"
	"time"
)

const (
	// messageWithin is how long a message may take to arrive once it has begun. Between messages a client may be silent for
	// as long as it likes.
	messageWithin = 30 * time.Second

	// maxUnproved is the largest message, in bytes, of a client that has yet to show that it may talk.
	maxUnproved = 16 << 10
)

// reading keeps the deadline of a connection's reads. Once it has ended, no later deadline brings reading back.
type reading struct {
	conn net.Conn

	mu    sync.Mutex
	ended bool
}

// begun gives the message that has just begun its time.
func (r *reading) begun() { r.until(time.Now().Add(messageWithin)) }

// done takes the time limit away again.
func (r *reading) done() { r.until(time.Time{}) }

func (r *reading) until(deadline time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended {
		_ = r.conn.SetReadDeadline(deadline)
	}
}

// end ends a read that is under way, and every later one.
func (r *reading) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	_ = r.conn.SetReadDeadline(time.Unix(1, 0))
}
