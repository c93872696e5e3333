package queue

import (
	"container/heap"
	"maps"
	"slices"
	"time"
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

// entry is the part of an item that decides when it is leased.
type entry struct {
	id       ItemID
	priority Priority
	state    State
	busy     bool
	cause    string
	due      time.Time
	enqueued time.Time
	groups   []Group

	heap     *entryHeap // where it is, nil if in none
	position int
	parkedAt *Group
}

func newIndex(c counters) *index {
	return &index{
		counters: c,
		entries:  make(map[ItemID]*entry),
		eligible: entryHeap{less: byUrgency},
		waiting:  entryHeap{less: byDue},
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
		x.insert(it)
	}
	if old != nil && old.busy && !it.busy() {
		x.release(old)
	}
}

func (x *index) insert(it Item) {
	e := &entry{
		id: it.ID, priority: it.Priority, state: it.State, busy: it.busy(), cause: it.Cause,
		due: it.Due, enqueued: it.EnqueuedAt, groups: it.Groups,
	}
	x.entries[e.id] = e
	x.counts[e.state]++
	if e.busy {
		for _, g := range e.groups {
			x.holders[g] = e.id
		}
	}
	if e.state == Ready {
		heap.Push(&x.ready, e.id)
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
	x.counts[e.state]--
	if e.heap != nil {
		heap.Remove(e.heap, e.position)
	}
	if e.parkedAt != nil {
		x.parked[*e.parkedAt] = slices.DeleteFunc(x.parked[*e.parkedAt], func(p *entry) bool { return p == e })
	}
	return e
}

// place puts an entry where next finds it in time.
func (x *index) place(e *entry) {
	switch {
	case e.state == Ready:
		heap.Push(&x.eligible, e)
		x.grew = true
	case e.state == Waiting && !e.due.IsZero():
		heap.Push(&x.waiting, e)
		x.grew = true
	}
}

// release opens the groups of an item that no longer keeps others out.
func (x *index) release(e *entry) {
	for _, g := range e.groups {
		delete(x.holders, g)
		for _, p := range x.parked[g] {
			p.parkedAt = nil
			heap.Push(&x.eligible, p)
			x.grew = true
		}
		delete(x.parked, g)
	}
}

// next takes out the most urgent item that may be leased now; nil if there is none of at least this priority. The caller puts it or
// places it again.
func (x *index) next(now time.Time, least Priority) *entry {
	for len(x.waiting.entries) > 0 && !x.waiting.entries[0].due.After(now) {
		heap.Push(&x.eligible, heap.Pop(&x.waiting))
	}
	for len(x.eligible.entries) > 0 && x.eligible.entries[0].priority <= least {
		e := heap.Pop(&x.eligible).(*entry)
		g := x.blocker(e)
		if g == nil {
			return e
		}
		e.parkedAt = g
		x.parked[*g] = append(x.parked[*g], e)
	}
	return nil
}

// blocker returns a group of e that another item holds.
func (x *index) blocker(e *entry) *Group {
	for i, g := range e.groups {
		holder, held := x.holders[g]
		if held && holder != e.id {
			return &e.groups[i]
		}
	}
	return nil
}

// nextDue is when the next waiting item comes due; zero if none will by itself.
func (x *index) nextDue() time.Time {
	if len(x.waiting.entries) == 0 {
		return time.Time{}
	}
	return x.waiting.entries[0].due
}

// inState returns the unfinished items in a state, oldest first, those with the given cause only if it is not nil.
func (x *index) inState(s State, cause *string) []ItemID {
	var ids []ItemID
	for id, e := range x.entries {
		if e.state == s && (cause == nil || e.cause == *cause) {
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
		if e != nil && e.state == Ready {
			s.OldestReady = e.enqueued
			break
		}
		heap.Pop(&x.ready)
	}
	return s
}
