package profile

import (
	"cmp"
	"fmt"
)

// Reasons why something of a snapshot is not carried further.
const (
	ReasonUnmapped     = "unmapped"      // we know no place for it
	ReasonPolicy       = "policy"        // left out on purpose, as a birthday is
	ReasonInvalid      = "invalid"       // not readable as what it claims to be
	ReasonTooLong      = "too_long"      // beyond a limit
	ReasonDuplicate    = "duplicate"     // said before
	ReasonNoPermission = "no_permission" // the credential may not write it
)

// Dropped names one field that was left out and why. Field is a path such as
// "contacts[2].email"; it never holds the value.
type Dropped struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// Profile is a person as the recruiter saw them when pressing the button.
type Profile struct {
	// ID is the AmazingHiring profile id.
	ID int64 `json:"id"`
	// URL is the AmazingHiring page. It travels to Greenhouse as the marker
	// by which the person is recognised later.
	URL string `json:"url"`

	Name    string `json:"name"`
	Title   string `json:"title,omitempty"`
	Company string `json:"company,omitempty"`

	Emails        []Contact `json:"emails,omitempty"`
	Phones        []Contact `json:"phones,omitempty"`
	OtherContacts []Contact `json:"other_contacts,omitempty"`
	Links         []Link    `json:"links,omitempty"`
	Locations     []string  `json:"locations,omitempty"`

	Positions    []Position    `json:"positions,omitempty"`
	Educations   []Education   `json:"educations,omitempty"`
	Languages    []Language    `json:"languages,omitempty"`
	SkillGroups  []SkillGroup  `json:"skill_groups,omitempty"`
	Certificates []Certificate `json:"certificates,omitempty"`
	About        string        `json:"about,omitempty"`

	Comments []Comment `json:"comments,omitempty"`
	Resumes  []Resume  `json:"resumes,omitempty"`
}

// Contact is one way to reach the person, in the form it was written.
type Contact struct {
	Value string `json:"value"`
	// Type is "personal", "work" or "other" for e-mails, "other" for phones,
	// and the source's own word ("skype") for other contacts.
	Type string `json:"type,omitempty"`
	// Public is nil when the source does not say. False means that the contact
	// was not found in public and deserves a warning before it is sent.
	Public *bool `json:"public,omitempty"`
}

// Link is a web address of the person.
type Link struct {
	// URL is the address to send, always with a scheme.
	URL string `json:"url"`
	// Kind is LinkPersonal for the person's own site, else LinkSocial.
	Kind LinkKind `json:"kind"`
	// Canonical is the form for comparing, see CanonicalLink.
	Canonical string `json:"canonical"`
}

// Position is one employment. A zero End usually means the current one.
type Position struct {
	Title       string   `json:"title,omitempty"`
	Company     string   `json:"company,omitempty"`
	CompanySite string   `json:"company_site,omitempty"`
	Description string   `json:"description,omitempty"`
	Skills      []string `json:"skills,omitempty"`
	Start       Month    `json:"start,omitzero"`
	End         Month    `json:"end,omitzero"`
}

// Education is one school or university. Sources give years only, so the
// months are usually unknown.
type Education struct {
	School         string `json:"school,omitempty"`
	Degree         string `json:"degree,omitempty"`
	Faculty        string `json:"faculty,omitempty"`
	Specialization string `json:"specialization,omitempty"`
	Start          Month  `json:"start,omitzero"`
	End            Month  `json:"end,omitzero"`
}

// Language is a spoken language with the level as the source words it.
type Language struct {
	Name  string `json:"name"`
	Level string `json:"level,omitempty"`
}

// SkillGroup is a headed list of skills, such as "Databases".
type SkillGroup struct {
	Name   string  `json:"name"`
	Skills []Skill `json:"skills,omitempty"`
}

// Skill is one skill and the more special skills below it.
type Skill struct {
	Name   string  `json:"name"`
	Skills []Skill `json:"skills,omitempty"`
}

// Certificate is a course or certificate. When the source knows one date only,
// it is the End.
type Certificate struct {
	Name         string `json:"name"`
	Organization string `json:"organization,omitempty"`
	Start        Month  `json:"start,omitzero"`
	End          Month  `json:"end,omitzero"`
}

// Comment is a recruiter's text about the person.
type Comment struct {
	ID     string `json:"id,omitempty"`
	Author string `json:"author,omitempty"`
	Body   string `json:"body"`
	// CreatedAt is RFC 3339 in UTC, empty when the source does not say.
	CreatedAt string `json:"created_at,omitempty"`
}

// Resume points to a résumé file. A URL that starts with "ah://" is internal
// to AmazingHiring and cannot be downloaded.
type Resume struct {
	ID   string `json:"id,omitempty"`
	Type string `json:"type,omitempty"`
	URL  string `json:"url"`
}

// Month is a calendar month as profiles give it: no day, no time zone. Month 0
// means that only the year is known; the zero value means unknown.
type Month struct {
	Year  int `json:"year"`
	Month int `json:"month,omitempty"`
}

// IsZero reports whether the month is unknown.
func (m Month) IsZero() bool { return m.Year == 0 }

// Compare orders months; an unknown month of a year comes before January.
func (m Month) Compare(other Month) int {
	return cmp.Or(cmp.Compare(m.Year, other.Year), cmp.Compare(m.Month, other.Month))
}

// String returns "2022-03", "2022" or nothing.
func (m Month) String() string {
	switch {
	case m.IsZero():
		return ""
	case m.Month == 0:
		return fmt.Sprintf("%04d", m.Year)
	}
	return fmt.Sprintf("%04d-%02d", m.Year, m.Month)
}

// CurrentPosition returns the position without an end that started last, else
// the one that started last. It is false when there are no positions.
func (p Profile) CurrentPosition() (Position, bool) {
	if len(p.Positions) == 0 {
		return Position{}, false
	}
	best := p.Positions[0]
	for _, next := range p.Positions[1:] {
		if moreCurrent(next, best) {
			best = next
		}
	}
	return best, true
}

func moreCurrent(a, b Position) bool {
	if a.End.IsZero() != b.End.IsZero() {
		return a.End.IsZero()
	}
	return a.Start.Compare(b.Start) > 0
}
