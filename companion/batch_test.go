package companion_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// withFolders connects the pretend AmazingHiring and runs the service.
func (w *world) withFolders() (source *pretend.Server, stop func()) {
	w.t.Helper()
	source, err := pretend.Start("")
	require.NoError(w.t, err)
	w.t.Cleanup(source.Close)
	w.settings.AmazingHiring.URL = source.URL()
	require.NoError(w.t, companion.ConnectAmazingHiring(w.dir, harvest.Secret(source.Token()), companion.StoreFile))
	_, stop = w.run()
	return source, stop
}

// folder is the export of a folder's people to the base.
func (w *world) folder(people []extension.Member, first int) extension.Batch {
	b := extension.Batch{BatchID: uuid.NewString(), Kind: extension.BatchFolder, Name: "Go platform", Target: inBase, MaxFirst: first}
	for _, m := range people {
		b.People = append(b.People, extension.BatchPerson{ProfileID: m.ProfileID})
	}
	return b
}

func members(t *testing.T, c *extension.Client, folder int64) []extension.Member {
	t.Helper()
	var all []extension.Member
	for {
		part, err := extension.Call[extension.Members](t.Context(), c, extension.MembersQuery{FolderID: extension.ID(folder), Offset: len(all)})
		require.NoError(t, err)
		all = append(all, part.Members...)
		if !part.More {
			return all
		}
	}
}

func export(t *testing.T, c *extension.Client, b extension.Batch) extension.BatchInfo {
	t.Helper()
	reply, err := extension.Call[extension.BatchReply](t.Context(), c, b)
	require.NoError(t, err)
	return reply.Batch
}

func batchNow(t *testing.T, c *extension.Client, id string) extension.BatchInfo {
	t.Helper()
	reply, err := extension.Call[extension.Batches](t.Context(), c, extension.BatchesQuery{BatchID: id})
	require.NoError(t, err)
	require.Len(t, reply.Batches, 1)
	return reply.Batches[0]
}

func awaitBatch(t *testing.T, c *extension.Client, id, state string) (last extension.BatchInfo) {
	t.Helper()
	require.Eventually(t, func() bool {
		last = batchNow(t, c, id)
		return last.State == state
	}, 40*time.Second, 50*time.Millisecond, "batch never %s; last: %+v", state, &last.Counts)
	return last
}

func change(t *testing.T, c *extension.Client, id, action string) {
	t.Helper()
	_, err := extension.Call[extension.BatchReply](t.Context(), c, extension.BatchChange{BatchID: id, Action: action})
	require.NoError(t, err)
}

// TestFolderArrivesOnce: the small folder is exported twice, as two exports that overlap; everybody is there once.
func TestFolderArrivesOnce(t *testing.T) {
	w := newWorld(t)
	source, _ := w.withFolders()
	client := w.command()
	people := members(t, client, pretend.SmallFolder)
	require.Len(t, people, 3)
	first := w.folder(people, 3)
	require.Equal(t, 3, export(t, client, first).Counts.Total)
	export(t, client, first) // an answer that was lost: the same again
	second := w.folder(people, 0)
	second.People = second.People[:2]
	done := awaitBatch(t, client, first.BatchID, "finished")
	require.Equal(t, 3, done.Counts.Done)
	require.Equal(t, 3, done.FirstFetched)
	require.Equal(t, 3, source.Opened())

	export(t, client, second)
	again := awaitBatch(t, client, second.BatchID, "finished")
	require.Equal(t, 2, again.Counts.AlreadyThere, "%+v", again)
	require.Zero(t, again.FirstFetched)
	people2, _ := w.greenhouseHolds()
	require.Len(t, people2, 3)
	for _, m := range members(t, client, pretend.SmallFolder) {
		require.True(t, m.Fetched)
	}
}

// TestUnconfirmedProfilesAreNotOpened: beyond the confirmed number nobody is fetched for the first time, and the list says whom.
func TestUnconfirmedProfilesAreNotOpened(t *testing.T) {
	w := newWorld(t)
	source, _ := w.withFolders()
	client := w.command()
	b := w.folder(members(t, client, pretend.SmallFolder), 1)
	export(t, client, b)
	done := awaitBatch(t, client, b.BatchID, "finished")
	require.Equal(t, 1, done.Counts.Done)
	require.Equal(t, 2, done.Counts.LeftOut)
	require.Equal(t, 1, source.Opened())
}

// TestBatchIsPausedOverARestart and goes on after it; cancelled, it leaves what was sent.
func TestBatchIsPausedOverARestart(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.greenhouse.SetFaults("down"))
	_, stop := w.withFolders()
	client := w.command()
	b := w.folder(members(t, client, pretend.SmallFolder), 3)
	export(t, client, b)
	change(t, client, b.BatchID, extension.BatchPause)
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	awaitBatch(t, client, b.BatchID, "paused")
	stop()

	w.run()
	client = w.command()
	require.Equal(t, "paused", batchNow(t, client, b.BatchID).State)
	w.requirePeople()
	change(t, client, b.BatchID, extension.BatchResume)
	require.Equal(t, 3, awaitBatch(t, client, b.BatchID, "finished").Counts.Done)

	other := w.folder(members(t, client, pretend.BigFolder)[:20], 20)
	require.NoError(t, w.greenhouse.SetFaults("down"))
	export(t, client, other)
	change(t, client, other.BatchID, extension.BatchCancel)
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	var now extension.BatchInfo
	require.Eventually(t, func() bool {
		now = batchNow(t, client, other.BatchID)
		return now.State == "cancelled" && now.Counts.Stopped+now.Counts.Done == 20
	}, 10*time.Second, 20*time.Millisecond, "last: %+v", &now)
	people, _ := w.greenhouseHolds()
	require.Len(t, people, 3+batchNow(t, client, other.BatchID).Counts.Done, "what was sent stays, and nothing else comes")
}

// TestBigFolder: 3,000 people are accepted at once; a token revoked in the middle and a down Greenhouse lose nobody.
func TestBigFolder(t *testing.T) {
	w := newWorld(t)
	source, _ := w.withFolders()
	client := w.command()
	people := members(t, client, pretend.BigFolder)
	require.Len(t, people, 3000)
	b := w.folder(people[:150], 150)
	export(t, client, b)
	source.SetFaults(pretend.Faults{RateLimited: time.Second, Requests: 3})
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1", "error-after=1,nth=5,scope=POST/v3/candidates"))
	done := awaitBatch(t, client, b.BatchID, "finished")
	require.Equal(t, 150, done.Counts.Done+done.Counts.AlreadyThere, "%+v", done.Counts)
	arrived, _ := w.greenhouseHolds()
	require.Len(t, arrived, 150)
	seen := map[string]bool{}
	for _, p := range arrived {
		name := fmt.Sprint(p.FirstName, p.LastName)
		require.False(t, seen[name], name)
		seen[name] = true
	}
}
