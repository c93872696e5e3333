package extension

import (
	"encoding/json"
	"errors"
	"slices"
)

// Formats of a SheetQuery.
const (
	// SheetFull has a column for everything that is known of a person.
	SheetFull = "full"
	// SheetProspects is the sheet that Greenhouse imports prospects from.
	SheetProspects = "prospect-import"
)

// SheetQuery asks for people as lines of a CSV file, whose profiles the service fetches. A file of many people is asked for
// in parts, one after the other; the same part again costs nothing more.
type SheetQuery struct {
	// Format is SheetFull or SheetProspects.
	Format string `json:"format"`
	// Header begins the text with the headings.
	Header     bool `json:"header,omitempty"`
	ProfileIDs []ID `json:"profile_ids"`
	// MaxFirst is how many of them may be fetched for the first time, each of which may cost a contact credit. People beyond
	// it are left out, and listed.
	MaxFirst int `json:"max_first,omitempty"`
}

// SheetPart answers SheetQuery.
type SheetPart struct {
	// Text is a part of the file. The part with the headings begins with a byte order mark.
	Text string `json:"text"`
	// Done is how many of the people, from the first on, this part deals with: ask again for the others.
	Done int `json:"done"`
	// Written are in Text, and FirstFetched of them were fetched for the first time.
	Written      int `json:"written"`
	FirstFetched int `json:"first_fetched,omitempty"`
	// LeftOut were beyond MaxFirst; Failed are profiles that AmazingHiring does not show, or that are no people.
	LeftOut []ID           `json:"left_out"`
	Failed  []SheetFailure `json:"failed"`
}

// SheetFailure is why one person is not in the file.
type SheetFailure struct {
	ProfileID ID     `json:"profile_id"`
	Code      string `json:"code"`
	Message   string `json:"message"`
}

// OfOnePerson says whether an error is about the person that was asked for, so that asking for others makes sense.
func OfOnePerson(err error) (*Error, bool) {
	known, ok := errors.AsType[*Error](err)
	return known, ok && slices.Contains([]string{CodeProfileUnknown, CodeBadProfile, CodeNameMissing}, known.Code)
}

// MarshalJSON writes both lists, also the empty ones.
func (m SheetPart) MarshalJSON() ([]byte, error) {
	type plain SheetPart
	m.LeftOut, m.Failed = list(m.LeftOut), list(m.Failed)
	return json.Marshal(plain(m))
}

// MessageType implements Message.
func (SheetQuery) MessageType() string { return "sheet" }

// MessageType implements Message.
func (SheetPart) MessageType() string { return "sheet" }
