package queue

import (
	"container/heap"
	"maps"
	"slices"
	"time"
	"unique"
)

// index is the committer's picture of all unfinished items: what to lease next, who keeps whom out, and the figures. It follows every
// write at once, also inside a transaction; when a commit fails it is built again from disk. Only the committer touches it.
type index struct {
	counters counters
	entries  map[ItemID]*entry
	eligible entryHeap // ready, or waiting and due; some turn out to be blocked by their group
	waiting  entryHeap // waiting with a due time that has not come
	holders  map[Group]ItemID
	parked   map[Group][]*entry // were eligible, but their group is held
	counts   map[State]int      // of unfinished items
	ready    idHeap             // at least the ready items, for the oldest of them
	grew     bool               // something may be eligible, or be due earlier, than before
	damaged  []ItemID           // found unreadable while loading
}

// entry is the part of an item that decides when it is leased. There may be 100,000 of them, so it is small: times are stored ones, in
// microseconds.
type entry struct {
	id       ItemID
	due      int64
	enqueued int64
	groups   []Group
	cause    unique.Handle[string]
	position int32     // in its heap, or, when it is parked, of the group that is held
	state    stateCode // a quarter of the size of a State
	place    place
	priority Priority
	busy     bool
}

// place says where an entry is kept.
type place uint8

const (
	nowhere place = iota
	inEligible
	inWaiting
	inParked
)

func newIndex(c counters) *index {
	return &index{
		counters: c,
		entries:  make(map[ItemID]*entry),
		eligible: entryHeap{less: byUrgency, place: inEligible},
		waiting:  entryHeap{less: byDue, place: inWaiting},
		holders:  make(map[Group]ItemID),
		parked:   make(map[Group][]*entry),
		counts:   make(map[State]int),
	}
}

// put takes over what an item has become.
func (x *index) put(it Item) {
	x.counters.last = max(x.counters.last, it.ID)
	old := x.remove(it.ID)
	if it.State.finished() {
		x.finish(it)
	} else {
		x.insert(newEntry(it))
	}
	if old != nil && old.busy && !it.busy() {
		x.release(old)
	}
}

func newEntry(it Item) *entry {
	return &entry{
		id: it.ID, priority: it.Priority, state: codeOf(it.State), busy: it.busy(), cause: unique.Make(it.Cause),
		due: micros(it.Due), enqueued: micros(it.EnqueuedAt), groups: it.Groups,
	}
}

func (x *index) insert(e *entry) {
	x.entries[e.id] = e
	x.counts[e.state.State()]++
	if e.busy {
		for _, g := range e.groups {
			x.holders[g] = e.id
		}
	}
	if e.state == codeReady {
		x.ready = append(x.ready, e.id)
		heap.Fix(&x.ready, len(x.ready)-1)
	}
	x.place(e)
}

func (x *index) finish(it Item) {
	if it.State == Done {
		x.counters.done++
	} else {
		x.counters.cancelled++
	}
	for x.counters.low <= x.counters.last && x.entries[x.counters.low] == nil {
		x.counters.low++
	}
}

// remove forgets an item, but not that it holds its groups.
func (x *index) remove(id ItemID) *entry {
	e := x.entries[id]
	if e == nil {
		return nil
	}
	delete(x.entries, id)
	x.counts[e.state.State()]--
	switch e.place {
	case inEligible:
		heap.Remove(&x.eligible, int(e.position))
	case inWaiting:
		heap.Remove(&x.waiting, int(e.position))
	case inParked:
		g := e.groups[e.position]
		x.parked[g] = slices.DeleteFunc(x.parked[g], func(p *entry) bool { return p == e })
	}
	return e
}

// place puts an entry where next finds it in time.
func (x *index) place(e *entry) {
	switch {
	case e.state == codeReady:
		heap.Push(&x.eligible, e)
		x.grew = true
	case e.state == codeWaiting && e.due != 0:
		heap.Push(&x.waiting, e)
		x.grew = true
	}
}

// release opens the groups of an item that no longer keeps others out.
func (x *index) release(e *entry) {
	for _, g := range e.groups {
		delete(x.holders, g)
		for _, p := range x.parked[g] {
			heap.Push(&x.eligible, p)
			x.grew = true
		}
		delete(x.parked, g)
	}
}

// next takes out the most urgent item that may be leased now; nil if there is none of at least this priority. The caller puts it or
// places it again.
func (x *index) next(now time.Time, least Priority) *entry {
	for len(x.waiting.entries) > 0 && x.waiting.entries[0].due <= micros(now) {
		heap.Push(&x.eligible, heap.Pop(&x.waiting))
	}
	for len(x.eligible.entries) > 0 && x.eligible.entries[0].priority <= least {
		e := heap.Pop(&x.eligible).(*entry)
		i := x.blocker(e)
		if i < 0 {
			return e
		}
		e.place, e.position = inParked, int32(i)
		x.parked[e.groups[i]] = append(x.parked[e.groups[i]], e)
	}
	return nil
}

// blocker returns which group of e another item holds, -1 for none.
func (x *index) blocker(e *entry) int {
	return slices.IndexFunc(e.groups, func(g Group) bool {
		holder, held := x.holders[g]
		return held && holder != e.id
	})
}

// nextDue is when the next waiting item comes due; zero if none will by itself.
func (x *index) nextDue() time.Time {
	if len(x.waiting.entries) == 0 {
		return time.Time{}
	}
	return fromMicros(x.waiting.entries[0].due)
}

// inState returns the unfinished items in a state, oldest first, those with the given cause only if it is not nil.
func (x *index) inState(s State, cause *string) []ItemID {
	var ids []ItemID
	for id, e := range x.entries {
		if e.state == codeOf(s) && (cause == nil || e.cause.Value() == *cause) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (x *index) stats() Stats {
	s := Stats{Counts: map[State]int{
		Ready: 0, Leased: 0, Waiting: 0, NeedsYou: 0,
		Done: int(x.counters.done), Cancelled: int(x.counters.cancelled),
	}}
	maps.Copy(s.Counts, x.counts)
	for len(x.ready) > 0 {
		e := x.entries[x.ready[0]]
		if e != nil && e.state == codeReady {
			s.OldestReady = fromMicros(e.enqueued)
			break
		}
		heap.Pop(&x.ready)
	}
	return s
}
