package index

import (
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

var testKey = []byte("a key for tests only")

func email(n int) profile.Identifier {
	return profile.Identifier{Kind: profile.KindEmail, Value: "person" + strconv.Itoa(n) + "@example.com"}
}

func open(t testing.TB, dir string, mergeAt int) *Index {
	t.Helper()
	x, err := openIndex(dir, testKey, mergeAt)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, x.Close()) })
	return x
}

func lookup(t require.TestingT, x *Index, id profile.Identifier) []int64 {
	ids, err := x.Lookup(id)
	require.NoError(t, err)
	return ids
}

func TestEveryKindIsFound(t *testing.T) {
	ids := profile.Identify("Marta", "Okafor", []string{"Marta.Okafor@example.com"}, []string{"+44 20 7946 0101"}, []string{
		"https://uk.linkedin.com/in/Marta-Okafor-Example?trk=x", "github.com/martaokafor-example",
		"https://search.amazinghiring.com/profiles/900000000000101",
	})
	require.Len(t, ids, 6)
	x := open(t, t.TempDir(), mergePeople)
	require.NoError(t, x.Put(Entry{ID: 42, Identifiers: ids}))
	for _, id := range ids {
		require.Equal(t, []int64{42}, lookup(t, x, id), id.Kind)
	}
	require.Empty(t, lookup(t, x, profile.Identifier{Kind: profile.KindEmail, Value: "marta okafor"}), "a name is no e-mail")
}

func TestMarkerUnderAPathIsFoundAsAPage(t *testing.T) {
	x := open(t, t.TempDir(), mergePeople)
	require.NoError(t, x.Put(Entry{ID: 1, Identifiers: profile.Identify("", "", nil, nil, []string{"example.com/people/profiles/7"})}))
	marker := profile.Profile{URL: "https://example.com/people/profiles/7"}.Identifiers()[0]
	require.Equal(t, profile.KindProfileURL, marker.Kind)
	require.Equal(t, []int64{1}, lookup(t, x, marker))
}

func TestFindTellsWhatIsShared(t *testing.T) {
	x := open(t, t.TempDir(), mergePeople)
	require.NoError(t, x.Put(
		Entry{ID: 2, Identifiers: []profile.Identifier{email(1), email(2)}},
		Entry{ID: 1, Identifiers: []profile.Identifier{email(2)}},
		Entry{ID: 3, Identifiers: []profile.Identifier{email(3)}}))
	found, err := x.Find([]profile.Identifier{email(1), email(2)})
	require.NoError(t, err)
	require.Equal(t, []Holder{
		{1, []profile.Identifier{email(2)}},
		{2, []profile.Identifier{email(1), email(2)}},
	}, found)
}

func TestAnOlderEntryIsSkipped(t *testing.T) {
	x := open(t, t.TempDir(), 2)
	now := time.Now()
	for n, at := range []time.Time{now, now.Add(-time.Hour)} {
		require.NoError(t, x.Put(Entry{ID: 7, Identifiers: []profile.Identifier{email(n)}, UpdatedAt: at}))
	}
	require.Equal(t, []int64{7}, lookup(t, x, email(0)))
	require.Empty(t, lookup(t, x, email(1)))

	require.NoError(t, x.Put(Entry{ID: 7, Identifiers: []profile.Identifier{email(2)}}))
	require.Equal(t, []int64{7}, lookup(t, x, email(2)), "without a time it replaces")
}

func TestRefusesWhatItCannotKeep(t *testing.T) {
	x := open(t, t.TempDir(), 2)
	require.Error(t, x.Put(Entry{ID: 0}))
	require.Error(t, x.Apply(Update{Progress: &Progress{Cursor: string(make([]byte, maxCursor+1))}}))
	require.Zero(t, x.Stats().People)
}

// The longest cursor must survive a merge, which writes it into the header.
func TestLongestCursorSurvivesAMerge(t *testing.T) {
	dir := t.TempDir()
	want := Progress{Cursor: string(make([]byte, maxCursor)), FreshTo: time.UnixMilli(1_700_000_000_000).UTC(), Complete: true}
	x, err := openIndex(dir, testKey, 1)
	require.NoError(t, err)
	require.NoError(t, x.Apply(Update{Put: []Entry{{ID: 1}}, Progress: &want}))
	require.NoError(t, x.Put(Entry{ID: 2}))
	require.NoError(t, x.Close())
	require.FileExists(t, filepath.Join(dir, baseName(1)))
	require.NoError(t, os.Remove(filepath.Join(dir, journalName(1))))
	require.Equal(t, want, open(t, dir, 1).Progress())
}

func TestWrongKey(t *testing.T) {
	for name, mergeAt := range map[string]int{"journal only": 100, "with a base": 1} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			x, err := openIndex(dir, testKey, mergeAt)
			require.NoError(t, err)
			require.NoError(t, x.Put(Entry{ID: 1, Identifiers: []profile.Identifier{email(1)}}))
			require.NoError(t, x.Put(Entry{ID: 2}))
			require.NoError(t, x.Close())

			_, err = Open(dir, []byte("another key"))
			require.ErrorIs(t, err, ErrWrongKey)
			require.Equal(t, []int64{1}, lookup(t, open(t, dir, mergeAt), email(1)), "nothing was removed")
		})
	}
	_, err := Open(t.TempDir(), nil)
	require.Error(t, err)
}

func TestWrongKeyIsSeenInTheBaseAlone(t *testing.T) {
	dir := filled(t, 120)
	require.NoError(t, os.Remove(filepath.Join(dir, journalName(2))))
	_, err := Open(dir, []byte("another key"))
	require.ErrorIs(t, err, ErrWrongKey)
}

func TestEraseLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	x, err := openIndex(dir, testKey, 1)
	require.NoError(t, err)
	for n := range 5 {
		require.NoError(t, x.Put(Entry{ID: int64(n + 1), Identifiers: []profile.Identifier{email(n)}}))
	}
	require.NoError(t, x.Close())
	require.NoError(t, Erase(dir))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
	require.NoError(t, Erase(filepath.Join(dir, "missing")))
}

func TestClosedIndexSaysSo(t *testing.T) {
	x, err := Open(t.TempDir(), testKey)
	require.NoError(t, err)
	require.NoError(t, x.Close())
	require.NoError(t, x.Close())
	_, err = x.Lookup(email(1))
	require.ErrorIs(t, err, os.ErrClosed)
	require.ErrorIs(t, x.Put(Entry{ID: 1}), os.ErrClosed)
	require.ErrorIs(t, x.Reset(), os.ErrClosed)
}

func TestNothingReadableOnDisk(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, 2)
	for n := range 5 {
		require.NoError(t, x.Put(Entry{ID: int64(n + 1), Identifiers: append(profile.Identify("Marta", "Okafor", nil, nil, nil), email(n))}))
	}
	x.merges.Wait()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		require.NotRegexp(t, `(?i)example|marta|okafor`, string(data))
	}
}

// Somebody who is there all the time must be found in every instant of merges and changes around them.
func TestLookupsDuringMerges(t *testing.T) {
	x := open(t, t.TempDir(), 20)
	require.NoError(t, x.Put(Entry{ID: 1, Identifiers: []profile.Identifier{email(1)}}))
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					ids, err := x.Lookup(email(1))
					assert.NoError(t, err)
					assert.Equal(t, []int64{1}, ids)
					x.Stats()
				}
			}
		})
	}
	for n := range 400 {
		require.NoError(t, x.Put(
			Entry{ID: 1, Identifiers: []profile.Identifier{email(1), email(-n)}},
			Entry{ID: int64(n + 2), Identifiers: []profile.Identifier{email(n + 2)}}))
	}
	close(done)
	readers.Wait()
	require.Equal(t, 401, x.Stats().People)
}
