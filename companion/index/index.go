// Package index knows offline which people of the organisation hold an e-mail
// address, a phone number, a page or a name. It keeps keyed hashes and the ids of
// candidates, nothing readable, and answers without network.
//
//	people, err := index.Open(dir, key)
//	err = people.Apply(index.Update{Put: page, Progress: &index.Progress{Cursor: next, FreshTo: latest}})
//	ids, err := people.Lookup(profile.Identifier{Kind: profile.KindEmail, Value: "marta@example.com"})
//
// On disk there is one sorted file and a journal of what came after it:
//
//	people-<generation>     sorted pairs with a checksum in every block, never changed once it has its name
//	journal-<number>        updates in the order they were accepted, synced one by one
//
// The file of generation n holds all journals below n. When the journal has grown,
// a new file is written in the background from the old file and what is in memory, so
// memory stays the same whatever the number of people.
//
// Promises: an update is on disk when Apply returns. Progress travels in the same
// record as the people it speaks of, so that a crash, or a damaged journal, takes both
// back together and never leaves a gap behind FreshTo. What is damaged is said
// (ErrDamaged) or started over by Open with Complete unset; it never looks like nobody.
package index

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// What can be wrong with an index.
var (
	// ErrDamaged says that the files are not what was written. Reset and fill again.
	ErrDamaged = errors.New("index is damaged")
	// ErrWrongKey says that the files were written with another key. Erase them or bring the right one.
	ErrWrongKey = errors.New("index was written with another key")
)

// Entry is what is known of one person.
type Entry struct {
	// ID is that of the candidate in Greenhouse, above zero.
	ID          int64
	Identifiers []profile.Identifier
	// UpdatedAt tells which of two entries is the later one. Zero always replaces.
	UpdatedAt time.Time
}

// Progress says how far the index has come with reading the organisation.
type Progress struct {
	// Cursor is where the first fill goes on, in the caller's words; at most 3,000 bytes.
	Cursor string
	// FreshTo is the latest time of change up to which nothing is missing.
	FreshTo time.Time
	// Complete says that the first fill has ended. Until then, that nobody was found means nothing.
	Complete bool
}

// Update is what one call of Apply changes, all of it or nothing.
type Update struct {
	// Put replaces what was known of these people; an entry older than what is known is skipped.
	Put []Entry
	// Remove forgets these people, and is carried out after Put.
	Remove []int64
	// Progress is kept as it is when nil.
	Progress *Progress
}

// Index is open until Close and safe for concurrent use within one process.
type Index struct {
	dir     string
	keys    keys
	mergeAt int // people in memory that make a merge worth it
	// writing is held by whoever changes the index, also while they wait for the disk.
	writing sync.Mutex
	journal *journal
	merges  sync.WaitGroup

	// mu guards what follows. Lookups hold it for reading while they read a block of base, so that nobody closes it.
	mu          sync.RWMutex
	base        *base
	frozen      *delta // being merged into the next base; empty when nothing is
	active      *delta // newer than frozen
	progress    Progress
	people      int
	startedOver bool
	broken      error
}

// mergePeople is how many changed people are kept in memory, about 25 MB, twice that during a merge.
const mergePeople = 1 << 15

// Open opens the index in the folder and makes the folder, for its owner only, when it is missing. Hashes are made with a
// key derived from key, which must not be empty. Files that are damaged or of another format are removed; Stats says so.
// Errors: ErrWrongKey.
func Open(dir string, key []byte) (*Index, error) {
	return openIndex(dir, key, mergePeople)
}

func openIndex(dir string, key []byte, mergeAt int) (*Index, error) {
	keys, err := deriveKeys(key)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	x := &Index{dir: dir, keys: keys, mergeAt: mergeAt}
	err = x.load()
	if errors.Is(err, ErrDamaged) {
		x.startedOver = true
		err = x.empty()
	}
	if err != nil {
		x.closeFiles()
		return nil, fmt.Errorf("open index: %w", err)
	}
	return x, nil
}

// Lookup returns the ids of all people who hold the identifier, in ascending order: how many there are tells what it
// proves. Errors: ErrDamaged, after which only Reset helps.
func (x *Index) Lookup(id profile.Identifier) ([]int64, error) {
	ids, err := x.holders(x.keys.hash(id))
	if err != nil {
		return nil, x.failed("look up", err)
	}
	slices.Sort(ids)
	return ids, nil
}

func (x *Index) holders(hash uint64) ([]int64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.broken != nil {
		return nil, x.broken
	}
	ids := slices.Clone(x.active.holders[hash])
	for _, id := range x.frozen.holders[hash] {
		if !x.active.knows(id) {
			ids = append(ids, id)
		}
	}
	for held, err := range x.base.entries.from(hash) {
		if err != nil {
			return nil, err
		}
		if held.key != hash {
			break
		}
		if id := int64(held.value); !x.active.knows(id) && !x.frozen.knows(id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Holder is a person with the identifiers they share with somebody.
type Holder struct {
	ID     int64
	Shared []profile.Identifier
}

// Find returns everybody who holds one of the identifiers, by ascending id, with those they hold, in the order given.
// Names of the holders are not known here, so that a match made of them alone has no name to speak against it. Errors:
// ErrDamaged.
func (x *Index) Find(ids []profile.Identifier) ([]Holder, error) {
	shared := map[int64][]profile.Identifier{}
	for _, id := range ids {
		people, err := x.Lookup(id)
		if err != nil {
			return nil, err
		}
		for _, person := range people {
			shared[person] = append(shared[person], id)
		}
	}
	found := make([]Holder, 0, len(shared))
	for person, held := range shared {
		found = append(found, Holder{person, held})
	}
	slices.SortFunc(found, func(a, b Holder) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}
