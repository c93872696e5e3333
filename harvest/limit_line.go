package harvest

import (
	"context"
	"slices"
)

// Priority says who goes first when calls wait for the rate limit.
type Priority int

// The priorities, the most urgent first. A call without one is a Click.
const (
	Click      Priority = iota // a person is waiting
	Export                     // many adds that somebody asked for
	Background                 // nobody is waiting

	priorities = int(Background) + 1
)

type priorityKey struct{}

// WithPriority returns a context whose calls wait for the rate limit with the given priority.
// What is less urgent than Background counts as Background, what is more urgent than Click as Click.
func WithPriority(ctx context.Context, p Priority) context.Context {
	return context.WithValue(ctx, priorityKey{}, min(max(p, Click), Background))
}

func priorityOf(ctx context.Context) Priority {
	p, _ := ctx.Value(priorityKey{}).(Priority)
	return p
}

// line is where calls wait: by priority, then first come, first served.
type line [priorities][]*waiter

// waiter is one waiting call. Its pass is set before ready is closed.
type waiter struct {
	priority Priority
	ready    chan struct{}
	pass     pass
}

func (l *line) join(p Priority) *waiter {
	w := &waiter{priority: p, ready: make(chan struct{})}
	l[p] = append(l[p], w)
	return w
}

// first is the next one to go, nil when nobody waits.
func (l *line) first() *waiter {
	for _, same := range l {
		if len(same) > 0 {
			return same[0]
		}
	}
	return nil
}

// drop takes one out of the line, and reports whether it still stood there.
func (l *line) drop(w *waiter) bool {
	same := l[w.priority]
	i := slices.Index(same, w)
	if i < 0 {
		return false
	}
	l[w.priority] = slices.Delete(same, i, i+1)
	return true
}

func (l *line) length() int {
	n := 0
	for _, same := range l {
		n += len(same)
	}
	return n
}
