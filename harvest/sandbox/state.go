package sandbox

import (
	"iter"
	"slices"
	"time"
)

// state is everything the pretend organisation holds. The server's mutex guards it.
type state struct {
	public string // start of every address the organisation hands out
	tables map[string]*table
	tokens map[string]*token
	files  map[string]file // by the unguessable key in their address
	merged map[int64]int64 // candidates that were merged away, and into whom

	behaviour *behaviour
}

// table holds the records of one resource in the order of their ids.
type table struct {
	kind    *resource
	next    int64
	records []*record
	byID    map[int64]*record
}

func newState(public string) *state {
	st := &state{
		public: public,
		tables: map[string]*table{},
		tokens: map[string]*token{},
		files:  map[string]file{},
		merged: map[int64]int64{},
	}
	for _, kind := range catalogue() {
		st.tables[kind.name] = &table{kind: kind, next: kind.firstID, byID: map[int64]*record{}}
	}
	return st
}

// insert stores a new record with the defaults of its kind.
func (st *state) insert(name string, now time.Time, values object) *record {
	t := st.tables[name]
	rec := &record{id: t.next, created: now, stored: now, values: object{}}
	rec.set(now, t.kind.defaults)
	rec.set(now, values)
	t.next++
	t.records = append(t.records, rec)
	t.byID[rec.id] = rec
	return rec
}

func (st *state) remove(name string, id int64) {
	t := st.tables[name]
	delete(t.byID, id)
	t.records = slices.DeleteFunc(t.records, func(r *record) bool { return r.id == id })
}

// find returns a record by id, or nil.
func (st *state) find(name string, id int64) *record {
	return st.tables[name].byID[id]
}

// show is how a list or a write shows a record.
func (st *state) show(name string, rec *record) object {
	return st.tables[name].kind.row(st, rec)
}

// newestFirst walks a table in the order lists answer in.
func (st *state) newestFirst(name string) iter.Seq[*record] {
	return func(yield func(*record) bool) {
		for _, rec := range slices.Backward(st.tables[name].records) {
			if !yield(rec) {
				return
			}
		}
	}
}

// where walks the records whose column holds this id, newest first.
func (st *state) where(name, column string, id int64) iter.Seq[*record] {
	return func(yield func(*record) bool) {
		for rec := range st.newestFirst(name) {
			if rec.number(column) == id && !yield(rec) {
				return
			}
		}
	}
}

// touch moves the times of a candidate when something happens to it.
func (st *state) touch(candidateID int64, now time.Time) {
	candidate := st.find("candidates", candidateID)
	if candidate == nil {
		return // notes of unknown candidates are accepted
	}
	candidate.update(now, object{"last_activity_at": now})
}

// removeWhere removes the records whose column holds this id.
func (st *state) removeWhere(name, column string, id int64) {
	for _, rec := range slices.Collect(st.where(name, column, id)) {
		st.remove(name, rec.id)
	}
}
