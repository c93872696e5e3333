package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// v1Window is the rate window of the key. It remembers every call in it, because whether the real window
// is fixed or rolls on is not documented.
type v1Window struct {
	limit  int
	length time.Duration
	calls  []time.Time // oldest first
}

// take spends one call, or says that none is left.
func (w *v1Window) take(now time.Time, set v1Behaviour) bool {
	w.forget(now, set)
	if len(w.calls) >= set.rateLimit {
		return false
	}
	w.calls = append(w.calls, now)
	return true
}

// forget lets go of calls: each when its own time is over, or all together with the first. Another rate
// starts afresh.
func (w *v1Window) forget(now time.Time, set v1Behaviour) {
	if w.limit != set.rateLimit || w.length != set.rateWindow {
		*w = v1Window{limit: set.rateLimit, length: set.rateWindow}
	}
	over := func(at time.Time) bool { return !now.Before(set.windowEnd(at)) }
	if set.window == "rolling" {
		w.calls = slices.DeleteFunc(w.calls, over)
		return
	}
	if len(w.calls) > 0 && over(w.calls[0]) {
		w.calls = nil
	}
}

// describe writes the two headers of a call that was let through.
func (w *v1Window) describe(a *answer, set v1Behaviour) {
	a.setHeader("X-RateLimit-Limit", strconv.Itoa(set.rateLimit))
	a.setHeader("X-RateLimit-Remaining", strconv.Itoa(set.rateLimit-len(w.calls)))
}

// exceeded is the 429, which is documented to come without those two and says when to come back.
func (w *v1Window) exceeded(now time.Time, set v1Behaviour) answer {
	a := jsonAnswer(http.StatusTooManyRequests, object{"message": "Rate limit exceeded"})
	end := set.windowEnd(w.calls[0])
	wait := (end.Sub(now) + time.Second - 1) / time.Second
	a.setHeader("X-RateLimit-Reset", strconv.FormatInt(end.Unix(), 10))
	a.setHeader("Retry-After", strconv.FormatInt(int64(wait), 10))
	return a
}

// windowEnd is when a window that this call opened is over, on the whole second that the header can say.
func (b v1Behaviour) windowEnd(call time.Time) time.Time {
	return call.Truncate(time.Second).Add(b.rateWindow)
}
