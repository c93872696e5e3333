package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	basePrefix    = "people-"
	journalPrefix = "journal-"
	tempPrefix    = "new-"
)

func baseName(generation uint64) string { return fmt.Sprintf("%s%016x", basePrefix, generation) }

func journalName(number uint64) string { return fmt.Sprintf("%s%016x", journalPrefix, number) }

// listing is what is in the folder, the numbers in ascending order.
type listing struct {
	bases, journals []uint64
	temps           []string
}

func list(dir string) (listing, error) {
	var l listing
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, tempPrefix) {
			l.temps = append(l.temps, name)
		}
		l.bases = appendNumber(l.bases, name, basePrefix)
		l.journals = appendNumber(l.journals, name, journalPrefix)
	}
	return l, err
}

func appendNumber(numbers []uint64, name, prefix string) []uint64 {
	digits, found := strings.CutPrefix(name, prefix)
	var n uint64
	if _, err := fmt.Sscanf(digits, "%016x", &n); !found || err != nil || len(digits) != 16 {
		return numbers
	}
	return append(numbers, n)
}

// unwanted are the names of the files that neither function keeps.
func (l listing) unwanted(keepBase, keepJournal func(number uint64) bool) []string {
	out := slices.Clone(l.temps)
	for _, n := range l.bases {
		if !keepBase(n) {
			out = append(out, baseName(n))
		}
	}
	for _, n := range l.journals {
		if !keepJournal(n) {
			out = append(out, journalName(n))
		}
	}
	return out
}

// load opens what is in the folder. Errors: ErrDamaged, ErrWrongKey.
func (x *Index) load() error {
	x.base, x.frozen, x.active = &base{}, newDelta(), newDelta()
	x.progress, x.people, x.journal = Progress{}, 0, nil
	l, err := list(x.dir)
	if err != nil {
		return err
	}
	if len(l.bases) == 0 && len(l.journals) > 0 && l.journals[0] > 0 {
		return fmt.Errorf("the people before the journal are missing: %w", ErrDamaged)
	}
	if len(l.bases) > 0 {
		if x.base, err = openBase(filepath.Join(x.dir, baseName(l.bases[len(l.bases)-1])), x.keys); err != nil {
			x.base = &base{}
			return err
		}
		x.progress, x.people = x.base.progress, int(x.base.people.count)
	}
	return x.replay()
}

// replay reads the journals that are not in the base, as far as they follow each other without a gap. What comes after a
// gap is removed: its progress would speak of people that are lost.
func (x *Index) replay() error {
	for number := x.base.generation; ; number++ {
		older := x.journal
		j, cut, err := openJournal(x.dir, number, x.keys, x.takeAgain)
		if err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		if older != nil {
			older.file.Close()
		}
		x.journal = j
		x.active.bytes += j.size
		_, err = os.Stat(filepath.Join(x.dir, journalName(number+1)))
		if cut || errors.Is(err, fs.ErrNotExist) {
			return x.sweep(x.base.generation, number)
		}
		if err != nil {
			return err
		}
	}
}

func (x *Index) takeAgain(r record) error {
	growth, err := x.growth(r)
	if err == nil {
		x.take(r, growth, 0)
	}
	return err
}

// sweep removes what neither the base nor the journals up to last need.
func (x *Index) sweep(generation, last uint64) error {
	return remove(x.dir,
		func(n uint64) bool { return n == generation },
		func(n uint64) bool { return generation <= n && n <= last })
}

func remove(dir string, keepBase, keepJournal func(uint64) bool) error {
	l, err := list(dir)
	if err != nil {
		return err
	}
	for _, name := range l.unwanted(keepBase, keepJournal) {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Erase removes the files of a closed index from the folder, whatever key they were written with. A folder that is not
// there is no error.
func Erase(dir string) error {
	none := func(uint64) bool { return false }
	if err := remove(dir, none, none); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("erase index: %w", err)
	}
	return nil
}

// empty leaves an index without people. Nobody else may use it meanwhile.
func (x *Index) empty() error {
	x.closeFiles()
	if err := Erase(x.dir); err != nil {
		return err
	}
	return x.load()
}

func (x *Index) closeFiles() error {
	err := x.base.close()
	x.base = &base{}
	if x.journal != nil {
		err = errors.Join(err, x.journal.file.Close())
		x.journal = nil
	}
	return err
}
