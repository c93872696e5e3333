package companion

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// tripAfter is how many adds in a row, each another one, must meet trouble before the account rests. An add that fails
// again and again is its own trouble and keeps nobody else waiting.
const tripAfter = 5

// breaker lets an account rest while Greenhouse has trouble of its own: nothing is attempted until a look at the end of
// the rest says that it works. Each rest is longer than the one before, until an add succeeds. The zero breaker is closed.
type breaker struct {
	// failed are the adds that met trouble since the last success.
	failed map[queue.ItemID]bool
	rests  int
	// until is when the rest is over and a look is due; zero while there is no rest. It is never stored, so that a wall
	// clock that is set does not move it.
	until time.Time
}

func (b *breaker) resting() bool { return !b.until.IsZero() }

// lookDue says whether the rest is over.
func (b *breaker) lookDue(now time.Time) bool { return b.resting() && !now.Before(b.until) }

// failure takes in that an add met trouble, and reports whether that began a rest.
func (b *breaker) failure(item queue.ItemID, now time.Time) (began bool) {
	if b.resting() {
		return false // was on its way when the rest began
	}
	if b.failed == nil {
		b.failed = map[queue.ItemID]bool{}
	}
	b.failed[item] = true
	if len(b.failed) < tripAfter {
		return false
	}
	b.rest(now)
	return true
}

func (b *breaker) rest(now time.Time) {
	b.rests++
	b.until = now.Add(backoff(b.rests))
	clear(b.failed)
}

// success takes in that an add got through, and reports whether that ended a rest.
func (b *breaker) success() (ended bool) {
	ended = b.resting()
	*b = breaker{}
	return ended
}

// looked takes in what the look at the end of a rest said. It ends the rest, but only an add that gets through is a success.
func (b *breaker) looked(works bool, now time.Time) {
	if works {
		b.until = time.Time{}
	} else if b.resting() {
		b.rest(now)
	}
}

// failure takes in that an add met Greenhouse's own trouble, and reports whether that began a rest, and how long it is.
func (c *connection) failure(item queue.ItemID) (rest time.Duration, began bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	began = c.trouble.failure(item, now)
	return c.trouble.until.Sub(now), began
}

// success takes in that an add got through, and reports whether that ended a rest.
func (c *connection) success() (ended bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble.success()
}

// looked takes in what the look at the end of a rest said.
func (c *connection) looked(works bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trouble.looked(works, time.Now())
}

func (c *connection) isResting() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble.resting()
}

func (c *connection) lookDue() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble.lookDue(time.Now())
}

// outOfOrder says that Greenhouse answered, and that the answer tells of its own trouble: a 5xx, or nothing that can be read.
func outOfOrder(err error) bool {
	var (
		unavailable *harvest.UnavailableError
		ambiguous   *harvest.AmbiguousError
	)
	return errors.As(err, &unavailable) && unavailable.Status != 0 || errors.As(err, &ambiguous) && ambiguous.Status != 0
}

// unclearSince says whether a write was answered with an error page since then. Such an answer does not end the attempt.
func (j *journal) unclearSince(start time.Time) bool {
	start = start.Truncate(time.Millisecond) // as the story keeps times
	return slices.ContainsFunc(j.Story, func(m moment) bool {
		return m.What == hUnclear && m.Status >= http.StatusInternalServerError && !m.At.Before(start)
	})
}
