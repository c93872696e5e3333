package harvest

import (
	"context"
	"sync/atomic"
)

type counterKey struct{}

// WithCounter returns a context whose calls are counted: every request that is sent to the API and spends one of the rate
// limit, also when it is refused or its answer is lost. Getting a token is none.
func WithCounter(ctx context.Context, counter *atomic.Int64) context.Context {
	return context.WithValue(ctx, counterKey{}, counter)
}

// countRequest counts a request that is about to be sent.
func countRequest(ctx context.Context) {
	if counter, ok := ctx.Value(counterKey{}).(*atomic.Int64); ok {
		counter.Add(1)
	}
}
