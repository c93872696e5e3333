package harvest

import (
	"net/http"
	"strconv"
	"time"
)

const (
	// Reset has whole seconds and nobody says how it was rounded: up to one
	// second may be missing. The rest is for clocks that differ a little.
	resetMargin = time.Second + 50*time.Millisecond

	// Date has whole seconds as well, so a window may end this much before the latest
	// moment it can end.
	endDoubt = resetMargin + time.Second

	// Greenhouse documents 30 seconds, and 10 for V1. A reset much further away is
	// not one, or was measured on a wrong clock.
	defaultWindow = 30 * time.Second
	v1Window      = 10 * time.Second
	maxWindow     = 5 * time.Minute

	// The reserve for clicks is one slot in twenty, and it is given back when a fifth of the window is left.
	reserveShare  = 20
	maxReserve    = 5
	lastPartShare = 5
)

// allowance is what the answers say about one window.
type allowance struct {
	reset     int64         // names the window: its end in epoch seconds of Greenhouse's clock; 0 when not told
	left      time.Duration // how far away its end was when told; 0 when that was not believable
	end       time.Time     // the latest moment it can end, on our clock
	limit     int           // at least 1 once anything is known
	remaining int
	told      time.Time // when remaining was told
	restored  bool      // from before a restart, no answer has confirmed it
}

// readAllowance reads the X-RateLimit headers; ok is false when nothing is said about
// what remains. A window without a believable end is taken to last for a whole length,
// by when it is certainly over.
func readAllowance(h http.Header, received time.Time, length time.Duration) (told allowance, ok bool) {
	remaining, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	if err != nil {
		return allowance{}, false
	}
	limit, _ := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	told = allowance{limit: max(limit, remaining, 1), remaining: max(remaining, 0), told: received}
	reset, left, ok := readReset(h, received)
	if ok && left >= -resetMargin && left <= maxWindow {
		told.left = left
	} else {
		left = length
	}
	told.reset, told.end = max(reset, 0), received.Add(left+resetMargin)
	return told, true
}

// supersededBy says whether an answer is about a later window. What a call brings back
// that was sent after the end is the truth in any case. A window without a name is over
// when a call that left after its last number was told does not bring back a lower one.
func (a allowance) supersededBy(told allowance, given pass) bool {
	nameless := told.reset == 0 && told.remaining >= a.remaining && !given.granted.Before(a.told)
	return told.reset > a.reset || !given.granted.Before(a.end) || nameless
}

func (a allowance) sameAs(told allowance) bool { return told.reset == a.reset || told.reset == 0 }

// narrowedBy takes in another answer about the same window. Answers overtake each other:
// the lowest number is the latest, and the earliest end is the best measured one.
func (a allowance) narrowedBy(told allowance) allowance {
	told.reset = a.reset
	if told.remaining >= a.remaining {
		told.remaining, told.told = a.remaining, a.told
	}
	told.end = earlier(a.end, told.end)
	return told
}

// hold is the limiter's holdLocked inside a known window.
func (a allowance) hold(now time.Time, p Priority, inFlight int, length time.Duration) (wait time.Duration, free bool) {
	spare := a.remaining - inFlight
	lastPart := a.end.Add(-endDoubt - length/lastPartShare)
	switch {
	case spare <= 0:
		return a.end.Sub(now), false
	case a.restored && inFlight >= unpacedSlots:
		return 0, false
	case p == Click || spare > a.reserve() || !now.Before(lastPart):
		return 0, true
	}
	return lastPart.Sub(now), false
}

// reserve is how many slots only clicks may use, so that a person does not wait behind an
// export for the next window. When nobody clicked, whoever waits gets them in the last part.
func (a allowance) reserve() int { return min(max(a.limit/reserveShare, 1), maxReserve) }

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
