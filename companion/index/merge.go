package index

import "fmt"

// makeRoom starts a merge when much is in memory. The one before it must have ended; if it went wrong, it is tried again
// first, and nothing more is accepted until it works.
func (x *Index) makeRoom() error {
	if len(x.active.people) < x.mergeAt {
		return nil
	}
	x.merges.Wait()
	if len(x.frozen.people) > 0 {
		if err := x.merge(); err != nil {
			return err
		}
	}
	if err := x.freeze(); err != nil {
		return err
	}
	x.merges.Go(func() {
		// An error is met again by the next update that needs room.
		_ = x.merge()
	})
	return nil
}

// freeze makes the active changes ready for a merge and goes on with a new journal.
func (x *Index) freeze() error {
	next, err := newJournal(x.dir, x.journal.number+1, x.keys)
	if err != nil {
		return err
	}
	x.mu.Lock()
	x.frozen, x.active = x.active, newDelta()
	x.frozen.generation, x.frozen.progress = next.number, x.progress
	x.active.bytes = next.size
	older := x.journal
	x.journal = next
	x.mu.Unlock()
	return older.file.Close()
}

// merge writes the next base while look-ups go on with the old one. Only one runs at a time, and only it changes base.
func (x *Index) merge() error {
	next, err := build(x.dir, x.keys, x.base, x.frozen)
	if err != nil {
		return x.failed("merge", err)
	}
	x.mu.Lock()
	old := x.base
	x.base, x.frozen = next, newDelta()
	x.mu.Unlock()
	if err := old.close(); err != nil {
		return fmt.Errorf("merge index: %w", err)
	}
	// What cannot be removed now is removed when the index is opened again.
	_ = remove(x.dir,
		func(n uint64) bool { return n == next.generation },
		func(n uint64) bool { return n >= next.generation })
	return nil
}
