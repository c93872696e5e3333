package match

import (
	"strings"
	"unicode"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// eastAsian are scripts that one name may mix, and in which one name may be written in several ways.
var eastAsian = []*unicode.RangeTable{unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana}

// sameScript is stricter than the one of profile: a name in characters and its reading in kana cannot be compared.
func sameScript(a, b string) bool {
	if !profile.SameScript(a, b) {
		return false
	}
	for _, script := range eastAsian {
		if uses(a, script) && uses(b, script) {
			return true
		}
	}
	return !uses(a, eastAsian...) && !uses(b, eastAsian...)
}

// isTranscribed reports whether one name is Latin and the other Cyrillic, or one of them mixes both.
func isTranscribed(a, b string) bool {
	both := a + b
	return usesOnly(both, unicode.Latin, unicode.Cyrillic) && uses(a, unicode.Latin, unicode.Cyrillic) && uses(b, unicode.Latin, unicode.Cyrillic)
}

func uses(name string, scripts ...*unicode.RangeTable) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, scripts...) })
}

func usesOnly(name string, scripts ...*unicode.RangeTable) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) && !unicode.In(r, scripts...) })
}

// fromCyrillic is rough; spelling evens out what the many systems of transcription do differently. Letters that folding
// takes apart, such as й, come without their mark.
var fromCyrillic = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "є", "e", "ж", "zh", "з", "z", "и", "i",
	"і", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u",
	"ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "shch", "ъ", "", "ы", "y", "ь", "", "э", "e",
	"ю", "yu", "я", "ya", "ј", "y",
)

// spelling maps the usual spellings of one sound to one of them. Longer ones come first.
var spelling = strings.NewReplacer(
	"shch", "sh", "sch", "sh", "tch", "ch", "iia", "ia", "iya", "ia", "iyu", "iu", "iiu", "iu",
	"kh", "h", "ph", "f", "ts", "c", "tz", "c", "x", "ks", "ya", "ia", "ja", "ia", "yu", "iu", "ju", "iu",
	"yo", "e", "jo", "e", "ye", "e", "je", "e", "ey", "ei", "ej", "ei", "ay", "ai", "aj", "ai",
	"iy", "i", "ij", "i", "ii", "i", "yy", "i", "yi", "i", "y", "i", "w", "v",
)

func romanised(word string) string {
	return withoutDoubles(spelling.Replace(fromCyrillic.Replace(word)))
}

func withoutDoubles(word string) string {
	var last rune
	return strings.Map(func(r rune) rune {
		if r == last && r < unicode.MaxASCII {
			return -1
		}
		last = r
		return r
	}, word)
}
