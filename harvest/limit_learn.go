package harvest

import (
	"net/http"
	"time"
)

// learnLocked takes in an answer. The zero answer is of a request that was sent and
// came to nothing.
func (l *limiter) learnLocked(given pass, ans answer) {
	if ans.status == http.StatusTooManyRequests {
		until := ans.received.Add(retryAfter(ans.header, ans.received) + resetMargin)
		l.shutUntil = later(l.shutUntil, until)
	}
	told, ok := readAllowance(ans.header, ans.received, orDefault(l.length.guess(), l.assumed))
	if !ok {
		l.noteUnnumberedLocked(given, ans)
		return
	}
	l.unnumbered = false
	l.length.learn(l.known, told)
	switch {
	case l.known.supersededBy(told, given):
		l.known = told
	case l.known.sameAs(told):
		l.known = l.known.narrowedBy(told)
	}
}

// noteUnnumberedLocked takes in an answer without numbers: the request may have been
// counted all the same. Only a scout's answer says that there are no numbers: one among
// numbered ones is a gateway's, and one that left before a refusal came is out of date.
func (l *limiter) noteUnnumberedLocked(given pass, ans answer) {
	l.known.remaining--
	switch {
	case ans.status == http.StatusTooManyRequests:
		l.unnumbered = false
	case given.scout && ans.status != 0 && l.known.limit == 0:
		l.unnumbered = true
	}
}

// windowLength is what was seen of how long a window lasts.
type windowLength struct {
	step    time.Duration // the smallest between two resets, zero before there were two
	longest time.Duration // that was ever left of a window
}

// guess is zero before anything was seen. Fixed windows follow each other at whole
// lengths, so the smallest step is the length; but a rolling window moves its reset
// with every answer, and no window is shorter than what was left of it.
func (w windowLength) guess() time.Duration { return max(w.step, w.longest) }

// learn takes in what is told after something was known.
func (w *windowLength) learn(known, told allowance) {
	w.longest = max(w.longest, told.left)
	seconds := told.reset - known.reset
	if known.reset == 0 || seconds <= 0 || seconds > int64(maxWindow/time.Second) {
		return
	}
	step := time.Duration(seconds) * time.Second
	if w.step == 0 || step < w.step {
		w.step = step
	}
}
