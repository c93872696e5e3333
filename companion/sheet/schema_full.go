package sheet

import (
	"strconv"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// FullSchema has a column for every part of a profile. Lists are joined by a
// semicolon and a space. Detect knows the columns that a profile can be made of
// again; careers, skills and files are for reading.
var FullSchema = Schema{columns: []column{
	{"AmazingHiring ID", func(l Line) string { return formatID(l.Profile.ID) }},
	{"AmazingHiring URL", func(l Line) string { return l.Profile.URL }},
	{"Name", func(l Line) string { return l.Profile.Name }},
	{"First Name", func(l Line) string { return l.sureName().First }},
	{"Last Name", func(l Line) string { return l.sureName().Last }},
	{"Title", currentTitle},
	{"Company", currentCompany},
	{"Emails", func(l Line) string { return list(l.Profile.Emails, contactValue) }},
	{"Phones", func(l Line) string { return list(l.Profile.Phones, contactValue) }},
	{"Other Contacts", func(l Line) string { return list(l.Profile.OtherContacts, otherContactText) }},
	{"Contact Types", contactTypes},
	{"Non-public Contacts", nonPublic},
	{"LinkedIn", func(l Line) string { return list(l.Profile.Links, linkedInOnly) }},
	{"Social Links", func(l Line) string { return list(l.Profile.Links, socialOnly) }},
	{"Websites", func(l Line) string { return list(l.Profile.Links, personalOnly) }},
	{"Locations", func(l Line) string { return list(l.Profile.Locations, itself) }},
	{"Positions", func(l Line) string { return list(l.Profile.Positions, positionText) }},
	{"Educations", func(l Line) string { return list(l.Profile.Educations, educationText) }},
	{"Languages", func(l Line) string { return list(l.Profile.Languages, languageText) }},
	{"Skills", func(l Line) string { return list(l.Profile.SkillGroups, groupText) }},
	{"Certificates", func(l Line) string { return list(l.Profile.Certificates, certificateText) }},
	{"About", func(l Line) string { return l.Profile.About }},
	{"AmazingHiring Comments", func(l Line) string { return list(l.Profile.Comments, commentText) }},
	{"Resumes", func(l Line) string { return list(l.Profile.Resumes, resumeText) }},
}}

func formatID(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func itself(s string) string { return s }

func contactValue(c profile.Contact) string { return c.Value }

func otherContactText(c profile.Contact) string { return c.Type + ": " + c.Value }

// contactTypes says of each e-mail and phone what it is.
func contactTypes(l Line) string {
	return list(reachable(l.Profile), func(c profile.Contact) string { return bracketed(c.Value, c.Type) })
}

// nonPublic repeats the contacts that deserve care because they were not found
// in public.
func nonPublic(l Line) string {
	all := append(reachable(l.Profile), l.Profile.OtherContacts...)
	return list(all, func(c profile.Contact) string {
		if c.Public == nil || *c.Public {
			return ""
		}
		return c.Value
	})
}

func reachable(p profile.Profile) []profile.Contact {
	return append(append([]profile.Contact(nil), p.Emails...), p.Phones...)
}

func linkedInOnly(l profile.Link) string { return urlIf(isLinkedIn(l), l) }

func socialOnly(l profile.Link) string {
	return urlIf(!isLinkedIn(l) && l.Kind != profile.LinkPersonal, l)
}

func personalOnly(l profile.Link) string {
	return urlIf(!isLinkedIn(l) && l.Kind == profile.LinkPersonal, l)
}

// isLinkedIn asks the address, because the kind of a link in a profile is where
// it belongs in Greenhouse.
func isLinkedIn(l profile.Link) bool {
	_, kind, _ := profile.CanonicalLink(l.URL)
	return kind == profile.LinkLinkedIn
}

func urlIf(wanted bool, l profile.Link) string {
	if !wanted {
		return ""
	}
	return l.URL
}
