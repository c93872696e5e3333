package companion_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// graduate has a school, a link and two contacts.
func graduate() json.RawMessage {
	return json.RawMessage(`{
		"id": 1, "name": "Ada Example", "title": "Engineer",
		"contacts": [{"type": "email", "value": "ada@example.com"}, {"type": "phone", "value": "+44 20 7946 0101"}],
		"links": [{"value": "https://github.com/ada-example"}],
		"locations": [{"id": "lisbon", "name": "Lisbon"}],
		"educations": [{"name": "University of Example", "degree": "Master's Degree", "specialization": "Computer Science", "start": 2013, "end": 2017}]}`)
}

// onlyPerson is the one person the pretend Greenhouse holds.
func (w *world) onlyPerson() harvest.Candidate {
	w.t.Helper()
	people, _ := w.greenhouseHolds()
	require.Len(w.t, people, 1)
	return people[0]
}

func collect[T any](t *testing.T, list func(func(T, error) bool)) []T {
	t.Helper()
	rows, err := harvest.Collect(list)
	require.NoError(t, err)
	return rows
}

// TestSchoolsTagsAndFieldsArrive: what the organisation has lists and fields for goes there, and each once.
func TestSchoolsTagsAndFieldsArrive(t *testing.T) {
	w := newWorld(t)
	w.settings.Greenhouse.Tags, w.settings.Greenhouse.NewTags = []string{"Sourced", "Remote"}, true
	w.settings.Greenhouse.CustomFields = []companion.CustomFieldRule{
		{Key: "amazinghiring_url", From: "amazinghiring_url"}, {Key: "seniority", Value: "senior"},
	}
	w.settings.Greenhouse.Recruiter = "me"
	w.run()
	client := w.command()
	add := newAdd(graduate(), w.onJob(0))
	add.Tags = []string{"sourced", "Remote", "secret"}
	item := await(t, client, send(t, client, add), "done")

	person := w.onlyPerson()
	require.ElementsMatch(t, []string{"Sourced", "Remote"}, person.Tags)
	require.JSONEq(t, `"https://search.amazinghiring.com/profiles/1"`, string(person.CustomFields["amazinghiring_url"].Value))
	require.JSONEq(t, `"Senior"`, string(person.CustomFields["seniority"].Value))
	require.Contains(t, item.LeftOut, extension.LeftOut{Field: "tags", Reason: "policy"})
	greenhouse, ctx := w.recruiter(), t.Context()
	require.Len(t, collect(t, greenhouse.Educations(ctx, harvest.EducationQuery{})), 1)
	require.Empty(t, collect(t, greenhouse.Notes(ctx, harvest.NoteQuery{})), "nothing is left to tell")
	_, applications := w.greenhouseHolds()
	require.Equal(t, harvest.UserID(w.greenhouse.Info().UserID), applications[0].RecruiterID)
	require.NotZero(t, applications[0].ReferrerID, "the acting user has a referrer record and gets the credit")
}

// TestRequiredFieldIsAsked: a field that Greenhouse's own pages insist on is asked for, and a wrong answer is refused.
func TestRequiredFieldIsAsked(t *testing.T) {
	w := newWorld(t)
	w.settings.Greenhouse.AskRequired = nil
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	item := await(t, client, id, "needs_you", companion.CauseFieldsMissing)
	field := item.Question.Choices[0].Fields[0]
	require.Equal(t, "Seniority", field.Label)
	require.Contains(t, field.Options, "Senior")
	_, err := extension.Call[extension.ItemReply](t.Context(), client, extension.Answer{ItemID: id, Choice: "fields", Values: map[string]string{"seniority": "Wizard"}})
	require.ErrorContains(t, err, "Seniority")
	answer(t, client, id, "fields", map[string]string{"seniority": "senior"})
	await(t, client, id, "done")
	require.JSONEq(t, `"Senior"`, string(w.onlyPerson().CustomFields["seniority"].Value))
}

// TestRequiredFieldMayStayEmpty: the API does not insist, so the recruiter may leave it.
func TestRequiredFieldMayStayEmpty(t *testing.T) {
	w := newWorld(t)
	w.settings.Greenhouse.AskRequired = nil
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	await(t, client, id, "needs_you", companion.CauseFieldsMissing)
	answer(t, client, id, "leave_out", nil)
	await(t, client, id, "done")
}

// TestExistingPersonIsFilledNotOverwritten: what a colleague wrote stays byte for byte, what is missing is added, and every
// array and custom field that was there is still there.
func TestExistingPersonIsFilledNotOverwritten(t *testing.T) {
	w := newWorld(t)
	w.settings.Greenhouse.CustomFields = []companion.CustomFieldRule{{Key: "amazinghiring_url", From: "amazinghiring_url"}, {Key: "current_city", Value: "Lisbon"}}
	_, err := w.greenhouse.AddCandidate(map[string]any{
		"first_name": "Ada", "last_name": "Example", "company": "Colleague's Example Ltd",
		"email_addresses":        []any{map[string]any{"value": "Ada@Example.com", "type": "work"}},
		"social_media_addresses": []any{map[string]any{"value": "https://www.linkedin.com/in/ada-example"}, map[string]any{"value": "github.com/ada-example"}},
		"custom_fields": []any{
			map[string]any{"name_key": "notice_period", "value": 30}, map[string]any{"name_key": "current_city", "value": "Porto"},
			map[string]any{"name_key": "open_to_relocation", "value": true},
		},
	})
	require.NoError(t, err)
	w.run()
	client := w.command()
	item := await(t, client, send(t, client, newAdd(graduate(), w.onJob(0))), "done")
	require.Contains(t, item.LeftOut, extension.LeftOut{Field: "custom_fields.current_city", Reason: "policy"})

	person := w.onlyPerson()
	require.Equal(t, "Colleague's Example Ltd", person.Company)
	require.Equal(t, "Engineer", person.Title, "an empty field is filled")
	require.Equal(t, []harvest.Address{{Value: "Ada@Example.com", Type: "work"}}, person.Emails)
	require.Equal(t, []harvest.Address{{Value: "https://www.linkedin.com/in/ada-example"}, {Value: "github.com/ada-example"}}, person.SocialMedia)
	require.Len(t, person.Phones, 1)
	require.Contains(t, person.Websites, harvest.Address{Value: "https://search.amazinghiring.com/profiles/1", Type: "other"})
	for key, want := range map[string]string{
		"notice_period": `30`, "current_city": `"Porto"`, "open_to_relocation": `true`, "amazinghiring_url": `"https://search.amazinghiring.com/profiles/1"`,
	} {
		require.JSONEq(t, want, string(person.CustomFields[key].Value), key)
	}
}

// TestResumeArrivesOnce: the file comes before the add, goes to the application, and a second add does not attach it again.
func TestResumeArrivesOnce(t *testing.T) {
	w := newWorld(t)
	w.settings.Greenhouse.Snapshot = true
	w.run()
	client := w.command()
	content := []byte("Ada Example\nEngineer\n")
	sum := sha256.Sum256(content)
	file := extension.File{SHA256: hex.EncodeToString(sum[:]), Filename: "CV.txt", Type: "resume"}
	add := newAdd(graduate(), w.onJob(0))
	add.Files = []extension.File{file}
	_, err := extension.Call[extension.Receipt](t.Context(), client, add)
	require.ErrorContains(t, err, extension.CodeFileMissing)
	uploaded, err := extension.Call[extension.Uploaded](t.Context(), client, extension.Upload{SHA256: file.SHA256, Size: int64(len(content)), Data: content})
	require.NoError(t, err)
	require.True(t, uploaded.Complete)
	await(t, client, send(t, client, add), "done")
	again := newAdd(graduate(), w.onJob(0))
	again.Files = add.Files
	await(t, client, send(t, client, again), "done")

	names := map[string]int{}
	for _, a := range collect(t, w.recruiter().Attachments(t.Context(), harvest.AttachmentQuery{})) {
		names[a.Filename]++
	}
	require.Equal(t, map[string]int{"CV.txt": 1, "AmazingHiring profile.html": 1}, names)
}

// TestSweepKeepsWhatIsNeeded: a file stays while an add on its way names it, and goes when none does.
func TestSweepKeepsWhatIsNeeded(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.greenhouse.SetFaults("down"))
	service, _ := w.run()
	client := w.command()
	for _, content := range []string{"needed", "forgotten"} {
		_, err := extension.SendFile(t.Context(), client, strings.NewReader(content), int64(len(content)))
		require.NoError(t, err)
	}
	sum := sha256.Sum256([]byte("needed"))
	add := newAdd(graduate(), w.onJob(0))
	add.Files = []extension.File{{SHA256: hex.EncodeToString(sum[:]), Filename: "CV.txt", Type: "resume"}}
	id := send(t, client, add)
	await(t, client, id, "waiting")

	removed, err := service.Sweep(time.Hour)
	require.NoError(t, err)
	require.Zero(t, removed, "an add may be on its way")
	removed, err = service.Sweep(0)
	require.NoError(t, err)
	require.Equal(t, 1, removed)
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	await(t, client, id, "done")
	require.Len(t, collect(t, w.recruiter().Attachments(t.Context(), harvest.AttachmentQuery{})), 1)
}

// TestPlanWritesNothing: the plan shows each write, and Greenhouse holds nobody afterwards.
func TestPlanWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.run()
	plan, err := extension.Call[extension.Plan](t.Context(), w.command(), extension.PlanQuery{Add: newAdd(richPerson(), w.onJob(0))})
	require.NoError(t, err)
	var kinds []string
	for _, step := range plan.Steps {
		kinds = append(kinds, step.Kind)
	}
	require.Equal(t, []string{"create_candidate", "add_employment", "add_employment", "add_note", "add_note"}, kinds)
	w.requirePeople()

	plan, err = extension.Call[extension.Plan](t.Context(), w.command(), extension.PlanQuery{Add: newAdd(person(4, "Madonna", "m@example.com"), inBase)})
	require.NoError(t, err)
	require.Equal(t, companion.CauseOneWordName, plan.Question.Code)
}

// TestMergedPersonIsFollowed: a person merged away in the middle of an add is the surviving one from then on.
func TestMergedPersonIsFollowed(t *testing.T) {
	w := newWorld(t, "rate=1000/1", "scope=POST/v3/notes", "error-before=1")
	w.run()
	client := w.command()
	id := send(t, client, newAdd(richPerson(), w.onJob(0)))
	item := await(t, client, id, "waiting", companion.CauseInDoubt)
	keep, err := w.greenhouse.AddCandidate(map[string]any{"first_name": "Ada", "last_name": "Survivor"})
	require.NoError(t, err)
	require.NoError(t, w.greenhouse.MergeCandidates(keep, int64(item.CandidateID)))
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	item = await(t, client, id, "done")
	require.Equal(t, extension.ID(keep), item.CandidateID)
	w.requirePeople("Ada Survivor")
	notes := collect(t, w.recruiter().Notes(t.Context(), harvest.NoteQuery{CandidateIDs: []harvest.CandidateID{harvest.CandidateID(keep)}}))
	require.Len(t, notes, 2)
}
