package amazinghiring

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
)

// errRepeats ends a list that would never end by itself.
var errRepeats = errors.New("the list brings the same page again")

// page is one page of a list. next says where the following one starts, 0 that
// there is none.
type page struct {
	rows []json.RawMessage
	next int
}

// list is how one kind of list is walked.
type list[T any] struct {
	first int
	fetch func(ctx context.Context, at int) (page, error)
	read  func(raw json.RawMessage) (T, error)
	id    func(T) int64
}

// all walks the pages, one in memory at a time. Rows move between pages while
// AmazingHiring's users work, so a row may come twice and is passed on once. A
// row that cannot be read is passed on as its error, and the list goes on.
func (l list[T]) all(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		seen := map[int64]bool{}
		for at, more := l.first, true; more; {
			p, err := l.patiently(ctx, at)
			if err != nil {
				yield(none, err)
				return
			}
			known := len(seen)
			if !l.pass(p.rows, seen, yield) {
				return
			}
			if p.next != 0 && len(seen) == known {
				yield(none, errRepeats)
				return
			}
			at, more = p.next, p.next != 0
		}
	}
}

// pass says whether the reader wants more.
func (l list[T]) pass(rows []json.RawMessage, seen map[int64]bool, yield func(T, error) bool) bool {
	for _, raw := range rows {
		row, err := l.read(raw)
		if err == nil && seen[l.id(row)] {
			continue
		}
		if err == nil {
			seen[l.id(row)] = true
		}
		if !yield(row, err) {
			return false
		}
	}
	return true
}

// patiently waits when AmazingHiring asks for a short pause: starting a long
// list again would cost it more.
func (l list[T]) patiently(ctx context.Context, at int) (page, error) {
	for range pauses {
		p, err := l.fetch(ctx, at)
		limit, ok := errors.AsType[*RateLimitError](err)
		if !ok || limit.RetryAfter == 0 || limit.RetryAfter > longestPause {
			return p, err
		}
		if err := pause(ctx, limit.RetryAfter); err != nil {
			return page{}, err
		}
	}
	return l.fetch(ctx, at)
}
