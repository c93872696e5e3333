package harvest

import (
	"context"
	"sync"
	"time"
)

const (
	// unpacedSlots is how many calls are out at once while nothing is known about the limit.
	unpacedSlots = 4

	// scoutPatience is how long everybody waits for the one call that learns about a new window.
	scoutPatience = 5 * time.Second
)

// limiter holds calls back so that they never provoke a 429. All it knows is what
// the answers say: how many requests are left in the window, and when it ends.
//
// A request in flight holds a slot of what is left, because it may be counted already
// or not. Outside a known window nothing is known, other programs share the limit, so
// one call goes ahead alone, as a scout, and brings back the numbers. A server that
// never sends numbers is trusted with a few calls at once until it refuses one.
//
// See https://harvestdocs.greenhouse.io/docs/api-rate-limiting.
type limiter struct {
	mu         sync.Mutex
	known      allowance
	length     windowLength
	assumed    time.Duration // how long a window is while no length was seen
	shutUntil  time.Time     // after a 429
	unnumbered bool          // the server sends no rate headers
	inFlight   int
	scoutSince time.Time // zero when none is out
	line       line
	alarm      *time.Timer // rings when the first in line may go
	saver      *saver      // nil when nothing is kept
}

// pass is the permission to send one request. It is given back through leave or cancel.
type pass struct {
	granted time.Time
	scout   bool
}

// newLimiter goes on with the window that the store kept, if that is still open.
func newLimiter(store WindowStore, assumed time.Duration) *limiter {
	l := &limiter{assumed: assumed}
	if store == nil {
		return l
	}
	l.saver = &saver{store: store, take: l.window}
	if kept, ok := store.Load(); ok {
		l.restore(kept, time.Now())
	}
	return l
}

// enter waits until one more request is within the limit, or until ctx ends.
func (l *limiter) enter(ctx context.Context) (pass, error) {
	if err := ctx.Err(); err != nil {
		return pass{}, err
	}
	w := l.join(priorityOf(ctx))
	select {
	case <-w.ready:
		return w.pass, nil
	case <-ctx.Done():
		l.withdraw(w)
		return pass{}, ctx.Err()
	}
}

func (l *limiter) join(p Priority) *waiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.line.join(p)
	l.pumpLocked()
	return w
}

func (l *limiter) withdraw(w *waiter) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.line.drop(w) { // its turn came at the same moment
		l.returnLocked(w.pass)
	}
	l.pumpLocked()
}

// leave gives a pass back with the answer that came, or with how it was lost.
func (l *limiter) leave(given pass, ans answer, lost *lost) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.returnLocked(given)
	if lost == nil || !lost.unsent {
		l.learnLocked(given, ans)
	}
	l.pumpLocked()
	l.saver.note()
}

// cancel gives a pass back that was not used.
func (l *limiter) cancel(given pass) { l.leave(given, answer{}, &lost{unsent: true}) }

func (l *limiter) returnLocked(given pass) {
	l.inFlight--
	if given.scout {
		l.scoutSince = time.Time{}
	}
}

// pumpLocked lets everybody go who may, in order, and sets the alarm for the first who may not.
func (l *limiter) pumpLocked() {
	now := time.Now()
	for w := l.line.first(); w != nil; w = l.line.first() {
		wait, free := l.holdLocked(now, w.priority)
		if !free {
			l.wakeLocked(wait)
			return
		}
		l.line.drop(w)
		l.grantLocked(w, now)
	}
	l.wakeLocked(0)
}

func (l *limiter) grantLocked(w *waiter, now time.Time) {
	w.pass = pass{granted: now, scout: !l.unnumbered && !now.Before(l.known.end)}
	if w.pass.scout {
		l.scoutSince = now
	}
	l.inFlight++
	close(w.ready)
	l.saver.note()
}

// holdLocked says whether a call may go now, and if not, how long it has to wait at
// least. A wait of zero is for whatever answer comes next.
func (l *limiter) holdLocked(now time.Time, p Priority) (wait time.Duration, free bool) {
	switch {
	case now.Before(l.shutUntil):
		return l.shutUntil.Sub(now), false
	case l.unnumbered:
		return 0, l.inFlight < unpacedSlots
	case now.Before(l.known.end):
		return l.known.hold(now, p, l.inFlight, l.length.guess())
	}
	return l.scoutLocked(now)
}

// scoutLocked holds back all but one, unless that one stays away for long. Late calls of
// the old window may be counted in the new one, so even a scout needs room beside them.
func (l *limiter) scoutLocked(now time.Time) (wait time.Duration, free bool) {
	due := l.scoutSince.Add(scoutPatience)
	switch {
	case l.known.limit > 0 && l.inFlight >= l.known.limit:
		return 0, false
	case l.scoutSince.IsZero() || !now.Before(due):
		return 0, true
	}
	return due.Sub(now), false
}

func (l *limiter) wakeLocked(wait time.Duration) {
	if l.alarm != nil {
		l.alarm.Stop()
	}
	if wait > 0 {
		l.alarm = time.AfterFunc(wait, l.ring)
	}
}

func (l *limiter) ring() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pumpLocked()
}
