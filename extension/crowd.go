package extension

import (
	"net"
	"sync"
	"time"
)

// crowded closes connections for which it has no room. They do not wait for room: whoever opens thousands would otherwise
// keep everybody else waiting behind them.
type crowded struct {
	net.Listener
	places places
}

// Accept returns the next connection that there is room for.
func (l *crowded) Accept() (net.Conn, error) {
	for {
		nc, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if tcp, ok := nc.(*net.TCPConn); ok && l.places.take() {
			return &placed{tcp, sync.OnceFunc(l.places.leave)}, nil
		}
		nc.Close()
	}
}

// placed is a connection that gives its place back when it is closed.
type placed struct {
	*net.TCPConn
	leave func()
}

func (p *placed) Close() error {
	defer p.leave()
	return p.TCPConn.Close()
}

// pace lets atOnce requests through in a row, and then one in every such time.
type pace struct {
	atOnce int
	every  time.Duration

	mu   sync.Mutex
	next time.Time // when the requests so far would be through, had they come one by one
}

func (p *pace) take() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.next.Before(now) {
		p.next = now
	}
	if p.next.Sub(now) > time.Duration(p.atOnce-1)*p.every {
		return false
	}
	p.next = p.next.Add(p.every)
	return true
}
