package amazinghiring

import (
	"context"
	"sync"
	"time"
)

const (
	// maxInFlight is how many requests a client has out at once. AmazingHiring
	// publishes no limit, so this is politeness.
	maxInFlight = 2

	// longestPause is how long a list waits by itself when it is asked to.
	longestPause = 2 * time.Minute

	// pauses is how often in a row a list waits for the same page.
	pauses = 5
)

// limiter keeps a client from asking for too much at once, and from asking
// before the time AmazingHiring named.
type limiter struct {
	slots     chan struct{}
	mu        sync.Mutex
	shutUntil time.Time
}

func newLimiter() *limiter { return &limiter{slots: make(chan struct{}, maxInFlight)} }

// enter waits for a slot. It does not wait for the time AmazingHiring named:
// whoever asked may have better things to do. Only without an error, leave must
// follow.
func (l *limiter) enter(ctx context.Context) error {
	select {
	case l.slots <- struct{}{}:
	case <-ctx.Done():
		return &UnavailableError{Err: ctx.Err()}
	}
	if left := l.left(time.Now()); left > 0 {
		l.leave()
		return &RateLimitError{RetryAfter: left}
	}
	return nil
}

func (l *limiter) leave() { <-l.slots }

// shut never opens earlier than somebody else was told.
func (l *limiter) shut(wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := time.Now().Add(wait); until.After(l.shutUntil) {
		l.shutUntil = until
	}
}

func (l *limiter) left(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.shutUntil.Sub(now)
}

// pause returns early when ctx ends.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &UnavailableError{Err: ctx.Err()}
	}
}
