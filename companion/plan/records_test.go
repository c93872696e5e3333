package plan_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// rich is a profile with everything that does not fit into a candidate's own fields.
func rich(can plan.Abilities) plan.Input {
	in := input(onJobs(plan.Candidate, 5))
	in.Can, in.Author, in.Visibility = can, 9, "private"
	in.Profile.About = "Builds services."
	in.Profile.Positions = []profile.Position{
		{Title: "Staff Engineer", Company: "Blue Heron Example Ltd", Start: profile.Month{Year: 2022, Month: 3}},
		{Title: "Engineer", Company: "Quarry Example GmbH", Start: profile.Month{Year: 2018}, End: profile.Month{Year: 2022, Month: 2}, Description: "Queues."},
		{Title: "Volunteer"},
	}
	in.Profile.Educations = []profile.Education{{School: "University of Example", Degree: "BSc", Start: profile.Month{Year: 2013}, End: profile.Month{Year: 2017}}}
	in.Profile.SkillGroups = []profile.SkillGroup{{Name: "Databases", Skills: []profile.Skill{{Name: "SQL", Skills: []profile.Skill{{Name: "PostgreSQL"}}}, {Name: "Badger"}}}}
	in.Profile.Languages = []profile.Language{{Name: "English", Level: "native"}}
	in.Profile.Certificates = []profile.Certificate{{Name: "CKA", End: profile.Month{Year: 2020, Month: 12}}}
	in.Profile.OtherContacts = []profile.Contact{{Type: "skype", Value: "marta.example"}}
	in.Profile.Comments = []profile.Comment{{ID: "55", Author: "Nora", CreatedAt: "2026-01-02T03:04:05Z", Body: "Open to relocation."}}
	return in
}

const details = `From AmazingHiring: ` + page + `

About
Builds services.

Positions
- Engineer, Quarry Example GmbH, 2018 to 2022-02. Queues.
- Volunteer

Education
- University of Example, BSc, 2013 to 2017

Skills
- Databases: SQL (PostgreSQL), Badger

Languages
- English – native

Certificates
- CKA, 2020-12

Other contacts
- skype: marta.example`

const comment = "Comment in AmazingHiring, Nora, 2026-01-02T03:04:05Z:\n\nOpen to relocation."

func TestRecordsWithEverythingGranted(t *testing.T) {
	p := plan.Make(rich(plan.Abilities{Notes: true, Employments: true, Attachments: true}))
	require.Equal(t, []plan.Step{
		{Key: "employment/0", Kind: plan.AddEmployment, Employment: &harvest.NewEmployment{CompanyName: "Blue Heron Example Ltd", Title: "Staff Engineer", StartDate: "2022-03-01"}},
		{Key: "employment/1", Kind: plan.AddEmployment, Employment: &harvest.NewEmployment{CompanyName: "Quarry Example GmbH", Title: "Engineer", StartDate: "2018-01-01", EndDate: "2022-02-01"}},
		{Key: "profile/0", Kind: plan.AddNote, Note: &harvest.NewNote{Body: details, Visibility: "private", UserID: 9}},
		{Key: "comment/55/0", Kind: plan.AddNote, Note: &harvest.NewNote{Body: comment, Visibility: "private", UserID: 9}},
	}, p.Steps[1:])
	require.Empty(t, p.Dropped)
}

// TestRecordsWithoutNotes: the same text goes as one file; with nothing granted it is listed as left out.
func TestRecordsWithoutNotes(t *testing.T) {
	p := plan.Make(rich(plan.Abilities{Attachments: true}))
	require.Len(t, p.Steps, 2)
	file := p.Steps[1].Attachment
	require.Equal(t, "other", file.Type)
	require.Contains(t, string(file.Content), "- Staff Engineer, Blue Heron Example Ltd, 2022-03")
	require.True(t, strings.HasSuffix(string(file.Content), comment))

	p = plan.Make(rich(plan.Abilities{}))
	require.Len(t, p.Steps, 1)
	require.Len(t, p.Dropped, 8)
}

// TestWhatIsWrittenIsNotPlannedAgain: the keys say what is done, and are the same in every plan of an add.
func TestWhatIsWrittenIsNotPlannedAgain(t *testing.T) {
	in := rich(plan.Abilities{Notes: true, Employments: true})
	first := plan.Make(in)
	in.Existing = &plan.Existing{ID: 42, Applications: []harvest.Application{{ID: 1, JobID: 5}}}
	for i, step := range first.Steps[1:] {
		left := plan.Make(in)
		require.Equal(t, step.Key, left.Steps[0].Key)
		require.Equal(t, harvest.CandidateID(42), left.Steps[0].CandidateID)
		require.Len(t, left.Steps, len(first.Steps)-1-i)
		require.Equal(t, step.Kind, plan.KindOf(step.Key))
		in.Written = append(in.Written, step.Key)
	}
	require.Empty(t, plan.Make(in).Steps)
}

// TestLongTextsAreSplitNeverCut: at paragraphs where possible, numbered, and whole when put together again.
func TestLongTextsAreSplitNeverCut(t *testing.T) {
	paragraph := strings.Repeat("A sentence with ünïcödé. ", 100)
	for name, body := range map[string]string{
		"paragraphs": strings.Repeat(paragraph+"\n\n", 20),
		"one line":   strings.Repeat(paragraph, 20),
		"no spaces":  strings.Repeat("ü", 30_000),
	} {
		t.Run(name, func(t *testing.T) {
			in := input(onJobs(plan.Prospect))
			in.Can.Notes = true
			in.Profile.Comments = []profile.Comment{{ID: "1", Body: body}}
			var whole strings.Builder
			steps := plan.Make(in).Steps[1:]
			require.Greater(t, len(steps), 2)
			for _, step := range steps {
				require.LessOrEqual(t, len(step.Note.Body), 10_000)
				require.True(t, utf8.ValidString(step.Note.Body))
				_, text, _ := strings.Cut(step.Note.Body, "\n")
				whole.WriteString(text)
			}
			require.Equal(t, squeeze("Comment in AmazingHiring:"+body), squeeze(whole.String()))
		})
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
