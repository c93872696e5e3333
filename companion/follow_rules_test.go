package companion_test

import (
	"slices"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// pools are the ids of a pool and its stages.
func (w *world) pools() (pool int64, stages []int64) {
	w.t.Helper()
	for _, s := range collect(w.t, w.recruiter().ProspectPoolStages(w.t.Context(), harvest.ProspectPoolStageQuery{})) {
		if pool == 0 || pool == int64(s.PoolID) {
			pool, stages = int64(s.PoolID), append(stages, int64(s.ID))
		}
	}
	require.GreaterOrEqual(w.t, len(stages), 3)
	return pool, stages
}

// byRules has a rule for everything: the person is a prospect in a pool, and their status moves them on.
func byRules(f *follower) {
	pool, stages := f.pools()
	f.target = extension.Target{Kind: extension.TargetProspect, PoolID: extension.ID(pool), PoolStageID: extension.ID(stages[0])}
	f.settings.Greenhouse.Tags, f.settings.Greenhouse.NewTags = []string{"Remote"}, true
	f.settings.Updates.Statuses = []companion.UpdateStatusRule{
		{Status: "interested", Pool: pool, Stage: stages[1], Tag: "Interested", CustomField: "current_city", Note: true},
		{Status: "Contacted/Replied", CustomField: "seniority", Value: "senior"},
		{Account: companion.DefaultAccount, Status: "Contacted", Pool: pool, Stage: stages[2]},
		{Status: "Contacted", Note: true},
		{Status: "Sourced", Ignore: true},
	}
}

// stage is the pool stage that the person's only prospect application is in.
func (f *follower) stage() int64 {
	f.t.Helper()
	details := collect(f.t, f.recruiter().ProspectDetails(f.t.Context(), harvest.ProspectDetailQuery{}))
	require.Len(f.t, details, 1)
	return int64(details[0].PoolStageID)
}

// TestStatusRules do what they say, the most specific first, and nothing else.
func TestStatusRules(t *testing.T) {
	t.Parallel()
	f := follow(t, byRules)
	_, stages := f.pools()
	before := f.notes()
	f.status("Interested")
	f.awaitUpdates(1)
	person := f.candidate()
	require.Equal(t, []string{"Interested"}, person.Tags)
	require.JSONEq(t, `"Interested"`, string(person.CustomFields["current_city"].Value))
	require.Equal(t, stages[1], f.stage())
	require.Len(t, f.newNotes(before), 1)

	f.status("Replied")
	f.awaitUpdates(2)
	require.JSONEq(t, `"Senior"`, string(f.candidate().CustomFields["seniority"].Value))
	require.JSONEq(t, `"Interested"`, string(f.candidate().CustomFields["current_city"].Value), "other fields keep what they have")
	require.Equal(t, stages[1], f.stage())

	f.status("Contacted")
	f.awaitUpdates(3)
	require.Equal(t, stages[2], f.stage(), "the account's own rule goes first")
	f.status("Sourced")
	f.awaitUpdates(4)
	require.Equal(t, "up_to_date", f.update(4).Outcome)
	require.Len(t, f.newNotes(before), 1)
	require.Equal(t, []string{"Interested"}, f.candidate().Tags)
}

// TestSomebodyMovedThePerson: the stage that a colleague chose is not left without a word.
func TestSomebodyMovedThePerson(t *testing.T) {
	t.Parallel()
	f := follow(t, byRules)
	pool, stages := f.pools()
	f.status("Interested")
	f.awaitUpdates(1)
	_, applications := f.greenhouseHolds()
	i := slices.IndexFunc(applications, func(a harvest.Application) bool { return int64(a.CandidateID) == f.person })
	_, err := f.recruiter().UpdateApplication(t.Context(), applications[i].ID, harvest.ApplicationChange{
		ProspectPoolID: harvest.PoolID(pool), ProspectPoolStageID: harvest.PoolStageID(stages[0]),
	})
	require.NoError(t, err)
	f.status("Contacted")
	item := f.awaitUpdate(2, "needs_you", companion.CauseUpdateConflict)
	require.Contains(t, item.Question.Text, "(pool stage)")
	require.Equal(t, stages[0], f.stage())
	_, err = extension.Call[extension.ItemReply](t.Context(), f.client, extension.Answer{ItemID: item.ItemID, Choice: "overwrite"})
	require.NoError(t, err)
	f.awaitUpdates(2)
	require.Equal(t, stages[2], f.stage())
}

// TestTagsInsideTheProfileFollow where the settings allow them; one that a colleague took off stays off.
func TestTagsInsideTheProfileFollow(t *testing.T) {
	t.Parallel()
	f := follow(t, byRules)
	f.edit("tags", []any{"remote", "secret"})
	f.awaitUpdates(1)
	require.Equal(t, []string{"Remote"}, f.candidate().Tags)
	require.NoError(t, f.greenhouse.EditCandidate(f.person, map[string]any{"tags": []any{}}))
	f.edit("tags", []any{"remote"})
	f.status("Interested")
	require.Eventually(t, func() bool { return slices.Contains(f.candidate().Tags, "Interested") }, wait, pause)
	f.awaitPolls(f.batch, 3)
	require.Equal(t, []string{"Interested"}, f.candidate().Tags)
}

// TestKnownPeopleAreLeftAlone where the settings say so; notes still come.
func TestKnownPeopleAreLeftAlone(t *testing.T) {
	t.Parallel()
	f := follow(t, overwriteTitle, func(f *follower) {
		f.settings.Greenhouse.LeaveExisting = true
		f.settings.Greenhouse.CustomFields = []companion.CustomFieldRule{{Key: "current_city", From: "location"}}
		_, err := f.greenhouse.AddCandidate(map[string]any{
			"first_name": "Marta", "last_name": "Okafor",
			"email_addresses":   []any{map[string]any{"value": "marta.okafor@example.com", "type": "work"}},
			"website_addresses": []any{map[string]any{"value": "https://martaokafor.example", "type": "personal"}},
		})
		require.NoError(f.t, err)
	})
	before := f.notes()
	f.edit("title", "Principal Engineer")
	f.edit("locations", []any{map[string]any{"id": "porto", "name": "Porto"}})
	f.status("Interested")
	require.Eventually(t, func() bool { return len(f.newNotes(before)) == 1 }, wait, pause)
	require.Empty(t, f.candidate().Title)
	require.JSONEq(t, "null", string(f.candidate().CustomFields["current_city"].Value))
}
