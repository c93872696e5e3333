package plan

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// maxText is the longest text of one note, in bytes. Greenhouse documents no limit; a longer text is split, never cut.
const maxText = 10_000

// profileText is what the profile says beyond the fields of a candidate, as one tidy text. It is empty when there is nothing.
func profileText(p profile.Profile, positions []profile.Position) string {
	var b strings.Builder
	section(&b, "About", p.About)
	section(&b, "Positions", lines(positions, positionLine))
	section(&b, "Education", lines(p.Educations, educationLine))
	section(&b, "Skills", lines(p.SkillGroups, skillLine))
	section(&b, "Languages", lines(p.Languages, func(l profile.Language) string { return join(" – ", l.Name, l.Level) }))
	section(&b, "Certificates", lines(p.Certificates, certificateLine))
	section(&b, "Other contacts", lines(p.OtherContacts, func(c profile.Contact) string { return join(": ", c.Type, c.Value) }))
	if b.Len() == 0 {
		return ""
	}
	return "From AmazingHiring: " + p.URL + "\n\n" + strings.TrimSuffix(b.String(), "\n\n")
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
	return join(". ", join(", ", p.Title, p.Company, period(p.Start, p.End)), p.Description, strings.Join(p.Skills, ", "))
}

func educationLine(e profile.Education) string {
	return join(", ", e.School, e.Degree, e.Faculty, e.Specialization, period(e.Start, e.End))
}

func certificateLine(c profile.Certificate) string {
	return join(", ", c.Name, c.Organization, period(c.Start, c.End))
}

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

// commentText quotes a recruiter's comment with who wrote it and when, in UTC as AmazingHiring gives it.
func commentText(c profile.Comment) string {
	head := join(", ", "Comment in AmazingHiring", c.Author, c.CreatedAt)
	return head + ":\n\n" + c.Body
}

// split cuts a long text into numbered parts, at paragraphs where it can, else at lines, words, or characters.
func split(text string, limit int) []string {
	if len(text) <= limit {
		return []string{text}
	}
	room := limit - len("(9999 of 9999)\n")
	var parts []string
	for len(text) > room {
		cut := cutAt(text, room)
		parts = append(parts, strings.TrimSpace(text[:cut]))
		text = strings.TrimSpace(text[cut:])
	}
	if text != "" {
		parts = append(parts, text)
	}
	for i := range parts {
		parts[i] = fmt.Sprintf("(%d of %d)\n%s", i+1, len(parts), parts[i])
	}
	return parts
}

// cutAt finds the last good place to cut within the first room bytes.
func cutAt(text string, room int) int {
	for _, mark := range []string{"\n\n", "\n", " "} {
		if i := strings.LastIndex(text[:room], mark); i > room/2 {
			return i
		}
	}
	for !utf8.RuneStart(text[room]) {
		room--
	}
	return room
}
