package plan

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// detailsFile is what profile details are called where they go as a file.
const detailsFile = "AmazingHiring profile.txt"

// KindOf tells the kind of a record's step by its key.
func KindOf(key string) StepKind {
	switch before, _, _ := strings.Cut(key, "/"); before {
	case "profile", "comment":
		return AddNote
	case "employment":
		return AddEmployment
	}
	return AddAttachment
}

// records are the steps that give the person what does not fit into a candidate's own fields. They follow the person and
// the application, because a note to nobody is accepted by Greenhouse and lost, and a file needs an application.
func records(in Input) []Step {
	var steps []Step
	if in.Can.Employments {
		steps = append(steps, employments(in)...)
	}
	switch {
	case in.Can.Notes:
		steps = append(steps, notes(in)...)
	case in.Can.Attachments:
		steps = append(steps, details(in)...)
	}
	for i := range steps {
		if in.Existing != nil {
			steps[i].CandidateID = in.Existing.ID
		}
	}
	return steps
}

// employments: Greenhouse wants a company, a title and a start. A position without one of them is told in the note instead.
func employments(in Input) []Step {
	var steps []Step
	for i, p := range in.Profile.Positions {
		if !isEmployment(p) {
			continue
		}
		steps = append(steps, Step{
			Key: fmt.Sprintf("employment/%d", i), Kind: AddEmployment,
			Employment: &harvest.NewEmployment{CompanyName: p.Company, Title: p.Title, StartDate: day(p.Start), EndDate: day(p.End)},
		})
	}
	return steps
}

func isEmployment(p profile.Position) bool {
	return p.Company != "" && p.Title != "" && !p.Start.IsZero()
}

// day is the first day of the month, or of the year where no month is known; no time zone can shift it.
func day(m profile.Month) string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-01", m.Year, max(m.Month, 1))
}

func notes(in Input) []Step {
	var steps []Step
	for i, text := range detailParts(in) {
		steps = append(steps, note(in, fmt.Sprintf("profile/%d", i), text))
	}
	for n, c := range in.Profile.Comments {
		id := cmp.Or(c.ID, fmt.Sprintf("without id %d", n))
		for i, text := range split(commentText(c), maxText) {
			steps = append(steps, note(in, fmt.Sprintf("comment/%s/%d", id, i), text))
		}
	}
	return steps
}

func note(in Input, key, text string) Step {
	return Step{Key: key, Kind: AddNote, Note: &harvest.NewNote{Body: text, Visibility: in.Visibility, UserID: in.Author}}
}

func detailParts(in Input) []string {
	text := in.detailText()
	if text == "" {
		return nil
	}
	return split(text, maxText)
}

func (in Input) detailText() string { return profileText(in.Profile, in.positionsToTell()) }

// positionsToTell are those that an employment cannot hold, or not wholly: it has no place for a description.
func (in Input) positionsToTell() []profile.Position {
	var tell []profile.Position
	for _, p := range in.Profile.Positions {
		if !in.Can.Employments || !isEmployment(p) || p.Description != "" || len(p.Skills) > 0 {
			tell = append(tell, p)
		}
	}
	return tell
}

// details is the same text as a file, where notes are not granted; comments go along.
func details(in Input) []Step {
	text := in.detailText()
	for _, c := range in.Profile.Comments {
		text = join("\n\n", text, commentText(c))
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []Step{{
		Key: "details", Kind: AddAttachment,
		Attachment: &harvest.NewAttachment{Filename: detailsFile, Type: "other", Content: []byte(text)},
	}}
}
