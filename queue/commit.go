package queue

import (
	"context"
	"time"
)

// operation is one caller's wish. It runs in the committer's goroutine; it checks first and writes last, so that a refused operation
// leaves no trace in the transaction that it shares with others.
type operation struct {
	run    func(*transaction) error
	size   int // about how many bytes it will write
	result error
	answer chan error
}

func newOperation(size int, run func(*transaction) error) *operation {
	return &operation{run: run, size: size, answer: make(chan error, 1)}
}

// do hands an operation to the committer and waits until it is refused, or committed and synced. When ctx ends before the committer
// takes it up, nothing is written.
func (q *Queue) do(ctx context.Context, size int, run func(*transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	op := newOperation(size, run)
	select {
	case q.operations <- op:
		return <-op.answer
	case <-ctx.Done():
		return ctx.Err()
	case <-q.closing:
		return ErrClosed
	}
}

func (q *Queue) commitUntilClosed() {
	defer close(q.committed)
	for {
		select {
		case op := <-q.operations:
			q.commit(q.gather(op))
		case <-q.closing:
			return
		}
	}
}

// gather adds what arrived during the last commit, up to what fits into one transaction.
func (q *Queue) gather(first *operation) []*operation {
	batch := []*operation{first}
	size := first.size
	for len(batch) < maxBatchOperations && size < maxBatchBytes {
		select {
		case op := <-q.operations:
			batch = append(batch, op)
			size += op.size
		default:
			return batch
		}
	}
	return batch
}

// commit carries out all operations, as a rule in one transaction, and answers them.
func (q *Queue) commit(batch []*operation) {
	for len(batch) > 0 {
		taken := q.commitSome(batch)
		for _, op := range batch[:taken] {
			op.answer <- op.result
		}
		batch = batch[taken:]
	}
}

// commitSome carries out the operations that fit into one transaction and returns how many they are. When the commit fails, even a
// refusal may rest on something that did not happen, so all of them get the commit's error.
func (q *Queue) commitSome(batch []*operation) int {
	if err := q.reload(); err != nil {
		fail(batch, err)
		return len(batch)
	}
	tx := q.begin()
	taken := tx.run(batch)
	err := tx.commit()
	tx.end()
	if err != nil {
		fail(batch[:taken], err)
	}
	if err != nil && tx.broken == nil {
		q.store.distrust()
	}
	q.store.wrote(tx.bytes)
	q.settle(tx, err)
	return taken
}

func fail(batch []*operation, err error) {
	for _, op := range batch {
		op.result = err
	}
}

// reload builds the index again after a commit failed.
func (q *Queue) reload() error {
	if q.index != nil {
		return nil
	}
	return q.load()
}

func (q *Queue) begin() *transaction {
	return &transaction{
		store:   q.store,
		now:     stored(time.Now()),
		index:   q.index,
		disk:    q.disk,
		started: q.index.counters,
	}
}

// settle lets everybody else see what was committed.
func (q *Queue) settle(tx *transaction, err error) {
	grew := q.index.grew
	q.index.grew = false
	if err != nil {
		q.index = nil
	} else if tx.writes > 0 {
		q.publish()
		q.watchers.tell(tx.changed)
	}
	if grew {
		close(q.eligible)
		q.eligible = make(chan struct{})
	}
}

func (q *Queue) publish() {
	q.published.Store(&snapshot{stats: q.index.stats(), low: q.index.counters.low, last: q.index.counters.last})
}
