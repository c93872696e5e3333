package sheet

import (
	"regexp"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// ProspectImport is the sheet that Greenhouse imports prospects from, see
// https://support.greenhouse.io/hc/en-us/articles/203871039. Whether one cell
// may hold two addresses is not documented there, so each holds the first, and
// the others are told in the notes. The website is the AmazingHiring page, by
// which the person is recognised later. Greenhouse needs both halves of a name;
// a half that is not known stays empty for the recruiter to fill.
var ProspectImport = Schema{
	plain: regexp.MustCompile(`^\+[0-9][0-9 ().-]*$`),
	columns: []column{
		{"First Name", func(l Line) string { return l.name().First }},
		{"Last Name", func(l Line) string { return l.name().Last }},
		{"Company", currentCompany},
		{"Title", currentTitle},
		{"Notes", prospectNotes},
		{"Email", func(l Line) string { return firstOf(values(l.Profile.Emails)) }},
		{"Phone", func(l Line) string { return firstOf(values(l.Profile.Phones)) }},
		{"Social Media", func(l Line) string { return firstOf(socialMedia(l.Profile)) }},
		{"Website", func(l Line) string { return firstOf(websites(l.Profile)) }},
		{"Address", func(l Line) string { return firstOf(l.Profile.Locations) }},
		{"Source", func(l Line) string { return l.Source }},
		{"Who gets credit", func(l Line) string { return l.Credit }},
		{"Job", func(l Line) string { return l.Job }},
		{"Department", func(l Line) string { return l.Department }},
		{"Office", func(l Line) string { return l.Office }},
		{"Prospect Pool", func(l Line) string { return l.ProspectPool }},
		{"Prospect Stage", func(l Line) string { return l.ProspectStage }},
	},
}

// prospectNotes tell everything of the profile that has no column, one part a
// line, except files: nobody could open their addresses from there.
func prospectNotes(l Line) string {
	p := l.Profile
	return join("\n",
		p.About,
		headed("More e-mail addresses", list(restOf(values(p.Emails)), itself)),
		headed("More phone numbers", list(restOf(values(p.Phones)), itself)),
		headed("Other contacts", list(p.OtherContacts, otherContactText)),
		headed("More links", list(append(restOf(socialMedia(p)), restOf(websites(p))...), itself)),
		headed("More locations", list(restOf(p.Locations), itself)),
		headed("Positions", list(p.Positions, positionText)),
		headed("Education", list(p.Educations, educationText)),
		headed("Languages", list(p.Languages, languageText)),
		headed("Skills", list(p.SkillGroups, groupText)),
		headed("Certificates", list(p.Certificates, certificateText)),
		headed("Comments", list(p.Comments, commentText)),
	)
}

func headed(heading, text string) string {
	if text == "" {
		return ""
	}
	return heading + ": " + text
}

// socialMedia has LinkedIn first.
func socialMedia(p profile.Profile) []string {
	return append(pick(p.Links, linkedInOnly), pick(p.Links, socialOnly)...)
}

// websites has the AmazingHiring page first.
func websites(p profile.Profile) []string {
	sites := pick(p.Links, personalOnly)
	if p.URL == "" {
		return sites
	}
	return append([]string{p.URL}, sites...)
}

func pick(links []profile.Link, text func(profile.Link) string) []string {
	var out []string
	for _, l := range links {
		if s := text(l); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func values(contacts []profile.Contact) []string {
	out := make([]string, len(contacts))
	for i, c := range contacts {
		out[i] = c.Value
	}
	return out
}

func firstOf(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}

func restOf(texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	return append([]string(nil), texts[1:]...)
}
