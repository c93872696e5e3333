package companion

import (
	"slices"
	"sync"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// tally is where the people of a batch stand, in the batch's order.
type tally struct {
	// people is nil once all of them have ended: then the figures do not change any more.
	people []standing
	counts extension.BatchCounts
	first  int
	// perPerson is how many requests to Greenhouse those took who are done, on average.
	perPerson float64
}

// standing is where one person stands.
type standing struct {
	// state is a word of extension.BatchResult, "" before the first look.
	state string
	// handed says that the profile was fetched and is an item of its own; first that it was the first fetch.
	handed, first bool
	// requests is how many to Greenhouse it took, once the person is done.
	requests int
}

// ended says that the state is the last one.
func (p standing) ended() bool {
	return slices.Contains([]string{"done", "already_there", "stopped", "left_out"}, p.state)
}

// tallies remember the latest look at each batch, so that the next one reads only who had not ended by then. They start anew
// with the service.
type tallies struct {
	mu     sync.Mutex
	latest map[string]tally
}

// of returns a copy to go on with.
func (t *tallies) of(b store.Batch) tally {
	t.mu.Lock()
	defer t.mu.Unlock()
	known, ok := t.latest[b.ID]
	if !ok {
		return tally{people: make([]standing, len(b.People))}
	}
	known.people = slices.Clone(known.people)
	return known
}

func (t *tallies) keep(id string, latest tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.latest == nil {
		t.latest = map[string]tally{}
	}
	t.latest[id] = latest
}

// tally looks at everybody who had not ended at the last look.
func (s *Service) tally(b store.Batch) (tally, error) {
	t := s.paces.tallies.of(b)
	if t.people == nil {
		return t, nil
	}
	l, err := s.newLook(b.Account, t.people)
	if err != nil {
		return tally{}, err
	}
	for i, p := range b.People {
		if t.people[i].ended() {
			continue
		}
		if t.people[i], err = l.at(p, t.people[i]); err != nil {
			return tally{}, err
		}
	}
	t.sum()
	s.paces.tallies.keep(b.ID, t)
	return t, nil
}

func (t *tally) sum() {
	counts, all, requests := map[string]int{}, true, 0
	t.first = 0
	for _, p := range t.people {
		counts[p.state]++
		requests += p.requests
		all = all && p.ended()
		if p.first {
			t.first++
		}
	}
	t.counts = batchCounts(counts, len(t.people))
	t.perPerson = perPerson(requests, t.counts.Done+t.counts.AlreadyThere)
	if all {
		t.people = nil
	}
}

func batchCounts(n map[string]int, total int) extension.BatchCounts {
	return extension.BatchCounts{
		Total: total, Waiting: n["waiting"], Working: n["working"], Done: n["done"], AlreadyThere: n["already_there"],
		NeedsYou: n["needs_you"], Stopped: n["stopped"], LeftOut: n["left_out"], Missing: n["missing"],
	}
}
