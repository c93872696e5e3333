package profile

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// aside matches what people put beside their name: pronouns, a maiden name, a
// nickname in quotes.
var aside = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|"[^"]*"|“[^“”]*”|«[^«»]*»`)

// headlineBreak starts a headline after the name.
var headlineBreak = regexp.MustCompile(`\s*[|•]|\s[-–—]\s`)

// titles precede a name. Those that are also names count only with a period.
var titles = set(
	"dame", "dipl.-ing", "dipl.-ing.", "dr", "dr.", "dra.", "eng.", "frau", "herr", "hon.", "ing.", "ir.", "mag.",
	"miss", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "mx", "mx.", "prof", "prof.", "professor", "rev.", "sir",
)

// credentials follow a name.
var credentials = set(
	"bsc", "b.sc.", "cfa", "cissp", "cpa", "dds", "esq", "esq.", "m.d.", "mba", "md", "msc", "m.sc.", "ph.d", "ph.d.",
	"phd", "pmp",
)

// nameWords returns the words of the name alone.
func nameWords(line string) []string {
	line = norm.NFKC.String(aside.ReplaceAllString(line, " "))
	if at := headlineBreak.FindStringIndex(line); at != nil && at[0] > 0 {
		line = line[:at[0]]
	}
	before, after, _ := strings.Cut(line, ",")
	words, rest := trimTitles(lettered(before)), trimTitles(lettered(after))
	if len(rest) > 0 && isFamilyName(words) {
		return append(rest, words...)
	}
	return words
}

// isFamilyName tells "Okafor, Marta" from "Marta Okafor, hiring": one word, or
// one that starts with a particle, before the comma.
func isFamilyName(words []string) bool {
	return len(words) == 1 || len(words) > 1 && isParticle(words[0])
}

// lettered returns the words with letters in them, without symbols. A word
// with a slash is a list of pronouns.
func lettered(s string) []string {
	var words []string
	for word := range strings.FieldsSeq(s) {
		if strings.Contains(word, "/") {
			continue
		}
		for part := range strings.FieldsSeq(strings.Map(nameRune, word)) {
			if strings.ContainsFunc(part, unicode.IsLetter) {
				words = append(words, part)
			}
		}
	}
	return words
}

// nameRune keeps what names are written with and turns the rest into spaces.
func nameRune(r rune) rune {
	if unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) || strings.ContainsRune("'’ʼ-‐.\u200c\u200d", r) {
		return r
	}
	return ' '
}

// trimTitles removes titles and credentials but always leaves a word.
func trimTitles(words []string) []string {
	for len(words) > 1 && titles[strings.ToLower(words[0])] {
		words = words[1:]
	}
	for len(words) > 1 && credentials[strings.ToLower(words[len(words)-1])] {
		words = words[:len(words)-1]
	}
	return words
}
