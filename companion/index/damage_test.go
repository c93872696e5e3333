package index

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// filled writes an index in which person n came with the n-th update and the progress of that second, so that after any
// damage FreshTo tells exactly who must still be found. It has a base and a journal.
func filled(t *testing.T, people int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	x, err := openIndex(dir, testKey, 50)
	require.NoError(t, err)
	for n := 1; n <= people; n++ {
		require.NoError(t, x.Apply(updateOf(n)))
	}
	require.NoError(t, x.Close())
	return dir
}

func updateOf(n int) Update {
	return Update{
		Put:      []Entry{{ID: int64(n), Identifiers: identifiersOf(n)}},
		Progress: &Progress{Cursor: "next", FreshTo: second(n), Complete: true},
	}
}

func second(n int) time.Time { return time.Unix(int64(n), 0).UTC() }

// neverWrong opens the index and requires that everybody up to FreshTo is found, unless it says that it cannot tell.
func neverWrong(t *testing.T, dir string) (startedOver, refused bool) {
	t.Helper()
	x, err := Open(dir, testKey)
	require.NoError(t, err)
	defer x.Close()
	if x.Stats().StartedOver {
		assert.Equal(t, Progress{}, x.Progress())
		assert.False(t, x.Stats().Complete)
		return true, false
	}
	for n := 1; !second(n).After(x.Progress().FreshTo); n++ {
		for _, id := range identifiersOf(n) {
			ids, err := x.Lookup(id)
			if err != nil {
				assert.ErrorIs(t, err, ErrDamaged)
				assert.False(t, x.Stats().Complete)
				return false, true
			}
			assert.Contains(t, ids, int64(n))
		}
	}
	return false, false
}

func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		out[entry.Name()] = data
	}
	return out
}

func restore(t *testing.T, dir string, content map[string][]byte) {
	t.Helper()
	require.NoError(t, Erase(dir))
	for name, data := range content {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
}

func TestDamageIsNeverTakenForNobody(t *testing.T) {
	dir := filled(t, 120)
	whole := files(t, dir)
	require.Contains(t, whole, baseName(2))
	require.Contains(t, whole, journalName(2))
	startedOver, refused := neverWrong(t, dir)
	require.False(t, startedOver || refused, "nothing is damaged yet")

	seenOver, seenRefused := false, false
	for name, data := range whole {
		step := max(1, len(data)/60)
		for at := 0; at < len(data); at += step {
			for _, broken := range [][]byte{flipped(data, at), data[:at]} {
				restore(t, dir, whole)
				require.NoError(t, os.WriteFile(filepath.Join(dir, name), broken, 0o600))
				over, refused := neverWrong(t, dir)
				seenOver, seenRefused = seenOver || over, seenRefused || refused
			}
		}
		restore(t, dir, whole)
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
		neverWrong(t, dir)
	}
	require.True(t, seenOver)
	require.True(t, seenRefused)
}

func flipped(data []byte, at int) []byte {
	out := append([]byte{}, data...)
	out[at] ^= 1 << (at % 8)
	return out
}

// Without the people before it a journal is worth nothing, and the caller is told why everything is to be read again.
func TestMissingPeopleAreSaid(t *testing.T) {
	dir := filled(t, 120)
	require.NoError(t, os.Remove(filepath.Join(dir, baseName(2))))
	startedOver, _ := neverWrong(t, dir)
	require.True(t, startedOver)
}

// A journal that was cut takes the later ones with it: their progress would speak of people that are lost.
func TestNothingIsKeptAfterAGap(t *testing.T) {
	dir := filled(t, 120)
	whole := files(t, dir)
	keys, err := deriveKeys(testKey)
	require.NoError(t, err)
	later, err := newJournal(dir, 3, keys)
	require.NoError(t, err)
	require.NoError(t, later.append(record{Progress: updateOf(500).Progress}))
	require.NoError(t, later.file.Close())
	data := whole[journalName(2)]
	require.NoError(t, os.WriteFile(filepath.Join(dir, journalName(2)), data[:len(data)-1], 0o600))

	require.Equal(t, second(119), open(t, dir, mergePeople).Progress().FreshTo)
	require.NoFileExists(t, filepath.Join(dir, journalName(3)))
}

// Two whole blocks in each other's place are damage too.
func TestSwappedBlocksAreNoticed(t *testing.T) {
	dir := filled(t, 120)
	path := filepath.Join(dir, baseName(2))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	first := append([]byte{}, data[blockSize:2*blockSize]...)
	copy(data[blockSize:], data[2*blockSize:3*blockSize])
	copy(data[2*blockSize:], first)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	_, refused := neverWrong(t, dir)
	require.True(t, refused)
}

// After damage every question is refused until Reset, and the index fills again.
func TestResetAfterDamage(t *testing.T) {
	dir := filled(t, 120)
	path := filepath.Join(dir, baseName(2))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, flipped(data, blockSize+50), 0o600))

	x := open(t, dir, mergePeople)
	var damage error
	for n := 1; n <= 120 && damage == nil; n++ {
		_, damage = x.Lookup(identifiersOf(n)[0])
	}
	require.ErrorIs(t, damage, ErrDamaged)
	require.True(t, x.Stats().Damaged)
	require.ErrorIs(t, x.Put(Entry{ID: 1}), ErrDamaged)
	_, err = x.IDs(0, 1)
	require.ErrorIs(t, err, ErrDamaged)

	require.NoError(t, x.Reset())
	require.Equal(t, Stats{Bytes: x.Stats().Bytes}, x.Stats())
	require.Equal(t, Progress{}, x.Progress())
	require.NoError(t, x.Apply(updateOf(1)))
	require.Equal(t, []int64{1}, lookup(t, x, identifiersOf(1)[0]))
}

// A merge that cannot write keeps everything in memory, refuses more, and works again when there is room.
func TestAMergeThatFailsIsTriedAgain(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, 1)
	require.NoError(t, x.Put(Entry{ID: 1, Identifiers: identifiersOf(1)}))
	blocker := filepath.Join(dir, baseName(1), "in the way")
	require.NoError(t, os.MkdirAll(blocker, 0o700))

	require.NoError(t, x.Put(Entry{ID: 2, Identifiers: identifiersOf(2)}), "its merge fails in the background")
	require.Error(t, x.Put(Entry{ID: 3}))
	for n := 1; n <= 2; n++ {
		require.Equal(t, []int64{int64(n)}, lookup(t, x, identifiersOf(n)[0]))
	}

	require.NoError(t, os.RemoveAll(filepath.Dir(blocker)))
	require.NoError(t, x.Put(Entry{ID: 3}))
	require.Equal(t, 3, x.Stats().People)
	require.Equal(t, []int64{1}, lookup(t, x, identifiersOf(1)[0]))
}

// A half-written frame is not there: the next one takes its place.
func TestTornJournalGoesOn(t *testing.T) {
	dir := filled(t, 10)
	path := filepath.Join(dir, journalName(0))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, data[:len(data)-3], 0o600))

	x := open(t, dir, mergePeople)
	require.Equal(t, second(9), x.Progress().FreshTo)
	require.NoError(t, x.Apply(updateOf(10)))
	require.NoError(t, x.Close())
	startedOver, refused := neverWrong(t, dir)
	require.False(t, startedOver || refused)
}

func TestOpenSaysWhyItCannot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Open(file, testKey)
	require.Error(t, err)
	require.False(t, errors.Is(err, ErrDamaged))
}
