package profile

import "unicode"

// writings are the scripts whose names we have rules for. Han stands for all
// East Asian scripts, because one name may mix them.
var writings = []struct{ letters, writing *unicode.RangeTable }{
	{unicode.Latin, unicode.Latin},
	{unicode.Cyrillic, unicode.Cyrillic},
	{unicode.Greek, unicode.Greek},
	{unicode.Armenian, unicode.Armenian},
	{unicode.Georgian, unicode.Georgian},
	{unicode.Hebrew, unicode.Hebrew},
	{unicode.Han, unicode.Han},
	{unicode.Hangul, unicode.Han},
	{unicode.Hiragana, unicode.Han},
	{unicode.Katakana, unicode.Han},
}

// prolongedSound lengthens a kana vowel; Unicode gives it no script of its own.
const prolongedSound = 'ー'

func writingOf(r rune) *unicode.RangeTable {
	if r == prolongedSound {
		return unicode.Han
	}
	for _, w := range writings {
		if unicode.Is(w.letters, r) {
			return w.writing
		}
	}
	return nil
}

// commonScript returns the script that all letters share, nil when they do not
// or when we have no rule for it.
func commonScript(words []string) *unicode.RangeTable {
	var common *unicode.RangeTable
	for _, word := range words {
		for _, r := range word {
			if !unicode.IsLetter(r) {
				continue
			}
			writing := writingOf(r)
			if writing == nil || common != nil && writing != common {
				return nil
			}
			common = writing
		}
	}
	return common
}

// SameScript reports whether two names are written in the same known script,
// so that a difference between them means something.
func SameScript(a, b string) bool {
	writing := commonScript([]string{a})
	return writing != nil && writing == commonScript([]string{b})
}

func isKana(r rune) bool {
	return r == prolongedSound || unicode.In(r, unicode.Hiragana, unicode.Katakana)
}

func allKatakana(words []string) bool {
	for _, word := range words {
		for _, r := range word {
			if r != prolongedSound && !unicode.Is(unicode.Katakana, r) {
				return false
			}
		}
	}
	return true
}
