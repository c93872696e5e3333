package harvest

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// pacer holds calls back so that they never provoke a 429. All it knows is what
// the answers say: how many requests are left in the window, and when it ends.
//
// Requests in flight count as used, because their answers may be counted already or
// not. Outside a known window nothing is known, other programs share the limit, so one
// call goes ahead alone and brings back the numbers.
type pacer struct {
	mu        sync.Mutex
	current   window
	shutUntil time.Time // after a 429
	inFlight  int
	scouting  bool          // a call is out to learn about a new window
	changed   chan struct{} // closed and replaced when a call comes back
}

// pass is the permission to send one request. It is given back through leave.
type pass struct{ scout bool }

func newPacer() *pacer { return &pacer{changed: make(chan struct{})} }

// enter waits until one more request is within the limit, or until ctx ends.
func (p *pacer) enter(ctx context.Context) (pass, error) {
	for {
		granted, ok, changed, wait := p.try(time.Now())
		if ok {
			return granted, nil
		}
		if err := pause(ctx, changed, wait); err != nil {
			return pass{}, err
		}
	}
}

// pause ends when something changed, when the wait is over or, with an error, when
// ctx ends. A wait of zero is endless.
func pause(ctx context.Context, changed <-chan struct{}, wait time.Duration) error {
	var over <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-over:
	}
	return nil
}

func (p *pacer) try(now time.Time) (granted pass, ok bool, changed <-chan struct{}, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case now.Before(p.shutUntil):
		return pass{}, false, p.changed, p.shutUntil.Sub(now)
	case now.Before(p.current.end) && p.current.remaining <= p.inFlight:
		return pass{}, false, p.changed, p.current.end.Sub(now)
	case now.Before(p.current.end):
		p.inFlight++
		return pass{}, true, nil, 0
	case p.scouting:
		return pass{}, false, p.changed, 0
	}
	p.scouting = true
	p.inFlight++
	return pass{scout: true}, true, nil, 0
}

// leave gives a pass back with the answer that came, or the zero answer when none did.
func (p *pacer) leave(given pass, ans answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inFlight--
	if given.scout {
		p.scouting = false
	}
	p.learnLocked(ans)
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *pacer) learnLocked(ans answer) {
	if ans.status == http.StatusTooManyRequests {
		until := ans.received.Add(retryAfter(ans.header, ans.received) + resetMargin)
		p.shutUntil = later(p.shutUntil, until)
	}
	told, ok := readWindow(ans.header, ans.received)
	switch {
	case !ok: // it may have been counted all the same
		p.current.remaining--
	case told.reset == p.current.reset: // answers overtake each other: the lowest number is the latest
		p.current.remaining = min(p.current.remaining, told.remaining)
		p.current.end = earlier(p.current.end, told.end)
	case told.reset > p.current.reset || ans.received.After(p.current.end):
		p.current = told
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
