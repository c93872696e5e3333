package main

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// atOnce is how many rows are under way at a time; the service works on 16 requests of a connection.
const atOnce = 12

// batch announces the rows that follow.
func (l *sheetList) batch() extension.Batch {
	b := extension.Batch{BatchID: l.batchID(), Account: l.account, Kind: extension.BatchSheet, Name: l.file, Target: l.target}
	for _, p := range l.people {
		b.People = append(b.People, extension.BatchPerson{RequestID: p.requestID})
	}
	return b
}

func (l *sheetList) add(p sheetPerson, batch string) extension.Add {
	return extension.Add{
		RequestID: p.requestID, Account: l.account, Profile: p.profile, FirstName: p.first, LastName: p.last,
		Target: l.target, Batch: batch, Priority: extension.PriorityExport,
	}
}

// sendRows sends everybody. Stopped halfway, the same import again sends the rest.
func (a *app) sendRows(ctx context.Context, client *extension.Client, l *sheetList) error {
	var (
		before atomic.Int64
		mu     sync.Mutex
	)
	adds := l.adds()
	err := eachAtOnce(ctx, len(adds), func(ctx context.Context, i int) error {
		receipt, err := extension.Call[extension.Receipt](ctx, client, adds[i])
		if failure, ok := extension.OfOnePerson(err); ok {
			mu.Lock()
			defer mu.Unlock()
			l.refused++
			a.out.step("Row %d was not received: %s", l.people[i].row, failure.Message)
			return nil
		}
		if receipt.Duplicate {
			before.Add(1)
		}
		return err
	})
	if n := before.Load(); err == nil && n > 0 {
		a.out.step("%d of them were received before; they are not added again.", n)
	}
	return err
}

func (l *sheetList) adds() []extension.Add {
	adds := make([]extension.Add, len(l.people))
	id := l.batchID()
	for i, p := range l.people {
		adds[i] = l.add(p, id)
	}
	return adds
}

// eachAtOnce does the work for 0 to n-1, some at a time, and returns the first error, after which nothing more begins.
func eachAtOnce(ctx context.Context, n int, work func(ctx context.Context, i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		workers sync.WaitGroup
		next    atomic.Int64
	)
	for range min(n, atOnce) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := work(ctx, i); err != nil {
					stop(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}
