package index

import (
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// model is what the index must agree with: plain maps, nothing on disk.
type model struct {
	people   map[int64][]profile.Identifier
	progress Progress
}

func (m *model) holders(id profile.Identifier) []int64 {
	var out []int64
	for person, held := range m.people {
		if slices.Contains(held, id) {
			out = append(out, person)
		}
	}
	slices.Sort(out)
	return out
}

func (m *model) check(t *rapid.T, x *Index) {
	for n := range 6 {
		assert.ElementsMatch(t, m.holders(email(n)), lookup(t, x, email(n)))
	}
	all, err := x.IDs(0, 100)
	require.NoError(t, err)
	want := slices.AppendSeq([]int64{}, maps.Keys(m.people))
	slices.Sort(want)
	assert.Equal(t, want, append([]int64{}, all...))
	some, err := x.IDs(3, 2)
	require.NoError(t, err)
	above := slices.DeleteFunc(want, func(id int64) bool { return id <= 3 })
	assert.Equal(t, above[:min(2, len(above))], append([]int64{}, some...))
	assert.Equal(t, len(m.people), x.Stats().People)
	assert.Equal(t, m.progress, x.Progress())
}

func (m *model) draw(t *rapid.T) Update {
	person := rapid.Int64Range(1, 8)
	var u Update
	for range rapid.IntRange(0, 3).Draw(t, "puts") {
		e := Entry{ID: person.Draw(t, "person")}
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 5), 0, 4).Draw(t, "emails") {
			e.Identifiers = append(e.Identifiers, email(n))
		}
		u.Put = append(u.Put, e)
		m.people[e.ID] = e.Identifiers
	}
	u.Remove = rapid.SliceOfN(person, 0, 2).Draw(t, "removed")
	for _, id := range u.Remove {
		delete(m.people, id)
	}
	if rapid.Bool().Draw(t, "progress") {
		millis := rapid.Int64Range(1, 1<<40).Draw(t, "fresh")
		m.progress = Progress{rapid.SampledFrom([]string{"", "next"}).Draw(t, "cursor"), moment(millis), rapid.Bool().Draw(t, "complete")}
		fresh := m.progress
		u.Progress = &fresh
	}
	return u
}

func TestAgreesWithAMap(t *testing.T) {
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(root, "")
		require.NoError(t, err)
		mergeAt := rapid.IntRange(1, 6).Draw(t, "merge at")
		x, err := openIndex(dir, testKey, mergeAt)
		require.NoError(t, err)
		m := &model{people: map[int64][]profile.Identifier{}}
		t.Repeat(map[string]func(*rapid.T){
			"apply": func(t *rapid.T) { require.NoError(t, x.Apply(m.draw(t))) },
			"open again": func(t *rapid.T) {
				require.NoError(t, x.Close())
				x, err = openIndex(dir, testKey, mergeAt)
				require.NoError(t, err)
				assert.False(t, x.Stats().StartedOver)
			},
			"reset": func(t *rapid.T) {
				require.NoError(t, x.Reset())
				*m = model{people: map[int64][]profile.Identifier{}}
			},
			"": func(t *rapid.T) { m.check(t, x) },
		})
		require.NoError(t, x.Close())
	})
}
