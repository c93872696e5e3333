package sheet

import (
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// list joins the texts of items that have one.
func list[T any](items []T, text func(T) string) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = text(item)
	}
	return join("; ", texts...)
}

// join leaves out what is empty.
func join(separator string, parts ...string) string {
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, separator)
}

func bracketed(text, remark string) string {
	if remark == "" {
		return text
	}
	return strings.TrimSpace(text + " (" + remark + ")")
}

// period returns "2018-07 – 2022-02". Without an end only the start is known to
// be true.
func period(start, end profile.Month) string {
	switch {
	case start.IsZero() && end.IsZero():
		return ""
	case end.IsZero():
		return "since " + start.String()
	case start.IsZero():
		return "until " + end.String()
	}
	return start.String() + " – " + end.String()
}

func positionText(p profile.Position) string {
	head := join(", ", p.Title, bracketed(p.Company, p.CompanySite), period(p.Start, p.End))
	return join(". ", head, p.Description, strings.Join(p.Skills, ", "))
}

func educationText(e profile.Education) string {
	return join(", ", e.School, e.Degree, e.Faculty, e.Specialization, period(e.Start, e.End))
}

func languageText(l profile.Language) string { return bracketed(l.Name, l.Level) }

func groupText(g profile.SkillGroup) string { return join(": ", g.Name, skillsText(g.Skills)) }

func skillsText(skills []profile.Skill) string {
	texts := make([]string, len(skills))
	for i, s := range skills {
		texts[i] = bracketed(s.Name, skillsText(s.Skills))
	}
	return join(", ", texts...)
}

func certificateText(c profile.Certificate) string {
	return join(", ", c.Name, c.Organization, period(c.Start, c.End))
}

func commentText(c profile.Comment) string {
	return join(": ", join(", ", c.Author, c.CreatedAt), c.Body)
}

func resumeText(r profile.Resume) string { return bracketed(r.URL, r.Type) }
