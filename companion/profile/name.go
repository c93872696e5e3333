package profile

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Split is a proposal for the first and last name that Greenhouse needs. When
// it is not Sure, a person must confirm it; Why says what was doubtful.
type Split struct {
	First, Last string
	Sure        bool
	Why         string
}

// What makes a split doubtful. None of these texts holds a part of a name.
const (
	whyNoName      = "there is no name"
	whyOneWord     = "the name is one word"
	whyManyWords   = "the name has four words or more"
	whyTrimmed     = "a title, symbol or remark was removed"
	whyParticle    = "a particle such as \"de\" or \"van\" decided the split"
	whyFamilyFirst = "the family name comes first in this script"
	whyPatronymic  = "the name ends in a patronymic"
	whySuffix      = "the last name has a suffix such as \"Jr\""
	whyInitial     = "the last name is an initial"
	whyScript      = "the name mixes scripts or uses one we have no rule for"
	whyCharacters  = "the name has unusual characters"
)

// particles start a last name when another word follows.
var particles = set(
	"abu", "af", "al", "av", "bin", "bint", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "des",
	"di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "los", "op", "ten", "ter", "van", "vom", "von",
	"y", "zu", "zum", "zur",
)

// suffixes tell generations apart and stay with the last name.
var suffixes = set("jr", "jr.", "sr", "sr.", "ii", "iii", "iv")

// patronymic matches the Russian father's name, which follows the first name,
// so that a name ending in it began with the family name.
var patronymic = regexp.MustCompile(`(?i)(?:ович|евич|ьич|овна|евна|ична)$`)

// plainWord is a name of letters with single hyphens or apostrophes, or
// initials such as "C." and "J.R.".
var plainWord = regexp.MustCompile(`^(?:[\pL\pM]+(?:['’ʼ‐-][\pL\pM]+)*|(?:\pL\pM*\.)+)$`)

// SplitName proposes first and last name. Titles, pronouns, emoji and remarks
// are trimmed; the last word, with the particles before it, is the last name;
// names in Chinese, Japanese and Korean script start with the family name. It
// is Sure only for two or three plain words that needed none of this.
func SplitName(name string) Split {
	line := CleanLine(name)
	words := nameWords(line)
	split := propose(words)
	split.Why = cmp.Or(split.Why, doubt(words, strings.Join(words, " ") != line))
	split.Sure = split.Why == ""
	return split
}

func propose(words []string) Split {
	switch writing := commonScript(words); {
	case len(words) == 0:
		return Split{Why: whyNoName}
	case writing == unicode.Han:
		return splitFamilyFirst(words)
	case len(words) == 1:
		return Split{First: words[0], Why: whyOneWord}
	case writing == unicode.Cyrillic && len(words) == 3 && patronymic.MatchString(words[2]):
		return splitAt(append(words[1:3:3], words[0]), 2, whyPatronymic)
	}
	return splitGivenFirst(words)
}

func splitGivenFirst(words []string) Split {
	if at := slices.IndexFunc(words[1:len(words)-1], isParticle); at >= 0 {
		return splitAt(words, at+1, whyParticle)
	}
	last := len(words) - 1
	if last > 1 && suffixes[strings.ToLower(words[last])] {
		return splitAt(words, last-1, whySuffix)
	}
	return splitAt(words, last, "")
}

func splitAt(words []string, at int, why string) Split {
	return Split{First: strings.Join(words[:at], " "), Last: strings.Join(words[at:], " "), Why: why}
}

func isParticle(word string) bool { return particles[strings.ToLower(word)] }

// doubt returns why a split of these words cannot be sure, or nothing.
func doubt(words []string, trimmed bool) string {
	writing := commonScript(words)
	switch {
	case trimmed:
		return whyTrimmed
	case len(words) > 3:
		return whyManyWords
	case writing == nil:
		return whyScript
	case slices.ContainsFunc(words, func(w string) bool { return !plainWord.MatchString(w) }):
		return whyCharacters
	case utf8.RuneCountInString(strings.TrimRight(words[len(words)-1], ".")) == 1:
		return whyInitial
	}
	return ""
}

// splitFamilyFirst splits names in Han, Hangul or kana. Foreign names in
// katakana put the given name first and separate with a middle dot, which
// nameWords has turned into a space, so they are told by script.
func splitFamilyFirst(words []string) Split {
	switch {
	case len(words) > 1 && allKatakana(words):
		return splitAt(words, len(words)-1, whyFamilyFirst)
	case len(words) > 1:
		return Split{First: strings.Join(words[1:], " "), Last: words[0], Why: whyFamilyFirst}
	}
	runes := []rune(words[0])
	at := familyLength(runes)
	if at == 0 {
		return Split{First: words[0], Why: whyOneWord}
	}
	return Split{First: string(runes[at:]), Last: string(runes[:at]), Why: whyFamilyFirst}
}

// familyLength guesses how many characters of an unspaced name are the family
// name: Han before kana; else one of two or three, and two of four or more.
// Names of one character or of kana only are not split.
func familyLength(name []rune) int {
	kana := slices.IndexFunc(name, isKana)
	switch {
	case kana > 0:
		return kana
	case kana == 0 || len(name) < 2:
		return 0
	case len(name) < 4:
		return 1
	}
	return 2
}
