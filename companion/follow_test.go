package companion_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// TestNothingChangedWritesNothing: folders are read again and again, everybody's profile too, and Greenhouse gets nothing.
func TestNothingChangedWritesNothing(t *testing.T) {
	t.Parallel()
	f := follow(t)
	writes := f.writes()
	f.awaitPolls(f.batch, 6)
	require.Equal(t, writes, f.writes())
	require.Equal(t, extension.UpdateCounts{}, batchNow(t, f.client, f.batch.BatchID).Updates)
	require.Equal(t, 1, f.source.Opened(), "no other profile is opened")
}

// TestStatusChangeMakesOneNote, and going back to a status makes another one with the same words.
func TestStatusChangeMakesOneNote(t *testing.T) {
	t.Parallel()
	f := follow(t)
	before := f.notes()
	for i, status := range []string{"Interested", "Replied", "Interested"} {
		f.status(status)
		f.awaitUpdates(i + 1)
		require.Equal(t, "updated", f.update(i+1).Outcome)
	}
	f.awaitPolls(f.batch, 3)
	require.Equal(t, []string{
		"Folder status in AmazingHiring, Go platform, Lisbon, as of then: → Interested",
		"Folder status in AmazingHiring, Go platform, Lisbon, as of then: → Contacted / Replied",
		"Folder status in AmazingHiring, Go platform, Lisbon, as of then: → Interested",
	}, timeless(f.newNotes(before)))
	f.requirePeople("Marta Okafor")
}

// TestStatusIsRenamedOrDeleted: neither is a change of the person.
func TestStatusIsRenamedOrDeleted(t *testing.T) {
	t.Parallel()
	f := follow(t)
	writes := f.writes()
	require.NoError(t, f.source.RenameStatus("Sourced", "Found"))
	f.awaitPolls(f.batch, 3)
	require.NoError(t, f.source.DeleteStatus("Found"))
	f.awaitPolls(f.batch, 3)
	require.Equal(t, writes, f.writes())
}

// TestCommentsBecomeNotes: a new one makes a note, a new version of it one more, with author and time.
func TestCommentsBecomeNotes(t *testing.T) {
	t.Parallel()
	f := follow(t)
	before := f.notes()
	comment, err := f.source.AddComment(pretend.SmallFolder, f.member.ID, "Likes the offer.")
	require.NoError(t, err)
	f.awaitUpdates(1)
	require.NoError(t, f.source.EditComment(pretend.SmallFolder, f.member.ID, comment, "Likes the offer a lot."))
	f.awaitUpdates(2)
	f.awaitPolls(f.batch, 3)
	notes := f.newNotes(before)
	require.Len(t, notes, 2)
	require.Regexp(t, `(?s)^Comment in AmazingHiring, .+, 20\d\d-.*\n\nLikes the offer\.$`, notes[0])
	require.Regexp(t, `(?s)^Edited: Comment in AmazingHiring, .*\n\nLikes the offer a lot\.$`, notes[1])
}

// TestCommentsOfBeforeAreNoChange: what stood in the folder when it was read first is told by no update.
func TestCommentsOfBeforeAreNoChange(t *testing.T) {
	t.Parallel()
	f := follow(t)
	second := f.source.Members(pretend.SmallFolder)[1]
	_, err := f.source.AddComment(pretend.SmallFolder, second.ID, "From before the export.")
	require.NoError(t, err)
	f.batch, f.member = f.export(second.ProfileID), second
	f.status("Interested")
	require.Empty(t, f.awaitUpdate(1, "done").LeftOut)
	for _, n := range collect(t, f.recruiter().Notes(t.Context(), harvest.NoteQuery{})) {
		require.NotContains(t, n.Body, "From before the export.")
	}
}

func overwriteTitle(f *follower) {
	f.settings.Updates.Fields = map[string]string{"title": "overwrite"}
}

// TestFieldsFollow: by default only what is empty is filled, with a rule it is overwritten, and lists grow.
func TestFieldsFollow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*follower)
		title   string
	}{
		"filled only": {func(*follower) {}, "Senior Backend Engineer"},
		"overwritten": {overwriteTitle, "Principal Engineer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := follow(t, test.prepare)
			f.edit("title", "Principal Engineer")
			f.edit("contacts", []any{
				map[string]any{"type": "email", "value": "marta.okafor@example.com"}, map[string]any{"type": "email", "value": "marta@example.net"},
				map[string]any{"type": "phone", "value": "+44 20 7946 0101"},
			})
			require.Eventually(t, func() bool { return len(f.candidate().Emails) == 2 }, wait, pause)
			f.awaitPolls(f.batch, 3)
			require.Equal(t, test.title, f.candidate().Title)
			require.Len(t, f.candidate().Phones, 1)
		})
	}
}

// TestQuietEditsFollow: an edit that moves no time in the folder is found by the sweep.
func TestQuietEditsFollow(t *testing.T) {
	t.Parallel()
	f := follow(t, overwriteTitle)
	f.source.SetFaults(pretend.Faults{QuietEdits: true})
	f.edit("title", "Principal Engineer")
	f.awaitUpdates(1)
	require.Equal(t, "Principal Engineer", f.candidate().Title)
}

// TestWhatIsRemovedInGreenhouseStaysAway: an e-mail that a colleague deleted does not come back with the next change.
func TestWhatIsRemovedInGreenhouseStaysAway(t *testing.T) {
	t.Parallel()
	f := follow(t, overwriteTitle)
	require.NoError(t, f.greenhouse.EditCandidate(f.person, map[string]any{"email_addresses": []any{}}))
	f.edit("title", "Principal Engineer")
	f.awaitUpdates(1)
	require.Equal(t, "Principal Engineer", f.candidate().Title)
	require.Empty(t, f.candidate().Emails)
}

// TestBothSidesChanged asks once, and does what was answered.
func TestBothSidesChanged(t *testing.T) {
	t.Parallel()
	for choice, title := range map[string]string{"keep": "Boss", "overwrite": "Principal Engineer"} {
		t.Run(choice, func(t *testing.T) {
			t.Parallel()
			f := follow(t, overwriteTitle)
			require.NoError(t, f.greenhouse.EditCandidate(f.person, map[string]any{"title": "Boss"}))
			f.edit("title", "Principal Engineer")
			item := f.awaitUpdate(1, "needs_you", companion.CauseUpdateConflict)
			require.Contains(t, item.Question.Text, "(title)")
			require.NotContains(t, item.Question.Text, "Boss")
			f.awaitCounts(extension.UpdateCounts{NeedsYou: 1})
			_, err := extension.Call[extension.ItemReply](t.Context(), f.client, extension.Answer{ItemID: item.ItemID, Choice: choice})
			require.NoError(t, err)
			f.awaitUpdates(1)
			f.awaitPolls(f.batch, 3)
			require.Equal(t, title, f.candidate().Title)
			f.awaitUpdates(1)
		})
	}
}
