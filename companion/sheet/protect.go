package sheet

import (
	"regexp"
	"strings"
)

// formula matches what a spreadsheet program computes instead of showing, see
// https://owasp.org/www-community/attacks/CSV_Injection, and what protect has
// made of that, so that taking one apostrophe off always gives the same again.
var formula = regexp.MustCompile("^'*[=+\\-@\t\r\n]")

// textFormula is how a spreadsheet keeps a number from being computed: ="0049".
var textFormula = regexp.MustCompile(`^="([^"]*)"$`)

func protect(cell string) string {
	if formula.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// unprotect returns the cell before protect, and the text in a textFormula.
func unprotect(cell string) string {
	if text := textFormula.FindStringSubmatch(cell); text != nil {
		return text[1]
	}
	if strings.HasPrefix(cell, "'") && formula.MatchString(cell) {
		return cell[1:]
	}
	return cell
}
