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
		for w := l.begin(); !w.over; {
			rows, err := w.next(ctx)
			for _, r := range rows {
				if !yield(r.value, r.problem) {
					return
				}
			}
			if err != nil {
				yield(none, err)
				return
			}
		}
	}
}

// walk is how far a list was read.
type walk[T any] struct {
	list list[T]
	at   int
	over bool
	seen map[int64]bool
}

// row is one row of a list, or why it cannot be read.
type row[T any] struct {
	value   T
	problem error
}

func (l list[T]) begin() *walk[T] {
	return &walk[T]{list: l, at: l.first, seen: map[int64]bool{}}
}

// next reads one page and leaves out the rows that came before. After an error
// the same page comes next.
func (w *walk[T]) next(ctx context.Context) ([]row[T], error) {
	p, err := w.list.patiently(ctx, w.at)
	if err != nil {
		return nil, err
	}
	known := len(w.seen)
	rows := w.fresh(p.rows)
	if p.next != 0 && len(w.seen) == known {
		return rows, errRepeats
	}
	w.at, w.over = p.next, p.next == 0
	return rows, nil
}

func (w *walk[T]) fresh(page []json.RawMessage) []row[T] {
	var rows []row[T]
	for _, raw := range page {
		value, err := w.list.read(raw)
		if err == nil && w.seen[w.list.id(value)] {
			continue
		}
		if err == nil {
			w.seen[w.list.id(value)] = true
		}
		rows = append(rows, row[T]{value, err})
	}
	return rows
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
