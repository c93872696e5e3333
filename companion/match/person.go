package match

import (
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Person is somebody in Greenhouse as far as matching needs to know them.
type Person struct {
	ID                  int64
	Identifiers         []profile.Identifier
	FirstName, LastName string
	// SharedEmails are addresses, in any letter case, that the caller knows to
	// be attached to further people, whether or not those are compared too.
	SharedEmails []string
}

// PersonFrom builds the normalised identifiers from the strings Greenhouse
// holds. Links are website and social media addresses together.
func PersonFrom(id int64, first, last string, emails, phones, links []string) Person {
	return Person{
		ID: id, FirstName: first, LastName: last,
		Identifiers: profile.Identify(first, last, emails, phones, links),
	}
}

// shared is a kind of identifier that two sides have in common. It is weak
// when it proves little, for the reason given.
type shared struct {
	kind profile.Kind
	weak bool
	why  Doubt
	own  bool // not a company's, as far as can be told
}

// usage counts the compared people that hold an identifier.
type usage map[profile.Identifier]int

// crowd is the number of people from which on a page is ignored and a phone
// number is weak: they belong to a company or a project, not to a person.
const crowd = 3

func countUsage(people []Person) usage {
	n := usage{}
	for _, person := range people {
		for key := range person.keys() {
			n[key]++
		}
	}
	return n
}

// distinct joins entries of the same person, so that a repetition does not look
// like an identifier shared by two.
func distinct(people []Person) []Person {
	var out []Person
	at := make(map[int64]int, len(people))
	for _, person := range people {
		i, seen := at[person.ID]
		if !seen {
			at[person.ID] = len(out)
			out = append(out, person)
			continue
		}
		out[i].Identifiers = slices.Concat(out[i].Identifiers, person.Identifiers)
		out[i].SharedEmails = slices.Concat(out[i].SharedEmails, person.SharedEmails)
	}
	return out
}

// sharedKinds returns each common kind once, strongest first. A kind is weak
// only when all its common identifiers are.
func sharedKinds(name string, ids []profile.Identifier, person Person, n usage) []shared {
	var out []shared
	held := person.keys()
	for _, id := range ids {
		if !held[key(id)] || ignored(id, n) {
			continue
		}
		why := person.doubtful(id, n)
		next := shared{id.Kind, why != "" || id.Kind == profile.KindName, why, isOwn(id, name, person)}
		last := len(out) - 1
		if last < 0 || out[last].kind != id.Kind {
			out = append(out, next)
		} else if !next.weak {
			next.own = next.own || out[last].own && !out[last].weak
			out[last] = next
		}
	}
	return out
}

func (p Person) keys() map[profile.Identifier]bool {
	held := make(map[profile.Identifier]bool, len(p.Identifiers))
	for _, id := range p.Identifiers {
		held[key(id)] = true
	}
	return held
}

// doubtful is why an identifier that is shared proves little, or nothing.
func (p Person) doubtful(id profile.Identifier, n usage) Doubt {
	elsewhere := slices.ContainsFunc(p.SharedEmails, func(s string) bool { return strings.EqualFold(s, id.Value) })
	switch {
	case id.Kind == profile.KindEmail && profile.SharedMailbox(id.Value):
		return SharedMailbox
	case id.Kind == profile.KindEmail && (elsewhere || n[id] > 1), id.Kind == profile.KindPhone && n[id] >= crowd:
		return SeveralPeople
	}
	return ""
}

// isOwn is false for what two people of one company may both have: its phone
// number, and a page that says nothing of the name.
func isOwn(id profile.Identifier, name string, person Person) bool {
	switch id.Kind {
	case profile.KindPhone, profile.KindName:
		return false
	case profile.KindLink:
		return slices.ContainsFunc(nameForms(name+" "+person.FirstName+" "+person.LastName), func(word string) bool {
			return strings.Contains(id.Value, word)
		})
	}
	return true
}

// nameForms are the words of a name as they may be part of an address.
func nameForms(name string) []string {
	var out []string
	for word := range strings.FieldsSeq(profile.FoldName(name)) {
		if len(word) >= shortForm {
			out = append(out, word, romanised(word), fromCyrillic.Replace(word))
		}
	}
	return out
}

// key makes pages comparable across kinds: when the address of AmazingHiring is
// set to one with a path of its own, the marker looks like any other page.
func key(id profile.Identifier) profile.Identifier {
	if isPage(id.Kind) {
		id.Kind = profile.KindLink
	}
	return id
}

func isPage(kind profile.Kind) bool {
	return kind == profile.KindProfileURL || kind == profile.KindLinkedIn || kind == profile.KindLink
}

// ignored leaves pages out that a crowd has in common. The marker stays: when
// three people carry it, Greenhouse has three records of one human.
func ignored(id profile.Identifier, n usage) bool {
	return id.Kind != profile.KindProfileURL && isPage(id.Kind) && n[key(id)] >= crowd
}
