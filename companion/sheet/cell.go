package sheet

import (
	"strings"
	"unicode"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// emails takes a cell with one or more addresses apart. Words around them, as
// in "Marta <marta@example.com>", are left out. It is false when something with
// an @ is no address, or nothing is.
func emails(cell string) ([]string, bool) {
	var out []string
	for _, word := range strings.FieldsFunc(cell, betweenEmails) {
		if !strings.Contains(word, "@") {
			continue
		}
		address, ok := profile.ParseEmail(strings.TrimPrefix(word, "mailto:"))
		if !ok {
			return nil, false
		}
		out = append(out, address)
	}
	return out, len(out) > 0
}

func betweenEmails(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;|<>()", r) }

// phones takes a cell with one or more numbers apart. A comma separates numbers
// or a number from an extension, so it counts only between whole numbers.
func phones(cell string) ([]string, bool) {
	var out []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";|\n", r) }) {
		if numbers, ok := allPhones(strings.Split(part, ",")); ok {
			out = append(out, numbers...)
			continue
		}
		number, ok := allPhones([]string{part})
		if !ok {
			return nil, false
		}
		out = append(out, number...)
	}
	return out, len(out) > 0
}

func allPhones(parts []string) ([]string, bool) {
	var out []string
	for _, part := range parts {
		if _, ok := profile.PhoneDigits(part); !ok {
			return nil, false
		}
		out = append(out, profile.CleanLine(part))
	}
	return out, true
}

// addresses takes a cell of web addresses apart. They may hold commas and
// semicolons, so these count only before a space.
func addresses(cell string) []string {
	var out []string
	for _, word := range strings.Fields(cell) {
		if word = strings.Trim(word, ",;|"); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// otherContacts reads "skype: marta; telegram: marta". Without a kind it is
// "other".
func otherContacts(cell string) []contact {
	var out []contact
	for part := range strings.SplitSeq(cell, ";") {
		kind, value, found := strings.Cut(part, ":")
		if !found {
			kind, value = "other", part
		}
		if value = profile.CleanLine(value); value != "" {
			out = append(out, contact{strings.ToLower(profile.CleanLine(kind)), value})
		}
	}
	return out
}
