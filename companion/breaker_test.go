package companion

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

func TestBreaker(t *testing.T) {
	fail := func(items ...queue.ItemID) func(*breaker, time.Time) {
		return func(b *breaker, now time.Time) {
			for _, item := range items {
				b.failure(item, now)
			}
		}
	}
	look := func(works bool) func(*breaker, time.Time) {
		return func(b *breaker, now time.Time) { b.looked(works, now) }
	}
	succeed := func(b *breaker, _ time.Time) { b.success() }
	tests := map[string]struct {
		events []func(*breaker, time.Time)
		rests  int
		rest   bool
	}{
		"new":                          {nil, 0, false},
		"few":                          {[]func(*breaker, time.Time){fail(1, 2, 3, 4)}, 0, false},
		"five":                         {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5)}, 1, true},
		"one add again and again":      {[]func(*breaker, time.Time){fail(1, 1, 1, 1, 1, 1, 1)}, 0, false},
		"few adds again and again":     {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 1, 2, 3, 4)}, 0, false},
		"success in between":           {[]func(*breaker, time.Time){fail(1, 2, 3, 4), succeed, fail(5, 6, 7, 8)}, 0, false},
		"on their way during the rest": {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)}, 1, true},
		"success during the rest":      {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5), succeed}, 0, false},
		"look says no":                 {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5), look(false)}, 2, true},
		"look says yes":                {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5), look(true)}, 1, false},
		"few after the rest":           {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5), look(true), fail(1, 2, 3, 4)}, 1, false},
		"five after the rest":          {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5), look(true), fail(1, 2, 3, 4, 5)}, 2, true},
		"look came too late":           {[]func(*breaker, time.Time){fail(1, 2, 3, 4, 5), succeed, look(false)}, 0, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			now := time.Now()
			b := &breaker{}
			for _, event := range test.events {
				event(b, now)
			}
			require.Equal(t, test.rests, b.rests)
			require.Equal(t, test.rest, b.resting())
			require.False(t, b.lookDue(now))
			require.Equal(t, test.rest, b.lookDue(now.Add(maxBackoff)))
		})
	}
}

// TestBreakerRestsLongerEachTime: from seconds to the longest back-off, each with jitter.
func TestBreakerRestsLongerEachTime(t *testing.T) {
	now := time.Now()
	b := &breaker{}
	for i := range queue.ItemID(tripAfter) {
		require.Equal(t, i == tripAfter-1, b.failure(i, now), "only the last one begins the rest")
	}
	for _, rest := range []time.Duration{2, 4, 8, 16, 32, 64, 128, 256, 300, 300} {
		rest *= time.Second
		require.WithinRange(t, b.until, now.Add(rest), now.Add(rest*5/4))
		b.looked(false, now)
	}
}

func TestOutOfOrder(t *testing.T) {
	tests := map[string]struct {
		err  error
		want bool
	}{
		"5xx":                  {&harvest.UnavailableError{Status: 503}, true},
		"unreadable":           {fmt.Errorf("list: %w", &harvest.UnavailableError{Status: 200, Err: errors.New("no JSON")}), true},
		"write with 5xx":       {&harvest.AmbiguousError{Status: 500}, true},
		"no answer":            {&harvest.UnavailableError{}, false},
		"write without answer": {&harvest.AmbiguousError{}, false},
		"refused":              {&harvest.ValidationError{Status: 422}, false},
		"slow down":            {&harvest.RateLimitError{}, false},
		"waiting":              {&wait{cause: CauseInDoubt}, false},
		"done":                 {nil, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, outOfOrder(test.err)) })
	}
}

func TestUnclearAnswersOfThisAttemptCount(t *testing.T) {
	start := time.Now()
	tests := map[string]struct {
		happened moment
		want     bool
	}{
		"5xx":     {moment{What: hUnclear, Status: 500}, true},
		"lost":    {moment{What: hUnclear}, false},
		"in time": {moment{What: hUnclear, Status: 408}, false},
		"refused": {moment{What: hRefused, Status: 500}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			j := &journal{}
			j.tell(test.happened)
			require.Equal(t, test.want, j.unclearSince(start))
			require.False(t, j.unclearSince(start.Add(time.Hour)), "of an earlier attempt")
		})
	}
}
