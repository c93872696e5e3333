package match

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// likeness says what two names tell about being one person.
type likeness int

const (
	fits   likeness = iota // the same name, or nothing that can be compared
	unsure                 // perhaps a brother, a colleague, a nickname or a new family name
	differs
)

// named is a name taken apart: words in a form for comparing, without initials.
type named struct {
	given, family, all map[string]bool
	generations        string
}

// nameOf puts the name of the profile and of the person into the same form. Words are split as each side splits them.
func nameOf(first, last string) named {
	n := named{given: words(first), family: words(last)}
	n.all = maps.Clone(n.given)
	maps.Copy(n.all, n.family)
	for word := range strings.FieldsSeq(profile.FoldName(first, last)) {
		if generations[word] {
			n.generations += word
		}
	}
	return n
}

// generations tell father and son with one name apart.
var generations = map[string]bool{"jr": true, "sr": true, "ii": true, "iii": true, "iv": true}

func words(name string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(profile.FoldName(name)) {
		if !isInitial(word) && !generations[word] {
			out[romanised(word)] = true
		}
	}
	return out
}

func isInitial(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && !unicode.In(r, eastAsian...)
}

// compareNames looks for a contradiction. Names in different scripts are none, but for Latin and Cyrillic a rough
// transcription can still show that they fit.
func compareNames(name string, person Person) likeness {
	split := profile.SplitName(name)
	theirs := person.FirstName + " " + person.LastName
	found := likenessOf(nameOf(split.First, split.Last), nameOf(person.FirstName, person.LastName))
	switch {
	case sameScript(name, theirs):
		return found
	case isTranscribed(name, theirs):
		return min(found, unsure)
	}
	return fits
}

func likenessOf(a, b named) likeness {
	switch {
	case len(a.all) == 0 || len(b.all) == 0:
		return unsure
	case !anyAlike(a.all, b.all):
		return differs
	case a.generations != b.generations:
		return unsure
	case within(a.all, b.all) && min(len(a.all), len(b.all)) > 1, givenAndFamily(a, b):
		return fits
	}
	return unsure
}

// givenAndFamily also takes a middle name that one side leaves out, and a name of one word.
func givenAndFamily(a, b named) bool {
	if len(a.given) == 0 || len(b.given) == 0 || !within(a.given, b.given) {
		return false
	}
	return len(a.family) == 0 || len(b.family) == 0 || anyAlike(a.family, b.family)
}

// within reports whether the one with fewer words has no word of its own.
func within(a, b map[string]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for word := range a {
		if !b[word] {
			return false
		}
	}
	return true
}

func anyAlike(a, b map[string]bool) bool {
	for word := range a {
		if slices.ContainsFunc(slices.Collect(maps.Keys(b)), func(other string) bool { return alike(word, other) }) {
			return true
		}
	}
	return false
}

// shortForm is the least number of letters by which a short form is recognised as the start of a name.
const shortForm = 3

// alike takes Alex for Alexander and Meier for Meyer, and a name in characters for
// a part of it, since the space between them is often left out. It is generous: what is alike is no contradiction, not proof.
func alike(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > len(rb) {
		ra, rb = rb, ra
	}
	prefix := len(ra) >= shortForm && slices.Equal(ra, rb[:len(ra)])
	part := uses(a, eastAsian...) && strings.Contains(string(rb), string(ra))
	return a == b || prefix || part || distance(ra, rb) <= slack(len(ra))
}

// slack is how many letters may differ between words of which the shorter has that length.
func slack(length int) int {
	switch {
	case length < 4:
		return 0
	case length < 7:
		return 1
	}
	return 2
}

// distance counts the letters to insert, drop or replace.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range b {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
