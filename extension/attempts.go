package extension

import (
	"sync"
	"time"
)

const (
	maxAttempts    = 5
	attemptsWithin = time.Minute
)

// attempts remembers the latest failed attempts to prove a key. A key of 128 bits is not found by trying; the limit
// keeps a program that tries all the same from filling the processor and the log.
type attempts struct {
	mu     sync.Mutex
	failed [maxAttempts]time.Time
	oldest int // where the next one goes
}

// tooMany says whether all the remembered attempts are younger than a minute.
func (a *attempts) tooMany() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return time.Since(a.failed[a.oldest]) < attemptsWithin
}

func (a *attempts) fail() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed[a.oldest] = time.Now()
	a.oldest = (a.oldest + 1) % maxAttempts
}
