package harvest

import (
	"sync"
	"time"
)

const saveEvery = time.Second

// Window is what is known about the rate window, to be kept across restarts.
type Window struct {
	Limit     int       `json:"limit"`
	Remaining int       `json:"remaining"` // what is surely left: calls on their way and in line count as made
	Reset     time.Time `json:"reset"`     // the latest moment it can end, by this computer's clock
}

// WindowStore keeps the rate window of one credential. Without it a restart in the middle of
// a window would not know what is left. Save is never called twice at the same time, at most
// once a second, and once more by Client.Close; its failure costs nothing but knowledge.
type WindowStore interface {
	// Load returns what Save kept, and whether there is anything.
	Load() (Window, bool)
	// Save replaces what was kept before.
	Save(Window)
}

// saver saves what take returns, soon after something changed. The nil saver keeps nothing.
type saver struct {
	store WindowStore
	take  func() (Window, bool)

	mu     sync.Mutex
	due    *time.Timer // nil when nothing changed since the last time
	last   time.Time
	closed bool

	writing sync.Mutex // held while saving, so that an older number never replaces a newer one
}

// note makes sure that the state as it will soon be is saved. It does not wait.
func (s *saver) note() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.due == nil {
		s.due = time.AfterFunc(time.Until(s.last.Add(saveEvery)), s.ring)
	}
}

func (s *saver) ring() {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.begin() {
		s.save()
	}
}

// begin forgets the changes that are about to be saved, unless all was saved for good.
func (s *saver) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due, s.last = nil, time.Now()
	return !s.closed
}

func (s *saver) save() {
	if w, ok := s.take(); ok {
		s.store.Save(w)
	}
}

// close saves a last time. Nothing is saved after it has returned.
func (s *saver) close() {
	if s == nil {
		return
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.end() {
		s.save()
	}
}

// end reports whether it is the first one.
func (s *saver) end() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := !s.closed
	s.closed = true
	if s.due != nil {
		s.due.Stop()
	}
	return first
}

// window is what to keep. A refusal outlasts the window it came in, so it counts as one.
func (l *limiter) window() (Window, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := Window{
		Limit:     l.known.limit,
		Remaining: max(l.known.remaining-l.inFlight-l.line.length(), 0),
		Reset:     l.known.end.Round(0).UTC(),
	}
	if l.shutUntil.After(l.known.end) {
		w.Remaining, w.Reset = 0, l.shutUntil.Round(0).UTC()
	}
	return w, w.Limit > 0
}

// restore goes on with a kept window. One that is over, or ends too late to be believed
// because the clock was set in between, is left alone.
func (l *limiter) restore(w Window, now time.Time) {
	left := w.Reset.Sub(now)
	if left <= 0 || left > maxWindow || w.Limit < 1 || w.Remaining < 0 {
		return
	}
	l.known = allowance{end: now.Add(left), limit: w.Limit, remaining: min(w.Remaining, w.Limit), restored: true}
	l.length.longest = left
}
