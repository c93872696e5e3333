package companion_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// follower is a world in which one person of the small folder was exported and is followed, with both pretend systems.
type follower struct {
	*world
	source *pretend.Server
	client *extension.Client
	batch  extension.Batch
	target extension.Target
	// member is the person's place in the folder, person their record in Greenhouse.
	member pretend.Member
	person int64
	stop   func()
}

// followSettings look at folders many times a second.
func followSettings(s *companion.Settings) {
	s.Updates.EveryMinutes, s.Updates.SweepHours = 0.05/60, 0.2/3600
}

// follow exports the first person of the folder and waits until the folder was read.
func follow(t *testing.T, prepare ...func(*follower)) *follower {
	t.Helper()
	f := &follower{world: newWorld(t), target: inBase}
	followSettings(&f.settings)
	for _, change := range prepare {
		change(f)
	}
	f.source, f.stop = f.withFolders()
	f.client = f.command()
	f.begin()
	return f
}

// begin makes the export.
func (f *follower) begin() {
	f.t.Helper()
	f.member = f.source.Members(pretend.SmallFolder)[0]
	f.batch = f.export(f.member.ProfileID)
	people, _ := f.greenhouseHolds()
	i := slices.IndexFunc(people, func(c harvest.Candidate) bool { return c.LastName == "Okafor" })
	require.GreaterOrEqual(f.t, i, 0)
	f.person = int64(people[i].ID)
}

// export follows the people of the small folder and waits until they have arrived and the folder was read.
func (f *follower) export(profiles ...int64) extension.Batch {
	f.t.Helper()
	var people []extension.Member
	for _, m := range members(f.t, f.client, pretend.SmallFolder) {
		if slices.Contains(profiles, int64(m.ProfileID)) {
			people = append(people, m)
		}
	}
	b := f.folder(people, len(people))
	b.Target = f.target
	b.AutoUpdate, b.FolderID = true, extension.ID(pretend.SmallFolder)
	require.True(f.t, export(f.t, f.client, b).AutoUpdate)
	awaitBatch(f.t, f.client, b.BatchID, "finished")
	f.awaitPolls(b, 1)
	return b
}

// awaitPolls waits until the folder was read so many more times, from begin to end.
func (f *follower) awaitPolls(b extension.Batch, n int) {
	f.t.Helper()
	batches, err := store.OpenBatches(filepath.Join(f.dir, "batches"))
	require.NoError(f.t, err)
	polled := func() time.Time {
		kept, known, err := batches.Get(b.BatchID)
		require.NoError(f.t, err)
		require.True(f.t, known)
		return kept.Polled
	}
	for last := polled(); n > 0; n-- {
		require.Eventually(f.t, func() bool { return polled().After(last) }, 20*time.Second, 5*time.Millisecond, "the folder is not read")
		last = polled()
	}
}

// awaitUpdates waits until so many changes have arrived.
func (f *follower) awaitUpdates(done int) {
	f.t.Helper()
	f.awaitCounts(extension.UpdateCounts{Done: done})
}

func (f *follower) awaitCounts(want extension.UpdateCounts) {
	f.t.Helper()
	var last extension.BatchInfo
	require.Eventually(f.t, func() bool {
		last = batchNow(f.t, f.client, f.batch.BatchID)
		return last.Updates == want
	}, 20*time.Second, 10*time.Millisecond, "updates: %+v", &last.Updates)
}

// update is the n-th update of the person.
func (f *follower) update(n int) extension.Item {
	f.t.Helper()
	request := strings.Join([]string{"update", idText(f.member.ProfileID), idText(int64(n))}, "/")
	var items extension.Items
	require.Eventually(f.t, func() bool {
		var err error
		items, err = extension.Call[extension.Items](f.t.Context(), f.client, extension.ItemsQuery{RequestIDs: []string{request}})
		return err == nil && len(items.Items) == 1
	}, 20*time.Second, 10*time.Millisecond, "no update %s", request)
	require.True(f.t, items.Items[0].Update)
	return items.Items[0]
}

func idText(id int64) string {
	text, _ := json.Marshal(id)
	return string(text)
}

// awaitUpdate follows the n-th update until it is in the state.
func (f *follower) awaitUpdate(n int, state string, cause ...string) extension.Item {
	f.t.Helper()
	return await(f.t, f.client, f.update(n).ItemID, state, cause...)
}

// candidate is the person as Greenhouse shows them.
func (f *follower) candidate() harvest.Candidate {
	f.t.Helper()
	people, _ := f.greenhouseHolds()
	i := slices.IndexFunc(people, func(c harvest.Candidate) bool { return int64(c.ID) == f.person })
	require.GreaterOrEqual(f.t, i, 0)
	return people[i]
}

// notes are the person's, oldest first.
func (f *follower) notes() []string {
	f.t.Helper()
	var bodies []string
	for _, n := range collect(f.t, f.recruiter().Notes(f.t.Context(), harvest.NoteQuery{CandidateIDs: []harvest.CandidateID{harvest.CandidateID(f.person)}})) {
		bodies = append(bodies, n.Body)
	}
	slices.Reverse(bodies)
	return bodies
}

// newNotes are those beyond the first ones.
func (f *follower) newNotes(known []string) []string { return f.notes()[len(known):] }

func (f *follower) status(name string) {
	f.t.Helper()
	require.NoError(f.t, f.source.SetStatus(pretend.SmallFolder, f.member.ID, name))
}

func (f *follower) edit(field string, value any) {
	f.t.Helper()
	require.NoError(f.t, f.source.EditProfile(f.member.ProfileID, func(fields map[string]any) { fields[field] = value }))
}

// writes counts what was written in Greenhouse so far.
func (f *follower) writes() (n int) {
	for _, r := range f.greenhouse.Requests() {
		if r.Method != "GET" && !strings.Contains(r.Path, "token") {
			n++
		}
	}
	return n
}

// How long and how often a test looks for what is to come.
const (
	wait  = 20 * time.Second
	pause = 10 * time.Millisecond
)

var anyTime = regexp.MustCompile(`20\d\d-\d\d-\d\dT[0-9:]+(Z|[+-][0-9]+:[0-9]+)`)

// timeless are the texts without the times in them, which differ from run to run.
func timeless(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = anyTime.ReplaceAllString(text, "then")
	}
	return out
}
