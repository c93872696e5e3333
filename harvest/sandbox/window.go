package sandbox

import (
	"strconv"
	"time"
)

// window is a fixed rate window. It opens on the whole second of its first call, so that its end is
// exactly what the reset header can say.
type window struct {
	limit  int
	length time.Duration
	start  time.Time
	used   int
}

// take spends one call, or says that none is left.
func (w *window) take(now time.Time) bool {
	w.roll(now)
	if w.used >= w.limit {
		return false
	}
	w.used++
	return true
}

// describe writes the three rate headers as they stand.
func (w *window) describe(now time.Time, a *answer) {
	w.roll(now)
	a.setHeader("X-RateLimit-Limit", strconv.Itoa(w.limit))
	a.setHeader("X-RateLimit-Remaining", strconv.Itoa(w.limit-w.used))
	a.setHeader("X-RateLimit-Reset", strconv.FormatInt(w.end().Unix(), 10))
}

// exceeded is the 429 with its waiting time, rounded up to whole seconds.
func (w *window) exceeded(now time.Time) answer {
	a := jsonAnswer(429, object{"message": "Rate limit exceeded"})
	wait := (w.end().Sub(now) + time.Second - 1) / time.Second
	a.setHeader("Retry-After", strconv.FormatInt(int64(wait), 10))
	return a
}

func (w *window) roll(now time.Time) {
	if now.Before(w.end()) {
		return
	}
	w.start, w.used = now.Truncate(time.Second), 0
}

func (w *window) end() time.Time {
	return w.start.Add(w.length)
}
