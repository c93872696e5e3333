package companion

import (
	"context"
	"sync"
)

// besides is how many calls inParallel makes at a time: enough for the queue to sync them together.
const besides = 64

// inParallel does the same for each, many at a time, and returns the first error.
func inParallel[T any](ctx context.Context, list []T, do func(context.Context, T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	places := make(chan struct{}, besides)
	var wg sync.WaitGroup
	for _, one := range list {
		places <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wg.Go(func() {
			if err := do(ctx, one); err != nil {
				cancel(err)
			}
			<-places
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}
