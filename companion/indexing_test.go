package companion_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// indexed is a world whose service remembers who is in Greenhouse, at a pace for tests: pages of three people.
func indexed(t *testing.T, faults ...string) *world {
	w := newWorld(t, faults...)
	w.settings.Index = companion.IndexSettings{PageSize: 3, PageSeconds: 0.001, EveryMinutes: 0.0005, RoundHours: 0.00001}
	return w
}

// colleague is somebody whom others have put into Greenhouse.
func (w *world) colleague(first, last string, more map[string]any) int64 {
	w.t.Helper()
	body := map[string]any{"first_name": first, "last_name": last}
	for key, value := range more {
		body[key] = value
	}
	id, err := w.greenhouse.AddCandidate(body)
	require.NoError(w.t, err)
	return id
}

func linkedIn(slug string) map[string]any {
	return map[string]any{"social_media_addresses": []any{map[string]any{"value": "https://www.linkedin.com/in/" + slug}}}
}

func website(address string) map[string]any {
	return map[string]any{"website_addresses": []any{map[string]any{"value": address, "type": "other"}}}
}

// crowd is that many people in Greenhouse, each with a LinkedIn page of their own.
func (w *world) crowd(n int) (ids []int64) {
	for i := range n {
		first, last, _ := strings.Cut(nameOf(i), " ")
		ids = append(ids, w.colleague(first, last, linkedIn("crowd-"+strconv.Itoa(i))))
	}
	return ids
}

func (w *world) index(c *extension.Client) extension.IndexInfo {
	w.t.Helper()
	info := serviceStatus(w.t, c).Account.Index
	require.NotNil(w.t, info)
	return *info
}

// awaitIndex waits until the index is complete and has that many people.
func (w *world) awaitIndex(c *extension.Client, people int) {
	w.t.Helper()
	var last extension.IndexInfo
	require.Eventually(w.t, func() bool {
		last = w.index(c)
		return last.Complete && last.People == people
	}, 20*time.Second, 10*time.Millisecond, "the index never had %d people; last: %+v", people, &last)
}

// on is a profile with a page on LinkedIn.
func on(id int64, name, slug string) []byte {
	return []byte(`{"id": ` + strconv.FormatInt(id, 10) + `, "name": "` + name + `", "links": [{"value": "https://linkedin.com/in/` + slug + `"}]}`)
}

func verdict(t *testing.T, c *extension.Client, profile []byte) extension.Verdict {
	t.Helper()
	got, err := extension.Call[extension.Preview](t.Context(), c, extension.PreviewQuery{Profile: profile})
	require.NoError(t, err)
	return got.Verdict
}

// awaitLevel waits until the verdict about the profile has the level.
func awaitLevel(t *testing.T, c *extension.Client, profile []byte, level string) extension.Verdict {
	t.Helper()
	var last extension.Verdict
	require.Eventually(t, func() bool {
		last = verdict(t, c, profile)
		return last.Level == level
	}, 20*time.Second, 10*time.Millisecond, "the verdict never was %s; last: %+v", level, &last)
	return last
}

// listCalls are the queries of all that listed people so far.
func (w *world) listCalls() (queries []string) {
	for _, r := range w.greenhouse.Requests() {
		if r.Method == "GET" && r.Path == "/v3/candidates" {
			queries = append(queries, r.Query)
		}
	}
	return queries
}

func TestIndexIsFilledAndAnswersWithoutNetwork(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	ids := w.crowd(10)
	w.run()
	c := w.command()
	w.awaitIndex(c, 10)
	require.Positive(t, w.index(c).Bytes)
	w.line.cut()

	got := verdict(t, c, on(1, "Somebody Unknown", "crowd-3"))
	require.Equal(t, "possible", verdict(t, c, person(2, nameOf(3), "new@example.com")).Level, "the name alone")
	require.Equal(t, "likely", got.Level)
	require.Equal(t, []string{"same LinkedIn page"}, got.Reasons)
	require.Equal(t, extension.ID(ids[3]), got.People[0].CandidateID)
	require.Contains(t, got.People[0].Link, strconv.FormatInt(ids[3], 10))
	require.Equal(t, 10, got.Known)
	require.True(t, got.Complete)
	require.WithinDuration(t, time.Now(), got.AsOf, time.Minute)

	nobody := verdict(t, c, on(3, "Somebody Unknown", "nobody"))
	require.Equal(t, "none", nobody.Level)
	require.Empty(t, nobody.People)
	require.NotEmpty(t, nobody.Caveat, "private people may be hidden")
}

// TestIndexHoldsNothingReadable looks into every file of the index.
func TestIndexHoldsNothingReadable(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(4)
	_, stop := w.run()
	w.awaitIndex(w.command(), 4)
	stop()
	folders, err := filepath.Glob(filepath.Join(w.dir, "index-*"))
	require.NoError(t, err)
	require.Len(t, folders, 1)
	info, err := os.Stat(folders[0])
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	files, err := os.ReadDir(folders[0])
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(folders[0], file.Name()))
		require.NoError(t, err)
		for _, word := range []string{"crowd", "Person", "linkedin"} {
			require.NotContains(t, strings.ToLower(string(data)), strings.ToLower(word))
		}
	}
}

// TestIndexGoesOnAfterARestart: the service stops in the middle of the fill; the pages that were read are not read again.
func TestIndexGoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	w := indexed(t, "error-before=1,nth=3,times=1000,scope=GET/v3/candidates")
	w.crowd(10)
	_, stop := w.run()
	c := w.command()
	require.Eventually(t, func() bool { return w.index(c).People == 6 }, 20*time.Second, 10*time.Millisecond)
	require.False(t, w.index(c).Complete)
	require.False(t, verdict(t, c, on(1, "Somebody Unknown", "nobody")).Complete)
	stop()
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	before := len(w.listCalls())
	w.run()
	w.awaitIndex(w.command(), 10)
	for _, query := range w.listCalls()[before:] {
		require.NotEqual(t, "fields, per_page", query, "the first page is not read again")
	}
}

// TestIndexBeginsAnewWithoutItsPlace: where the fill has come to is no longer good.
func TestIndexBeginsAnewWithoutItsPlace(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(10)
	cfg := testConfig(w.dir)
	cfg.Settings = w.settings
	service, err := companion.New(cfg)
	require.NoError(t, err)
	require.NoError(t, service.SpoilIndexPlace(companion.DefaultAccount))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- service.Run(ctx) }()
	w.awaitIndex(w.command(), 10)
	require.Equal(t, "cursor", w.listCalls()[0])
	stop()
	require.NoError(t, <-ended)
}

func TestIndexThroughFaults(t *testing.T) {
	for name, fault := range map[string]string{
		"refused for the rate": "429,nth=2,times=2,scope=GET/v3/candidates",
		"error":                "error-before=1,nth=2,times=2,scope=GET/v3/candidates",
		"lost":                 "reset-before=1,nth=3,times=1,scope=GET/v3/candidates",
		"signed out":           "401-once=1,nth=2,scope=GET/v3/candidates",
		"half a page":          "garbage-after=1,nth=2,times=1,scope=GET/v3/candidates",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := indexed(t, fault)
			w.crowd(7)
			w.run()
			w.awaitIndex(w.command(), 7)
		})
	}
}

// TestIndexReadsWholeRowsAfterOddOnes: of hidden people a narrow row may tell nothing at all.
func TestIndexReadsWholeRowsAfterOddOnes(t *testing.T) {
	t.Parallel()
	w := indexed(t, "garbage-after=1,nth=2,times=1,scope=GET/v3/candidates")
	w.crowd(7)
	w.run()
	w.awaitIndex(w.command(), 7)
	require.Equal(t, []string{"fields, per_page", "cursor", "per_page", "cursor", "cursor"}, w.listCalls()[:5])
}

// TestIndexFollowsGreenhouse: who is added, changed, deleted or merged away by others.
func TestIndexFollowsGreenhouse(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	ids := w.crowd(8)
	w.run()
	c := w.command()
	w.awaitIndex(c, 8)

	late := w.colleague("Ada", "Example", linkedIn("late"))
	require.Equal(t, extension.ID(late), awaitLevel(t, c, on(1, "Ada Example", "late"), "likely").People[0].CandidateID)

	require.NoError(t, w.greenhouse.EditCandidate(ids[0], linkedIn("moved")))
	awaitLevel(t, c, on(2, "Somebody Unknown", "moved"), "likely")
	require.Equal(t, "none", verdict(t, c, on(3, "Somebody Unknown", "crowd-0")).Level)

	require.NoError(t, w.greenhouse.DeleteCandidate(ids[1]))
	awaitLevel(t, c, on(4, "Somebody Unknown", "crowd-1"), "none")
	require.NoError(t, w.greenhouse.MergeCandidates(ids[2], ids[3]))
	w.awaitIndex(c, 7)
}

// TestEmptyListRemovesNobody: a subject that loses its right to read may see nobody at all.
func TestEmptyListRemovesNobody(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(5)
	w.run()
	c := w.command()
	w.awaitIndex(c, 5)
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1", "service-reads=empty"))
	before := len(w.listCalls())
	require.Eventually(t, func() bool { return len(w.listCalls()) > before+10 }, 20*time.Second, 10*time.Millisecond)
	require.Equal(t, 5, w.index(c).People)
}

func TestNoIndex(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(3)
	_, stop := w.run()
	w.awaitIndex(w.command(), 3)
	stop()

	w.settings.Index.Disabled = true
	w.run()
	c := w.command()
	require.Nil(t, serviceStatus(t, c).Account.Index)
	require.Equal(t, extension.Verdict{Level: "none", Reasons: []string{}, People: []extension.KnownPerson{}, Off: "disabled"},
		verdict(t, c, on(1, "Somebody Unknown", "crowd-1")))
	require.Eventually(t, func() bool {
		folders, err := filepath.Glob(filepath.Join(w.dir, "index-*"))
		return err == nil && len(folders) == 0
	}, 20*time.Second, 10*time.Millisecond, "what was remembered is removed")
}

func TestNoIndexOverVersion1(t *testing.T) {
	t.Parallel()
	w := newEmptyWorld(t)
	w.settings.Index = companion.IndexSettings{PageSeconds: 0.001}
	w.run()
	require.Equal(t, "not_connected", verdict(t, w.command(), on(1, "Somebody Unknown", "crowd-1")).Off)

	w = newEmptyWorld(t)
	w.settings.Index = companion.IndexSettings{PageSeconds: 0.001}
	_, err := companion.Connect(t.Context(), w.legacyRequest())
	require.NoError(t, err)
	w.run()
	c := w.command()
	require.Equal(t, "not_in_version", verdict(t, c, on(1, "Somebody Unknown", "crowd-1")).Off)
	require.Equal(t, "not_in_version", w.index(c).Off)
}
