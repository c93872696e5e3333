package companion_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// TestRevokedTokenLosesNothing: what changed meanwhile follows once AmazingHiring is connected again.
func TestRevokedTokenLosesNothing(t *testing.T) {
	t.Parallel()
	f := follow(t)
	before := f.notes()
	f.source.RevokeToken()
	f.status("Interested")
	require.Eventually(t, func() bool {
		status, err := extension.Call[extension.Status](t.Context(), f.client, extension.StatusQuery{})
		return err == nil && status.Notice != ""
	}, wait, pause)
	require.NoError(t, companion.ConnectAmazingHiring(f.dir, harvest.Secret(f.source.Token()), companion.StoreFile))
	f.awaitUpdates(1)
	require.Len(t, f.newNotes(before), 1)
	status, err := extension.Call[extension.Status](t.Context(), f.client, extension.StatusQuery{})
	require.NoError(t, err)
	require.Empty(t, status.Notice)
}

// TestTroubleOfAmazingHiring: down, broken or asking for a pause, a change follows later.
func TestTroubleOfAmazingHiring(t *testing.T) {
	t.Parallel()
	f := follow(t)
	for i, fault := range []pretend.Faults{{Down: true}, {Broken: true, Requests: 5}, {RateLimited: 1, Requests: 3}} {
		f.source.SetFaults(fault)
		f.status([]string{"Interested", "Replied", "Sourced"}[i])
		require.Eventually(t, func() bool {
			requests := f.source.Requests()
			return requests[len(requests)-1].Status != 200
		}, wait, pause)
		f.source.SetFaults(pretend.Faults{})
		f.awaitUpdates(i + 1)
	}
}

// TestUpdateFollowsAMerge: the change goes to the person that they were merged into.
func TestUpdateFollowsAMerge(t *testing.T) {
	t.Parallel()
	f := follow(t)
	keep, err := f.greenhouse.AddCandidate(map[string]any{"first_name": "Marta", "last_name": "Survivor"})
	require.NoError(t, err)
	require.NoError(t, f.greenhouse.MergeCandidates(keep, f.person))
	f.person = keep
	before := f.notes()
	f.status("Interested")
	f.awaitUpdates(1)
	require.Len(t, f.newNotes(before), 1)
	f.status("Replied")
	f.awaitUpdates(2)
	require.Len(t, f.newNotes(before), 2)
	f.requirePeople("Marta Survivor")
}

// TestUpdateOfSomebodyDeleted asks, and never adds them again; once cancelled, the same change is not made again.
func TestUpdateOfSomebodyDeleted(t *testing.T) {
	t.Parallel()
	f := follow(t)
	require.NoError(t, f.greenhouse.DeleteCandidate(f.person))
	writes := f.writes()
	f.status("Interested")
	item := f.awaitUpdate(1, "needs_you", companion.CauseUpdateGone)
	_, err := extension.Call[extension.ItemReply](t.Context(), f.client, extension.Cancel{ItemID: item.ItemID})
	require.NoError(t, err)
	f.awaitPolls(f.batch, 6)
	require.Equal(t, extension.UpdateCounts{}, batchNow(t, f.client, f.batch.BatchID).Updates)
	require.Equal(t, writes, f.writes())
	f.requirePeople()
	f.status("Replied")
	f.awaitUpdate(2, "needs_you", companion.CauseUpdateGone)
}

// TestOverlappingExportsShareAChain: two exports know the person, and each change comes once.
func TestOverlappingExportsShareAChain(t *testing.T) {
	t.Parallel()
	f := follow(t)
	second := f.export(f.member.ProfileID)
	before := f.notes()
	f.status("Interested")
	f.awaitUpdates(1)
	_, err := f.source.AddComment(pretend.SmallFolder, f.member.ID, "Likes the offer.")
	require.NoError(t, err)
	f.awaitUpdates(2)
	f.awaitPolls(f.batch, 3)
	f.awaitPolls(second, 3)
	require.Len(t, f.newNotes(before), 2)
	require.Equal(t, extension.UpdateCounts{Done: 2}, batchNow(t, f.client, second.BatchID).Updates)
}

// TestUpdateSurvivesARestart: what was found before and during the stop comes once.
func TestUpdateSurvivesARestart(t *testing.T) {
	t.Parallel()
	f := follow(t)
	before := f.notes()
	require.NoError(t, f.greenhouse.SetFaults("down"))
	f.status("Interested")
	require.Equal(t, "ready", map[bool]string{true: "ready"}[f.update(1).State != "done"])
	f.stop()
	f.status("Replied")
	require.NoError(t, f.greenhouse.SetFaults("rate=1000/1"))
	f.run()
	f.client = f.command()
	f.awaitUpdates(2)
	f.awaitPolls(f.batch, 3)
	require.Len(t, f.newNotes(before), 2)
}

// TestUpdateWaitsForThePerson: while the export has not arrived, nothing is updated, and then what changed meanwhile is.
func TestUpdateWaitsForThePerson(t *testing.T) {
	t.Parallel()
	f := follow(t)
	second := f.source.Members(pretend.SmallFolder)[1]
	require.NoError(t, f.greenhouse.SetFaults("down"))
	people := members(t, f.client, pretend.SmallFolder)[1:2]
	b := f.folder(people, 1)
	b.AutoUpdate, b.FolderID = true, extension.ID(pretend.SmallFolder)
	export(t, f.client, b)
	f.awaitPolls(b, 1)
	f.batch, f.member = b, second
	f.status("Interested")
	f.awaitPolls(b, 3)
	require.NoError(t, f.greenhouse.SetFaults("rate=1000/1"))
	awaitBatch(t, f.client, b.BatchID, "finished")
	f.awaitUpdates(1)
}

// TestConflictWhileInDoubt: the answer to the change is lost and never arrived, and a colleague changes the same part. It is
// asked about then, and not taken for done.
func TestConflictWhileInDoubt(t *testing.T) {
	t.Parallel()
	f := follow(t, overwriteTitle)
	require.NoError(t, f.greenhouse.SetFaults("error-before=1,times=1000,scope=PATCH/v3/candidates/*", "rate=1000/1"))
	f.edit("title", "Principal Engineer")
	f.awaitStrike(t)
	require.NoError(t, f.greenhouse.EditCandidate(f.person, map[string]any{"title": "Boss"}))
	require.NoError(t, f.greenhouse.SetFaults("rate=1000/1"))
	item := f.awaitUpdate(1, "needs_you", companion.CauseUpdateConflict)
	answer(t, f.client, item.ItemID, "overwrite", nil)
	f.awaitUpdates(1)
	require.Equal(t, "Principal Engineer", f.candidate().Title)
}

// TestOneChangeSoonAfterAnother: while lists lag, what an update wrote is not taken for somebody's own change.
func TestOneChangeSoonAfterAnother(t *testing.T) {
	t.Parallel()
	f := follow(t, overwriteTitle)
	require.NoError(t, f.greenhouse.SetFaults("stale=0.5", "rate=1000/1"))
	f.edit("title", "Principal Engineer")
	f.awaitUpdates(1)
	f.edit("title", "Chief Engineer")
	f.awaitUpdates(2)
	require.Eventually(t, func() bool { return f.candidate().Title == "Chief Engineer" }, wait, pause)
}
