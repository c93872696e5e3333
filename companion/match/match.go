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
//     other page and phone. Propose adding an application to that person.
//   - Likely: one of those kinds. Ask.
//   - Possible: the name alone, a mailbox that several people use, or other
//     identifiers under a clearly different name. Show it; a new person is the default.
//   - None: create a new person.
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
	// Others are further people at the same level. When there are some, a
	// person must choose, however sure the level is.
	Others []int64 `json:"others,omitempty"`
}

// candidate is one person with what they share with the profile.
type candidate struct {
	id    int64
	level Level
	kinds []profile.Kind
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
	v := Verdict{Level: best.level, PersonID: best.id, Reasons: best.kinds}
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
	strong := 0
	for _, s := range sharedKinds(ids, person, usage) {
		c.kinds = append(c.kinds, s.kind)
		if !s.weak {
			strong++
		}
	}
	c.level = weigh(c.kinds, strong)
	if c.level > Possible && c.kinds[0] != profile.KindProfileURL && clearlyDifferent(name, person) {
		c.level = Possible
	}
	return c
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
