package queue

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAClickOvertakesALargeExportWithinOneLease(t *testing.T) {
	q := openAt(t, t.TempDir())
	runs := make([]func(*transaction) error, 3000)
	for i := range runs {
		runs[i] = func(tx *transaction) error {
			_, _, err := tx.enqueue(Add{DedupeKey: fmt.Sprint(i), Priority: Export})
			return err
		}
	}
	require.Equal(t, make([]error, len(runs)), commitTogether(q, runs...))
	require.NoError(t, q.Complete(lease(t, q), nil))
	click := add(t, q, "click")
	require.Equal(t, click.ID, lease(t, q).Item.ID)
}

// TestAPoisonItemBlocksNobody: the most urgent item fails for ever, and all others are done meanwhile.
func TestAPoisonItemBlocksNobody(t *testing.T) {
	q := openAt(t, t.TempDir())
	poison := add(t, q, "poison")
	for i := range 20 {
		add(t, q, fmt.Sprint(i))
	}
	for q.Stats().Counts[Done] < 20 {
		l := lease(t, q)
		if l.Item.ID != poison.ID {
			require.NoError(t, q.Complete(l, nil))
			continue
		}
		require.Less(t, l.Item.Attempt, 10)
		require.NoError(t, q.WaitUntil(l, Wait{Due: time.Now().Add(time.Hour), Cause: "fails"}, nil))
	}
	requireState(t, q, poison.ID, Waiting)
}

func TestManyProducersOfTheSameAdds(t *testing.T) {
	q := openAt(t, t.TempDir())
	const adds = 20
	var created [adds]atomic.Int32
	var ids [adds]atomic.Uint64
	var producers sync.WaitGroup
	for producer := range 64 {
		producers.Go(func() {
			for n := range adds {
				n = (n + producer) % adds
				it, isNew, err := q.Enqueue(t.Context(), Add{DedupeKey: fmt.Sprint("key ", n)})
				if err != nil {
					t.Error(err)
				}
				if isNew {
					created[n].Add(1)
				}
				if old := ids[n].Swap(uint64(it.ID)); old != 0 && old != uint64(it.ID) {
					t.Errorf("add %d is item %d and item %d", n, old, it.ID)
				}
			}
		})
	}
	producers.Wait()
	for n := range created {
		require.Equal(t, int32(1), created[n].Load(), "add %d", n)
	}
	require.Equal(t, adds, q.Stats().Counts[Ready])
}

// TestManyProducersOfOneGroup: while 64 producers add and 8 workers lease, never two items of a group are in work.
func TestManyProducersOfOneGroup(t *testing.T) {
	q := openAt(t, t.TempDir())
	const items = 64 * 4
	var inWork [3]atomic.Int32
	var finished atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for l, err := q.Lease(ctx); err == nil; l, err = q.Lease(ctx) {
				group := l.Item.Groups[0][0]
				if inWork[group].Add(1) != 1 {
					t.Errorf("two items of group %d are leased", group)
				}
				inWork[group].Add(-1)
				if err := q.Complete(l, nil); err != nil {
					t.Error(err)
				}
				if finished.Add(1) == items {
					cancel()
				}
			}
		})
	}
	for producer := range 64 {
		all.Go(func() {
			for n := range items / 64 {
				_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: fmt.Sprint(producer, " ", n), Groups: []Group{{byte(n % 3)}}})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	require.Equal(t, items, q.Stats().Counts[Done])
}
