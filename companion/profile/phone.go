package profile

import (
	"regexp"
	"strings"
)

// Shortest and longest number worth comparing. Fifteen is the limit of
// https://www.itu.int/rec/T-REC-E.164.
const (
	minPhoneDigits = 7
	maxPhoneDigits = 15
)

// extension starts a part that is dialled after the call is answered.
var extension = regexp.MustCompile(`(?i)\s*(?:;|#|,|\bext|\bdob|доб|x\s*\d).*$`)

// countryCodes2 lists the calling codes of two digits. Codes are free of
// prefixes: 1 and 7 have one digit, these two, and all others three.
var countryCodes2 = set(
	"20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
	"51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
	"81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
)

// PhoneDigits returns the national digits of a phone number, for comparing
// only, and whether there are at least seven.
//
// A number that starts with + or 00, or has twelve digits or more, is
// international and loses its country code. Then leading zeros go, so that
// +44 20 7946 0101, +44 (0)20 7946 0101 and 020 7946 0101 are equal. Eleven
// digits that start with 1, 7 or 8 lose that digit, whatever it stands for:
// North America and Russia write it before national numbers. Countries whose
// own numbers look like that stay comparable with themselves, because the rule
// applies to all their spellings. An eleven-digit number with a country code
// but without + is not recognised as such.
func PhoneDigits(s string) (string, bool) {
	s = extension.ReplaceAllString(CleanLine(s), "")
	digits := strings.Map(onlyDigits, s)
	if len(digits) > maxPhoneDigits+len("00") {
		return "", false
	}
	digits = strings.TrimLeft(withoutCountry(s, digits), "0")
	if len(digits) == 11 && strings.ContainsAny(digits[:1], "178") {
		digits = digits[1:]
	}
	if len(digits) < minPhoneDigits {
		return "", false
	}
	return digits, true
}

// withoutCountry cuts the country code off digits when the written form shows
// that there is one.
func withoutCountry(written, digits string) string {
	short, international := strings.CutPrefix(digits, "00")
	if !international {
		plus := strings.HasPrefix(strings.TrimLeft(written, "( "), "+")
		long := len(digits) >= 12 && !strings.HasPrefix(digits, "0")
		international = plus || long
	}
	if !international || len(short) < 3 {
		return digits
	}
	switch {
	case short[0] == '1', short[0] == '7':
		return short[1:]
	case countryCodes2[short[:2]]:
		return short[2:]
	}
	return short[3:]
}

func onlyDigits(r rune) rune {
	if '0' <= r && r <= '9' {
		return r
	}
	return -1
}
