package index

import (
	"cmp"
	"slices"
)

// change is the latest that is known of a person. The fields are exported for encoding/gob.
type change struct {
	ID      int64
	Updated int64 // milliseconds since 1970, 0 when unknown
	Hashes  []uint64
	Gone    bool
}

// delta holds in memory the people that changed since the base was written. What it knows of a person, their removal
// included, replaces everything older: that is how identifiers vanish which nobody remembers.
type delta struct {
	people  map[int64]change
	holders map[uint64][]int64
	// What the next base says of itself, set when the delta is frozen.
	generation uint64
	progress   Progress
	bytes      int64 // of its journals
}

func newDelta() *delta {
	return &delta{people: map[int64]change{}, holders: map[uint64][]int64{}}
}

func (d *delta) knows(id int64) bool {
	_, known := d.people[id]
	return known
}

func (d *delta) set(c change) {
	for _, h := range d.people[c.ID].Hashes {
		d.drop(h, c.ID)
	}
	d.people[c.ID] = c
	for _, h := range c.Hashes {
		d.holders[h] = append(d.holders[h], c.ID)
	}
}

func (d *delta) drop(hash uint64, id int64) {
	rest := slices.DeleteFunc(d.holders[hash], func(held int64) bool { return held == id })
	if len(rest) == 0 {
		delete(d.holders, hash)
		return
	}
	d.holders[hash] = rest
}

// entries are sorted pairs of hash and person.
func (d *delta) entries() []pair {
	out := make([]pair, 0, len(d.holders))
	for h, ids := range d.holders {
		for _, id := range ids {
			out = append(out, pair{h, uint64(id)})
		}
	}
	slices.SortFunc(out, comparePairs)
	return out
}

// present are sorted pairs of person and time of change, without those that are gone.
func (d *delta) present() []pair {
	out := make([]pair, 0, len(d.people))
	for id, c := range d.people {
		if !c.Gone {
			out = append(out, pair{uint64(id), uint64(c.Updated)})
		}
	}
	slices.SortFunc(out, comparePairs)
	return out
}

func comparePairs(a, b pair) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.value, b.value))
}
