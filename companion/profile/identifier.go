package profile

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Kind says what an identifier is.
type Kind string

// The kinds of identifiers, strongest first.
const (
	KindProfileURL Kind = "profile_url" // the AmazingHiring page
	KindEmail      Kind = "email"
	KindLinkedIn   Kind = "linkedin"
	KindLink       Kind = "link" // any other page of the person
	KindPhone      Kind = "phone"
	KindName       Kind = "name" // a suggestion, never more
)

// byStrength orders the kinds by what they prove.
var byStrength = []Kind{KindProfileURL, KindEmail, KindLinkedIn, KindLink, KindPhone, KindName}

// CompareKinds orders kinds by what they prove, the strongest first.
func CompareKinds(a, b Kind) int {
	return cmp.Compare(slices.Index(byStrength, a), slices.Index(byStrength, b))
}

// Identifier is one normalised fact by which a person can be recognised. Two
// people share it when both fields are equal.
type Identifier struct {
	Kind  Kind   `json:"kind"`
	Value string `json:"value"`
}

// Identifiers returns what identifies the person, strongest first, without
// repetition. The first is the person's own AmazingHiring page, if there is one.
func (p Profile) Identifiers() []Identifier {
	var ids []Identifier
	if page, _, ok := CanonicalLink(p.URL); ok {
		ids = append(ids, Identifier{KindProfileURL, page})
	}
	split := SplitName(p.Name)
	rest := Identify(split.First, split.Last, values(p.Emails), values(p.Phones), urls(p.Links))
	return strongestFirst(append(ids, rest...))
}

// Identify returns the identifiers in plain strings, as another system holds
// them. What is not valid, and links that name no person, are skipped.
func Identify(first, last string, emails, phones, links []string) []Identifier {
	var ids []Identifier
	for _, s := range emails {
		if addr, ok := ParseEmail(s); ok {
			ids = append(ids, Identifier{KindEmail, strings.ToLower(addr)})
		}
	}
	for _, s := range phones {
		if digits, ok := PhoneDigits(s); ok {
			ids = append(ids, Identifier{KindPhone, digits})
		}
	}
	for _, s := range links {
		if canonical, kind, ok := CanonicalLink(s); ok && namesPerson(canonical, kind) {
			ids = append(ids, Identifier{identifierKind(kind), canonical})
		}
	}
	if name := FoldName(first, last); name != "" {
		ids = append(ids, Identifier{KindName, name})
	}
	return strongestFirst(ids)
}

func strongestFirst(ids []Identifier) []Identifier {
	slices.SortStableFunc(ids, func(a, b Identifier) int { return CompareKinds(a.Kind, b.Kind) })
	seen := make(map[Identifier]bool, len(ids))
	return slices.DeleteFunc(ids, func(id Identifier) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

func identifierKind(kind LinkKind) Kind {
	switch kind {
	case LinkAmazingHiring:
		return KindProfileURL
	case LinkLinkedIn:
		return KindLinkedIn
	}
	return KindLink
}

// namesPerson keeps pages out that many people have in common: a site without
// a path, a company on LinkedIn, a repository that a hundred people work on.
func namesPerson(canonical string, kind LinkKind) bool {
	host, path, _ := strings.Cut(canonical, "/")
	_, needsParameter := personParameter[canonical]
	switch kind {
	case LinkGitHub:
		return path != "" && !strings.Contains(path, "/")
	case LinkSocial:
		return path != "" && host != linkedInHost && !needsParameter
	}
	return true
}

// foldedLetters are letters with a stroke or ligature, which Unicode does not
// take apart.
var foldedLetters = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i",
)

// FoldName returns a name for comparing: lower-case, without accents and
// punctuation, the words in alphabetical order, so that "Núñez, Ana" and
// "Ana Nunez" are equal. The parts of a hyphenated name are words.
func FoldName(parts ...string) string {
	name := strings.ToLower(norm.NFKD.String(CleanLine(strings.Join(parts, " "))))
	name = norm.NFC.String(foldedLetters.Replace(withoutAccents(name)))
	words := strings.Fields(strings.Map(foldRune, name))
	slices.Sort(words)
	return strings.Join(words, " ")
}

// withoutAccents drops combining marks after Latin, Greek and Cyrillic letters
// only: in other scripts they are vowels or change the consonant.
func withoutAccents(decomposed string) string {
	var b strings.Builder
	accents := false
	for _, r := range decomposed {
		if unicode.Is(unicode.Mn, r) && accents {
			continue
		}
		if !unicode.Is(unicode.Mn, r) {
			accents = unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func foldRune(r rune) rune {
	switch {
	case unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit):
		return r
	case strings.ContainsRune("'’ʼ.\u200c\u200d", r):
		return -1
	}
	return ' '
}

func values(contacts []Contact) []string {
	out := make([]string, len(contacts))
	for i, c := range contacts {
		out[i] = c.Value
	}
	return out
}

func urls(links []Link) []string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = l.URL
	}
	return out
}
