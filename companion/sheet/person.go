package sheet

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// person is the part of an AmazingHiring profile that a row can fill, see
// https://github.com/AmazingHiring/public-api. Title is always there: it tells
// this shape from the enrichment one.
type person struct {
	ID        int64      `json:"id,omitempty"`
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	About     string     `json:"general_info,omitempty"`
	Contacts  []contact  `json:"contacts,omitempty"`
	Links     []link     `json:"links,omitempty"`
	Locations []named    `json:"locations,omitempty"`
	Positions []position `json:"positions,omitempty"`
	Comments  []comment  `json:"comments,omitempty"`
}

type contact struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type link struct {
	Value string `json:"value"`
	// PersonalSite is nil where the column does not say.
	PersonalSite *bool `json:"personal_site,omitempty"`
}

type named struct {
	Name string `json:"name"`
}

type position struct {
	Position string `json:"position"`
	Company  named  `json:"company"`
}

type comment struct {
	Body string `json:"body"`
}

// Person makes a profile of a row, in the v6 shape of AmazingHiring. It has no
// id when the row names no AmazingHiring profile; ask Key then. First and last
// are what the row says about them, both or neither: a name in one cell is not
// split here. A row with a cell that is not what its column holds is refused as
// a whole, because it can be corrected, whereas a dropped address is never
// missed.
func Person(row Row, m Mapping) (raw json.RawMessage, first, last string, problem *RowError) {
	r := reading{row: row, mapping: m}
	first, last = profile.CleanLine(m.Cell(row, FieldFirstName)), profile.CleanLine(m.Cell(row, FieldLastName))
	p := person{
		ID: r.id(), Name: nameOf(row, m), Title: profile.CleanLine(m.Cell(row, FieldTitle)),
		About: m.Cell(row, FieldAbout), Contacts: r.contacts(), Links: r.links(),
		Locations: locations(row, m), Positions: positions(row, m), Comments: comments(row, m),
	}
	if p.Name == "" {
		r.refuse("", ReasonNoName)
	}
	if r.problem != nil {
		return nil, "", "", r.problem
	}
	raw, err := json.Marshal(p)
	if err != nil {
		panic(err) // texts and numbers always have a JSON form
	}
	if first == "" || last == "" {
		return raw, "", "", nil
	}
	return raw, first, last, nil
}

func nameOf(row Row, m Mapping) string {
	halves := strings.TrimSpace(m.Cell(row, FieldFirstName) + " " + m.Cell(row, FieldLastName))
	return profile.CleanLine(cmp.Or(m.Cell(row, FieldName), halves))
}

// locations joins columns, such as city and country, to one place; one cell may
// hold several.
func locations(row Row, m Mapping) []named {
	var cells []string
	for i := range m.columnsOf(FieldLocation) {
		if cell := cellAt(row, i); cell != "" {
			cells = append(cells, cell)
		}
	}
	var out []named
	for place := range strings.SplitSeq(strings.Join(cells, ", "), ";") {
		if place = profile.CleanLine(place); place != "" {
			out = append(out, named{place})
		}
	}
	return out
}

// positions carries the company, for which a profile has no other place.
func positions(row Row, m Mapping) []position {
	company := profile.CleanLine(m.Cell(row, FieldCompany))
	if company == "" {
		return nil
	}
	return []position{{Position: profile.CleanLine(m.Cell(row, FieldTitle)), Company: named{company}}}
}

func comments(row Row, m Mapping) []comment {
	var out []comment
	for i := range m.columnsOf(FieldNotes) {
		if cell := cellAt(row, i); cell != "" {
			out = append(out, comment{cell})
		}
	}
	return out
}
