// Package match decides whether a profile is somebody already in Greenhouse,
// and says why it thinks so. It is pure: the caller brings the people who share
// an identifier, for example from the offline index.
//
//	verdict := match.Decide(p, []match.Person{
//		match.PersonFrom(42, "Marta", "Okafor", emails, phones, links),
//	})
//
// The levels mean:
//
//   - Certain: the same AmazingHiring page, or two kinds among e-mail, LinkedIn,
//     other page and phone under a name that fits. Propose adding an application
//     to that person.
//   - Likely: one of those kinds. Ask.
//   - Possible: the name alone, a mailbox that several people use, or other
//     identifiers under a clearly different name. Show it; a new person is the default.
//   - None: create a new person.
//
// A name fits when it has the same words in any order, but for middle names and
// ways to spell. One that only resembles, as between brothers, or that has another
// family name, makes Certain only Likely: families and companies share mailboxes,
// phones and pages. With LinkedIn among the reasons it does not, since nobody
// shares that. A phone number with a page that does not carry the name is only
// Likely too: two namesakes of one company may have both. Names in scripts that
// cannot be compared are no contradiction.
//
// Two addresses of the same kind count once, because they are often copied
// together. Nothing here ever proposes to merge two people. Receipts of our own
// earlier adds are stronger than all of this and are the caller's business.
package match

import (
	"cmp"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Level says how sure a match is; a greater one is surer.
type Level int

// The levels, see the package documentation.
const (
	None Level = iota
	Possible
	Likely
	Certain
)

// String returns the level in the words of the protocol.
func (l Level) String() string {
	switch l {
	case Possible:
		return "possible"
	case Likely:
		return "likely"
	case Certain:
		return "certain"
	}
	return "none"
}

// Verdict is the answer of Decide.
type Verdict struct {
	Level Level `json:"level"`
	// PersonID is the best match, 0 when the level is None.
	PersonID int64 `json:"person_id,omitempty"`
	// Reasons are the kinds of identifiers that PersonID shares with the
	// profile, strongest first, the weak ones included.
	Reasons []profile.Kind `json:"reasons,omitempty"`
	// Doubts are what makes the reasons, or some of them, worth less.
	Doubts []Doubt `json:"doubts,omitempty"`
	// Others are further people at the same level. When there are some, a
	// person must choose, however sure the level is.
	Others []int64 `json:"others,omitempty"`
}

// Doubt is why a match is worth less.
type Doubt string

// The doubts there are.
const (
	NameDiffers   Doubt = "name_differs"
	NameUnsure    Doubt = "name_unsure"    // another given or family name
	SharedMailbox Doubt = "shared_mailbox" // such as jobs@example.com
	// CompanyPerhaps: phone number and page may be those of the company.
	CompanyPerhaps Doubt = "company_perhaps"
	SeveralPeople  Doubt = "several_people" // in Greenhouse have the same e-mail address or phone number
)

// Caveat is what a person should be told beside the verdict, or nothing: private
// people are left out of every answer for those who may not see them.
func (v Verdict) Caveat(seesPrivate bool) string {
	switch {
	case seesPrivate || v.Level == Certain:
		return ""
	case v.Level == None:
		return "No visible match; hidden matches possible."
	}
	return "A further match may be hidden from you."
}

// candidate is one person with what they share with the profile.
type candidate struct {
	id     int64
	level  Level
	kinds  []profile.Kind
	doubts []Doubt
}

// Decide compares the profile with people. The result does not depend on their
// order: of equals, more reasons win, then stronger ones, then the older id.
func Decide(p profile.Profile, people []Person) Verdict {
	people = distinct(people)
	usage := countUsage(people)
	ids := p.Identifiers()
	var found []candidate
	for _, person := range people {
		if c := compare(p.Name, ids, person, usage); c.level > None {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return Verdict{}
	}
	slices.SortFunc(found, better)
	return verdict(found)
}

func verdict(found []candidate) Verdict {
	best := found[0]
	v := Verdict{Level: best.level, PersonID: best.id, Reasons: best.kinds, Doubts: best.doubts}
	for _, c := range found[1:] {
		if c.level == best.level {
			v.Others = append(v.Others, c.id)
		}
	}
	return v
}

func better(a, b candidate) int {
	return cmp.Or(
		cmp.Compare(b.level, a.level),
		cmp.Compare(len(b.kinds), len(a.kinds)),
		slices.CompareFunc(a.kinds, b.kinds, profile.CompareKinds),
		cmp.Compare(a.id, b.id),
	)
}

// compare weighs what the profile and one person have in common. A weak e-mail
// is worth a suggestion by itself and nothing beside better evidence, which is
// the same as lowering the level it would have given by one.
func compare(name string, ids []profile.Identifier, person Person, usage usage) candidate {
	c := candidate{id: person.ID}
	var strong []shared
	for _, s := range sharedKinds(name, ids, person, usage) {
		c.kinds = append(c.kinds, s.kind)
		if s.why != "" {
			c.doubts = append(c.doubts, s.why)
		}
		if !s.weak {
			strong = append(strong, s)
		}
	}
	c.level = weigh(c.kinds, len(strong))
	c.doubt(compareNames(name, person), strong)
	return c
}

// doubt lowers the level when the name speaks against it, or when all that is
// shared may be a company's. Our own page is beyond doubt, and nobody shares their
// LinkedIn page with a brother.
func (c *candidate) doubt(found likeness, strong []shared) {
	switch {
	case c.level <= Possible || c.kinds[0] == profile.KindProfileURL:
	case found == differs:
		c.lower(Possible, NameDiffers)
	case c.level == Likely || slices.ContainsFunc(strong, func(s shared) bool { return s.kind == profile.KindLinkedIn }):
	case found == unsure:
		c.lower(Likely, NameUnsure)
	case !slices.ContainsFunc(strong, func(s shared) bool { return s.own }):
		c.lower(Likely, CompanyPerhaps)
	}
}

func (c *candidate) lower(to Level, why Doubt) {
	c.level = to
	c.doubts = append(c.doubts, why)
}

func weigh(kinds []profile.Kind, strong int) Level {
	switch {
	case len(kinds) == 0:
		return None
	case kinds[0] == profile.KindProfileURL, strong > 1:
		return Certain
	case strong == 1:
		return Likely
	}
	return Possible
}
