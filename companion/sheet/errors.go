package sheet

import (
	"errors"
	"fmt"
)

// ErrEmpty says that there is not even a header.
var ErrEmpty = errors.New("the spreadsheet is empty")

// Reasons why a row cannot be used. They are written for the person who
// corrects the row and never hold a part of it.
const (
	ReasonQuote        = "a quotation mark is not closed, or is followed by text"
	ReasonTooLong      = "the row is too long for a spreadsheet"
	ReasonTooManyCells = "the row has more cells than the header"
	ReasonNoName       = "there is no name"
	ReasonEmail        = "this is not an e-mail address"
	ReasonPhone        = "this is not a phone number"
	ReasonRounded      = "the spreadsheet program has rounded this number; format the column as text and enter it again"
	ReasonLink         = "this is not a web address"
	ReasonID           = "this is not an AmazingHiring profile id"
	ReasonProfileURL   = "this is not the address of an AmazingHiring profile"
	ReasonOtherID      = "the AmazingHiring id and the address name two profiles"
)

// RowError says why a row cannot be used, without personal data.
type RowError struct {
	// Row is the number of the row as a spreadsheet program shows it.
	Row int `json:"row"`
	// Column is the letter of the column, empty when the whole row is meant.
	// It is not the heading: in a file without one that would be a person.
	Column string `json:"column,omitempty"`
	// Reason is one of the Reason texts.
	Reason string `json:"reason"`
}

// Error returns the place and the reason.
func (e *RowError) Error() string { return fmt.Sprintf("row %d: %s", e.Row, e.Problem()) }

// Problem returns the reason and the column, for a place that already says
// which row it is.
func (e *RowError) Problem() string {
	if e.Column == "" {
		return e.Reason
	}
	return "column " + e.Column + ": " + e.Reason
}

// columnLetter names a column, counted from 0, as spreadsheet programs do.
func columnLetter(i int) string {
	letters := ""
	for n := i + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}
