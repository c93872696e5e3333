package plan

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"golang.org/x/text/unicode/norm"
)

// Folded returns a name of a list entry for comparing: lower-case, without accents and punctuation, single spaces, so that
// "B.Sc." and "BSc" are equal. The order of words counts, and so do symbols: "C", "C#" and "C++" are three things.
func Folded(name string) string {
	words := strings.Fields(spaced(name))
	for i, word := range words {
		words[i] = cmp.Or(profile.FoldName(word), word)
	}
	return cmp.Or(strings.Join(words, " "), strings.ToLower(profile.CleanLine(name)))
}

// spaced puts symbols apart and turns punctuation into spaces, but joins what only periods and apostrophes separate. It
// looks at plain characters: some ligatures hide an apostrophe.
func spaced(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(profile.CleanLine(name)) {
		switch {
		case strings.ContainsRune(".'’ʼ", r):
		case unicode.In(r, unicode.Letter, unicode.Mark, unicode.Number):
			b.WriteRune(r)
		case r == '#' || unicode.IsSymbol(r):
			b.WriteString(" " + string(r) + " ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}
