package index

import "errors"

// Put replaces what was known of these people and is on disk when it returns. Errors: as Apply.
func (x *Index) Put(people ...Entry) error { return x.Apply(Update{Put: people}) }

// Remove forgets people that were deleted, merged into others or anonymised; their identifiers need not be known. Ids that
// are not there are no error. Errors: as Apply.
func (x *Index) Remove(ids ...int64) error { return x.Apply(Update{Remove: ids}) }

// Apply carries out the update as a whole and returns once it is on disk; then look-ups know it. After an error nothing has
// changed and the update can be tried again. It waits for a merge when much has changed during it. Errors: ErrDamaged.
func (x *Index) Apply(u Update) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if err := x.accept(u); err != nil {
		return x.failed("update", err)
	}
	return nil
}

func (x *Index) accept(u Update) error {
	if err := check(u); err != nil {
		return err
	}
	if err := x.state(); err != nil {
		return err
	}
	if err := x.makeRoom(); err != nil {
		return err
	}
	changes, err := x.changes(u)
	if err != nil {
		return err
	}
	if len(changes) == 0 && u.Progress == nil {
		return nil
	}
	r := record{u.Progress, changes}
	growth, err := x.growth(r)
	if err != nil {
		return err
	}
	before := x.journal.size
	if err := x.journal.append(r); err != nil {
		return err
	}
	x.take(r, growth, x.journal.size-before)
	return nil
}

// state is why nothing can be asked or changed, if there is a reason.
func (x *Index) state() error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.broken
}

func check(u Update) error {
	if u.Progress != nil && len(u.Progress.Cursor) > maxCursor {
		return errors.New("the cursor is too long")
	}
	for _, e := range u.Put {
		if e.ID <= 0 {
			return errors.New("a candidate id must be above zero")
		}
	}
	return nil
}

// changes are what the update means for what is known now: no entry that is older, no removal of nobody.
func (x *Index) changes(u Update) ([]change, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var out []change
	latest := map[int64]int64{}
	for _, e := range u.Put {
		known, _, err := x.known(e.ID)
		if err != nil {
			return nil, err
		}
		c := change{ID: e.ID, Updated: stamp(e.UpdatedAt), Hashes: x.keys.hashes(e.Identifiers)}
		if c.Updated != 0 && c.Updated < max(known, latest[e.ID]) {
			continue
		}
		latest[e.ID] = c.Updated
		out = append(out, c)
	}
	for _, id := range u.Remove {
		_, there, err := x.known(id)
		if err != nil {
			return nil, err
		}
		if _, justPut := latest[id]; there || justPut {
			out = append(out, change{ID: id, Gone: true})
		}
	}
	return out, nil
}

// known is when the person last changed, and whether they are there. It needs the lock.
func (x *Index) known(id int64) (updated int64, there bool, err error) {
	for _, d := range []*delta{x.active, x.frozen} {
		if c, ok := d.people[id]; ok {
			return c.Updated, !c.Gone, nil
		}
	}
	return x.base.updated(id)
}

// growth is by how many people the record makes the index larger.
func (x *Index) growth(r record) (int, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	growth := 0
	there := map[int64]bool{}
	for _, c := range r.Changes {
		was, seen := there[c.ID]
		if !seen {
			var err error
			if _, was, err = x.known(c.ID); err != nil {
				return 0, err
			}
		}
		there[c.ID] = !c.Gone
		growth += one(!c.Gone) - one(was)
	}
	return growth, nil
}

// take brings the record, which is on disk with that many bytes, into memory.
func (x *Index) take(r record, growth int, bytes int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, c := range r.Changes {
		x.active.set(c)
	}
	if r.Progress != nil {
		x.progress = *r.Progress
	}
	x.people += growth
	x.active.bytes += bytes
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
