package extension

import (
	"sync"
	"time"
)

const (
	maxAttempts    = 5
	attemptsWithin = time.Minute
)

// attempts remembers the latest failed attempts to prove a key, by caller: one extension that tries must not lock the others
// out. A key of 128 bits is not found by trying; the limit keeps a program that tries all the same from filling the
// processor and the log. There are no more callers than allowed origins, and so it needs no limit of its own.
type attempts struct {
	mu       sync.Mutex
	byCaller map[string]*failures
}

type failures struct {
	at     [maxAttempts]time.Time
	oldest int // where the next one goes
}

// tooMany says whether all the caller's remembered attempts are younger than a minute.
func (a *attempts) tooMany(caller string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	f := a.byCaller[caller]
	return f != nil && time.Since(f.at[f.oldest]) < attemptsWithin
}

func (a *attempts) fail(caller string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f := a.byCaller[caller]
	if f == nil {
		f = new(failures)
		a.byCaller[caller] = f
	}
	f.at[f.oldest] = time.Now()
	f.oldest = (f.oldest + 1) % maxAttempts
}
