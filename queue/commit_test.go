package queue

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"
)

// commitTogether runs operations in one call of the committer, as if they had arrived during one sync.
func commitTogether(q *Queue, runs ...func(*transaction) error) []error {
	batch := make([]*operation, len(runs))
	for i, run := range runs {
		batch[i] = newOperation(0, run)
	}
	_ = q.do(context.Background(), 0, func(*transaction) error { return nil }) // the committer is idle from here on
	q.commit(batch)
	results := make([]error, len(batch))
	for i, op := range batch {
		results[i] = <-op.answer
	}
	return results
}

func enqueueOp(key string) func(*transaction) error {
	return func(tx *transaction) error {
		_, _, err := tx.enqueue(Add{DedupeKey: key, Payload: []byte(key)})
		return err
	}
}

func TestARefusedOperationDoesNotDisturbItsBatch(t *testing.T) {
	q := openAt(t, t.TempDir())
	refuse := func(tx *transaction) error {
		_, err := tx.leased(Lease{Item: Item{ID: 1}, Token: 9})
		return err
	}
	results := commitTogether(q, enqueueOp("a"), refuse, enqueueOp("b"))
	require.Equal(t, []error{nil, ErrStaleLease, nil}, results)
	require.Equal(t, 2, q.Stats().Counts[Ready])
}

func TestOperationsOfOneBatchSeeEachOther(t *testing.T) {
	q := openAt(t, t.TempDir())
	var twice []bool
	again := func(tx *transaction) error {
		_, created, err := tx.enqueue(Add{DedupeKey: "a"})
		twice = append(twice, created)
		return err
	}
	var leases []ItemID
	take := func(tx *transaction) error {
		l, err := q.leaseNext(tx, Background)
		leases = append(leases, l.Item.ID)
		return err
	}
	results := commitTogether(q, again, again, take, take)
	require.Equal(t, []error{nil, nil, nil, nil}, results)
	require.Equal(t, []bool{true, false}, twice)
	require.Equal(t, []ItemID{1, 0}, leases)
	requireState(t, q, 1, Leased)
}

func TestABatchLargerThanATransaction(t *testing.T) {
	q := openAt(t, t.TempDir())
	runs := make([]func(*transaction) error, 200)
	for i := range runs {
		runs[i] = func(tx *transaction) error {
			_, _, err := tx.enqueue(Add{DedupeKey: fmt.Sprint(i), Payload: make([]byte, 30<<10)})
			return err
		}
	}
	require.Equal(t, make([]error, len(runs)), commitTogether(q, runs...))
	items, err := q.List(Filter{})
	require.NoError(t, err)
	require.Len(t, items, len(runs))
}

func TestAFailedCommitTakesEverythingBack(t *testing.T) {
	q := openAt(t, t.TempDir())
	add(t, q, "kept")
	broken := errors.New("the disk said no")
	breakIt := func(tx *transaction) error {
		return tx.write(0, func(*badger.Txn) error { return broken })
	}
	take := func(tx *transaction) error {
		_, err := q.leaseNext(tx, Background)
		return err
	}
	for _, err := range commitTogether(q, enqueueOp("lost"), take, breakIt, enqueueOp("lost too")) {
		require.ErrorIs(t, err, broken)
	}
	requireState(t, q, 1, Ready)
	_, err := q.Get(2)
	require.ErrorIs(t, err, ErrNotFound)

	require.Equal(t, ItemID(2), add(t, q, "lost").ID)
	require.Equal(t, ItemID(1), lease(t, q).Item.ID)
}
