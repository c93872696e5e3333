package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// reading takes the cells of one row apart and remembers the first problem.
type reading struct {
	row     Row
	mapping Mapping
	problem *RowError
}

func (r *reading) refuse(column, reason string) {
	if r.problem == nil {
		r.problem = &RowError{Row: r.row.Number, Column: column, Reason: reason}
	}
}

// each calls read with every cell of a field that is not empty and refuses the
// row for the reason that read returns.
func (r *reading) each(field Field, read func(cell string) (refusal string)) {
	for i := range r.mapping.columnsOf(field) {
		cell := cellAt(r.row, i)
		if cell == "" {
			continue
		}
		if refusal := read(cell); refusal != "" {
			r.refuse(columnLetter(i), refusal)
		}
	}
}

// rounded matches a long number as spreadsheet programs write it by default.
var rounded = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[eE]\+?[0-9]+$`)

// id reads the id of the AmazingHiring profile, or takes it from the address.
func (r *reading) id() int64 {
	var id int64
	take := func(text, refusal string) string {
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case rounded.MatchString(text):
			return ReasonRounded
		case err != nil || n <= 0:
			return refusal
		case id != 0 && id != n:
			return ReasonOtherID
		}
		id = n
		return ""
	}
	r.each(FieldID, func(cell string) string { return take(cell, ReasonID) })
	r.each(FieldProfileURL, func(cell string) string {
		page, kind, _ := profile.CanonicalLink(cell)
		if kind != profile.LinkAmazingHiring {
			return ReasonProfileURL
		}
		return take(page[strings.LastIndex(page, "/")+1:], ReasonProfileURL)
	})
	return id
}

func (r *reading) contacts() []contact {
	var out []contact
	add := func(kind string, values []string) {
		for _, value := range values {
			out = append(out, contact{kind, value})
		}
	}
	r.each(FieldEmail, func(cell string) string {
		addresses, ok := emails(cell)
		add("email", addresses)
		return reasonUnless(ok, ReasonEmail)
	})
	r.each(FieldPhone, func(cell string) string {
		if rounded.MatchString(cell) {
			return ReasonRounded
		}
		numbers, ok := phones(cell)
		add("phone", numbers)
		return reasonUnless(ok, ReasonPhone)
	})
	r.each(FieldOtherContact, func(cell string) string {
		out = append(out, otherContacts(cell)...)
		return ""
	})
	return out
}

func (r *reading) links() []link {
	var out []link
	for _, field := range linkFields {
		r.each(field, func(cell string) string {
			for _, address := range addresses(cell) {
				if _, ok := profile.WebAddress(address); !ok {
					return ReasonLink
				}
				out = append(out, link{Value: address, PersonalSite: personalSite(field)})
			}
			return ""
		})
	}
	return out
}

// linkFields are the columns of web addresses.
var linkFields = []Field{FieldLinkedIn, FieldSocial, FieldWebsite}

// personalSite leaves a column of websites open: people put everything there.
func personalSite(field Field) *bool {
	if field == FieldWebsite {
		return nil
	}
	return new(false)
}

func reasonUnless(ok bool, reason string) string {
	if ok {
		return ""
	}
	return reason
}
