package index

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"
)

// Stats describes the index.
type Stats struct {
	People int
	// Bytes on disk, without what a merge is just writing.
	Bytes    int64
	FreshTo  time.Time
	Complete bool
	// StartedOver says that Open found files that were damaged or of another format and removed them.
	StartedOver bool
	// Damaged says that look-ups and updates are refused until Reset.
	Damaged bool
}

// Stats returns the present state. Of a damaged index nothing is complete.
func (x *Index) Stats() Stats {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return Stats{
		People: x.people, FreshTo: x.progress.FreshTo, Complete: x.progress.Complete && x.broken == nil,
		Bytes:       x.base.size + x.frozen.bytes + x.active.bytes,
		StartedOver: x.startedOver, Damaged: errors.Is(x.broken, ErrDamaged),
	}
}

// Progress is what the last update with progress said; after a crash, the last that is on disk together with its people.
func (x *Index) Progress() Progress {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.progress
}

// IDs returns up to limit ids of people that are known, in ascending order, starting after that id: for asking Greenhouse
// which of them still exist, because lists do not tell who was deleted. Errors: ErrDamaged.
func (x *Index) IDs(after int64, limit int) ([]int64, error) {
	ids, err := x.idsAfter(after, limit)
	if err != nil {
		return nil, x.failed("list", err)
	}
	return ids, nil
}

func (x *Index) idsAfter(after int64, limit int) ([]int64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.broken != nil {
		return nil, x.broken
	}
	unmoved := func(p pair) bool { return x.active.knows(int64(p.key)) || x.frozen.knows(int64(p.key)) }
	var ids []int64
	for p, err := range merged(x.base.people.from(uint64(after)+1), x.recent(after), unmoved) {
		if err != nil {
			return nil, err
		}
		if len(ids) == limit {
			break
		}
		ids = append(ids, int64(p.key))
	}
	return ids, nil
}

// recent are the people in memory after that id.
func (x *Index) recent(after int64) []pair {
	all := newDelta()
	for _, d := range []*delta{x.frozen, x.active} {
		for id, c := range d.people {
			if id > after {
				all.people[id] = c
			}
		}
	}
	return all.present()
}

// Reset removes everything, damage too; the caller fills the index again from the start.
func (x *Index) Reset() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.merges.Wait()
	// Nobody may see the files half gone. Nothing is replayed, so load does not ask for this lock again.
	x.mu.Lock()
	defer x.mu.Unlock()
	if errors.Is(x.broken, os.ErrClosed) {
		return fmt.Errorf("reset index: %w", x.broken)
	}
	x.broken = fmt.Errorf("half removed: %w", ErrDamaged)
	if err := x.empty(); err != nil {
		return fmt.Errorf("reset index: %w", err)
	}
	x.broken = nil
	return nil
}

// Close waits for a merge and closes the files. Whatever is called later returns os.ErrClosed.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.merges.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	if errors.Is(x.broken, os.ErrClosed) {
		return nil
	}
	x.broken = os.ErrClosed
	if err := x.closeFiles(); err != nil {
		return fmt.Errorf("close index: %w", err)
	}
	return nil
}

// failed says what went wrong. After damage nothing is answered any more: an answer might be a wrong "nobody".
func (x *Index) failed(doing string, err error) error {
	if errors.Is(err, ErrDamaged) {
		x.mu.Lock()
		x.broken = cmp.Or(x.broken, err)
		x.mu.Unlock()
	}
	return fmt.Errorf("%s in index: %w", doing, err)
}
