package companion_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// richPerson has two positions and a comment, which Greenhouse keeps apart from the person.
func richPerson() json.RawMessage {
	return json.RawMessage(`{
		"id": 1, "name": "Ada Example", "general_info": "Likes queues.",
		"contacts": [{"type": "email", "value": "ada@example.com"}],
		"positions": [
			{"position": "Engineer", "company": {"name": "Blue Heron Example Ltd"}, "start": "2022-03", "end": null},
			{"position": "Trainee", "company": {"name": "Quarry Example GmbH"}, "start": "2018-07", "end": "2022-02"}],
		"comments": [{"id": 55, "body": "Open to relocation.", "created_at": "2026-01-02T03:04:05Z", "user": {"id": 3, "name": "Nora"}}]}`)
}

// records counts what the pretend Greenhouse holds beside people and applications.
func (w *world) records() (notes, employments, attachments int) {
	w.t.Helper()
	client, ctx := w.recruiter(), w.t.Context()
	n, err := harvest.Collect(client.Notes(ctx, harvest.NoteQuery{}))
	require.NoError(w.t, err)
	e, err := harvest.Collect(client.Employments(ctx, harvest.EmploymentQuery{}))
	require.NoError(w.t, err)
	a, err := harvest.Collect(client.Attachments(ctx, harvest.AttachmentQuery{}))
	require.NoError(w.t, err)
	return len(n), len(e), len(a)
}

// TestWholeProfileArrivesOnce: whichever of the five writes loses its answer or never arrives, there is one of each.
func TestWholeProfileArrivesOnce(t *testing.T) {
	for _, fault := range []string{"reply-lost=0.5", "reset-before=0.4,times=3", "error-after=0.5", "garbage-after=0.5", "reply-lost=0.4|lag=0.2"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, strings.Split(fault, "|")...)
			w.run()
			client := w.command()
			id := send(t, client, newAdd(richPerson(), w.onJob(0)))
			item := await(t, client, id, "done")
			require.Equal(t, 5, item.Steps, "person with application, two employments, two notes")
			require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
			w.requirePeople("Ada Example")
			notes, employments, attachments := w.records()
			require.Equal(t, []int{2, 2, 0}, []int{notes, employments, attachments})
		})
	}
}

// TestKnownPersonGetsNothingTwice: a second add of the profile, to another job, writes the application and no note again.
func TestKnownPersonGetsNothingTwice(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	await(t, client, send(t, client, newAdd(richPerson(), w.onJob(0))), "done")
	await(t, client, send(t, client, newAdd(richPerson(), w.onJob(1))), "done")
	notes, employments, _ := w.records()
	require.Equal(t, []int{2, 2}, []int{notes, employments})
}

// TestWithoutNotesTheTextIsAFile: what the credential may not write as notes goes as one file on the application.
func TestWithoutNotesTheTextIsAFile(t *testing.T) {
	w := newWorld(t, "no-scope=harvest:notes:list", "no-scope=harvest:candidate_employments:create")
	w.run()
	client := w.command()
	await(t, client, send(t, client, newAdd(richPerson(), w.onJob(0))), "done")
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	notes, employments, attachments := w.records()
	require.Equal(t, []int{0, 0, 1}, []int{notes, employments, attachments})
}

// TestNothingGrantedIsSaid: without any of the optional rights the person arrives, and the preview says what is left out.
func TestNothingGrantedIsSaid(t *testing.T) {
	w := newWorld(t, "no-scope=harvest:notes:create", "no-scope=harvest:candidate_employments:create", "no-scope=harvest:attachments:create")
	w.run()
	client := w.command()
	preview, err := extension.Call[extension.Preview](t.Context(), client, extension.PreviewQuery{Profile: richPerson()})
	require.NoError(t, err)
	require.Contains(t, preview.Person.LeftOut, extension.LeftOut{Field: "positions", Reason: "no_permission"})
	require.Contains(t, preview.Person.LeftOut, extension.LeftOut{Field: "comments", Reason: "no_permission"})
	await(t, client, send(t, client, newAdd(richPerson(), w.onJob(0))), "done")
	w.requirePeople("Ada Example")
}

// TestPersonNeverShownIsNotDone: a confirmed person who cannot be read back is not called done.
func TestPersonNeverShownIsNotDone(t *testing.T) {
	w := newWorld(t, "lag=30")
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	await(t, client, id, "needs_you", companion.CauseNotVisible)
}

// TestLongTextIsSplitAsSet: a text beyond the configured length arrives whole, in numbered notes.
func TestLongTextIsSplitAsSet(t *testing.T) {
	w := newWorld(t)
	w.settings.Greenhouse.NoteBytes = 300
	w.run()
	client := w.command()
	long := json.RawMessage(`{"id": 1, "name": "Ada Example", "general_info": "` + strings.Repeat("A sentence about queues. ", 40) + `"}`)
	await(t, client, send(t, client, newAdd(long, inBase)), "done")
	notes := collect(t, w.recruiter().Notes(t.Context(), harvest.NoteQuery{}))
	require.Greater(t, len(notes), 3)
	sentences := 0
	for _, n := range notes {
		require.LessOrEqual(t, len(n.Body), 300)
		sentences += strings.Count(n.Body, "queues.")
	}
	require.Equal(t, 40, sentences)
}
