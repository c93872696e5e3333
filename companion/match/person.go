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
// when it proves little, as a mailbox does that several people read.
type shared struct {
	kind profile.Kind
	weak bool
}

// usage counts the compared people that hold an identifier.
type usage map[profile.Identifier]int

// crowd is the number of people from which on a page is ignored: it belongs to
// a company or a project, not to a person.
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
func sharedKinds(ids []profile.Identifier, person Person, n usage) []shared {
	var out []shared
	held := person.keys()
	for _, id := range ids {
		if !held[key(id)] || ignored(id, n) {
			continue
		}
		weak := id.Kind == profile.KindName || id.Kind == profile.KindEmail && person.weakEmail(id.Value, n)
		last := len(out) - 1
		if last >= 0 && out[last].kind == id.Kind {
			out[last].weak = out[last].weak && weak
			continue
		}
		out = append(out, shared{id.Kind, weak})
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

func (p Person) weakEmail(addr string, n usage) bool {
	elsewhere := slices.ContainsFunc(p.SharedEmails, func(s string) bool { return strings.EqualFold(s, addr) })
	return elsewhere || profile.SharedMailbox(addr) || n[profile.Identifier{Kind: profile.KindEmail, Value: addr}] > 1
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

// clearlyDifferent reports whether two names have no word in common; a Latin
// initial is no word, a Chinese character is one. Names in different scripts
// may be the same name, and so may a missing one.
func clearlyDifferent(name string, person Person) bool {
	theirs := person.FirstName + " " + person.LastName
	if !profile.SameScript(name, theirs) {
		return false
	}
	split := profile.SplitName(name)
	words := strings.Fields(profile.FoldName(theirs))
	for word := range strings.FieldsSeq(profile.FoldName(split.First, split.Last)) {
		if len(word) > 1 && slices.Contains(words, word) {
			return false
		}
	}
	return true
}
