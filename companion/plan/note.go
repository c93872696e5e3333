package plan

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// notes tell what no record holds, and quote each comment in a note of its own.
func notes(in Input) []Step {
	if !in.Can.Notes {
		return nil
	}
	steps := noted(in, keyProfile, in.detailText())
	seen := map[string]bool{}
	for n, c := range in.Profile.Comments {
		id := cmp.Or(c.ID, fmt.Sprintf("without id %d", n))
		if seen[id] {
			id = fmt.Sprintf("%s again %d", id, n)
		}
		seen[id] = true
		steps = append(steps, noted(in, keyComment+"/"+id, commentText(in.Profile, c))...)
	}
	return steps
}

// noted is the text in as many notes as it needs.
func noted(in Input, key, text string) []Step {
	if text == "" {
		return nil
	}
	var steps []Step
	for i, part := range split(text, cmp.Or(in.NoteBytes, DefaultNoteBytes)) {
		steps = append(steps, Step{
			Key: fmt.Sprintf("%s/%d", key, i), Kind: AddNote,
			Note: &harvest.NewNote{Body: part, Visibility: in.Visibility, UserID: in.Author},
		})
	}
	return steps
}

// detailText is what the profile says beyond the fields of a candidate and their records, as one tidy text. It is empty
// when there is nothing.
func (in Input) detailText() string {
	p := in.Profile
	var b strings.Builder
	section(&b, "About", p.About)
	section(&b, "Positions", lines(in.positionsToTell(), positionLine))
	section(&b, "Education", lines(in.educationsToTell(), educationLine))
	section(&b, "Skills", lines(p.SkillGroups, skillLine))
	section(&b, "Languages", lines(p.Languages, languageLine))
	section(&b, "Certificates", lines(p.Certificates, certificateLine))
	section(&b, "Other contacts", lines(p.OtherContacts, contactLine))
	if b.Len() == 0 {
		return ""
	}
	return plainText(origin(p) + "\n\n" + strings.TrimSuffix(b.String(), "\n\n"))
}

func section(b *strings.Builder, title, text string) {
	if text != "" {
		b.WriteString(title + "\n" + text + "\n\n")
	}
}

func lines[T any](list []T, line func(T) string) string {
	var out []string
	for _, x := range list {
		if text := line(x); text != "" {
			out = append(out, "- "+text)
		}
	}
	return strings.Join(out, "\n")
}

// join puts the separator between the parts that are there.
func join(separator string, parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, separator)
}

func positionLine(p profile.Position) string {
	head := join(", ", p.Title, p.Company, p.CompanySite, period(p.Start, p.End))
	return join(". ", head, p.Description, strings.Join(p.Skills, ", "))
}

func educationLine(e profile.Education) string {
	return join(", ", e.School, e.Degree, e.Faculty, e.Specialization, period(e.Start, e.End))
}

func languageLine(l profile.Language) string { return join(" – ", l.Name, l.Level) }

func certificateLine(c profile.Certificate) string {
	return join(", ", c.Name, c.Organization, period(c.Start, c.End))
}

func contactLine(c profile.Contact) string { return join(": ", c.Type, c.Value) }

// period never goes through a time zone: a month stays the month it was.
func period(start, end profile.Month) string {
	return join(" to ", start.String(), end.String())
}

func skillLine(g profile.SkillGroup) string {
	return join(": ", g.Name, skills(g.Skills))
}

func skills(list []profile.Skill) string {
	var out []string
	for _, s := range list {
		text := s.Name
		if inner := skills(s.Skills); inner != "" {
			text += " (" + inner + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// commentText quotes a recruiter's comment with who wrote it and when, in UTC as AmazingHiring gives it. A spreadsheet's
// notes column is a comment from nowhere in particular.
func commentText(p profile.Profile, c profile.Comment) string {
	from := "Comment in AmazingHiring"
	if p.URL == "" {
		from = "Note"
	}
	head := join(", ", from, c.Author, c.CreatedAt)
	return plainText(head + ":\n\n" + c.Body)
}

// origin says where the text comes from; not everybody has a page in AmazingHiring.
func origin(p profile.Profile) string {
	if p.URL == "" {
		return "Profile"
	}
	return "From AmazingHiring: " + p.URL
}
