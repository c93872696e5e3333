package amazinghiring

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// What a FieldError may be about.
const (
	ofProfile = "profile"
	ofFolder  = "folder"
	ofMember  = "folder member"
)

// fieldRules says what happens to each field of a profile besides being read.
// A field that is not here is unknown and listed as unmapped.
var fieldRules = map[string]string{
	"id": "", "name": "", "title": "", "general_info": "", "contacts": "", "links": "", "locations": "",
	"positions": "", "educations": "", "languages": "", "skills": "", "all_skills_grouped": "",
	"courses_or_certificates": "", "comments": "", "resumes": "", "tags": "",
	"nick": profile.ReasonUnmapped, "avatars": profile.ReasonUnmapped,
	"age": profile.ReasonPolicy, "birthday": profile.ReasonPolicy,
}

// Decode reads a profile in either shape. One without an id, as a row of a spreadsheet, has no page either. profileBase is the address before
// /profiles/<id>, such as https://search.amazinghiring.com. Ids may be numbers
// or strings of 64 bits. Dates that are swapped are put in order; texts are
// cleaned but never shortened. The error is a *FieldError.
func Decode(raw []byte, profileBase string) (profile.Profile, []profile.Dropped, error) {
	fields, err := topLevel(raw)
	if err != nil {
		return profile.Profile{}, nil, err
	}
	p := profile.Profile{}
	if !isEmpty(fields["id"]) {
		if p.ID, err = requiredID(ofProfile, "id", fields["id"]); err != nil {
			return profile.Profile{}, nil, err
		}
		p.URL = strings.TrimRight(profileBase, "/") + "/profiles/" + strconv.FormatInt(p.ID, 10)
	}
	p.Name, err = requiredName(fields)
	if err != nil {
		return profile.Profile{}, nil, err
	}
	d := &decoder{}
	d.read(&p, fields)
	d.dropTheRest(fields)
	return p, d.dropped, nil
}

// topLevel returns the fields of the profile, taken out of an enrichment
// result where it is inside one.
func topLevel(raw []byte) (map[string]any, error) {
	fields, err := fieldsOf(ofProfile, raw)
	if err != nil {
		return nil, err
	}
	inner, wrapped := fields["profile"].(map[string]any)
	if _, hasID := fields["id"]; wrapped && !hasID {
		return inner, nil
	}
	return fields, nil
}

// fieldsOf reads one JSON object. The error is a *FieldError.
func fieldsOf(of string, raw []byte) (map[string]any, error) {
	numbers := json.NewDecoder(bytes.NewReader(raw))
	numbers.UseNumber() // a float64 would round ids above 2^53
	var value any
	if err := numbers.Decode(&value); err != nil {
		return nil, &FieldError{Of: of, Problem: "is not valid JSON"}
	}
	if _, err := numbers.Token(); err != io.EOF {
		return nil, &FieldError{Of: of, Problem: "is followed by something else"}
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, &FieldError{Of: of, Problem: "is not a JSON object"}
	}
	return fields, nil
}

func requiredID(of, field string, value any) (int64, error) {
	if isEmpty(value) {
		return 0, &FieldError{Of: of, Field: field, Problem: "is missing"}
	}
	id, ok := parseID(value)
	if !ok {
		return 0, &FieldError{Of: of, Field: field, Problem: "is not a positive whole number of 64 bits"}
	}
	return id, nil
}

func requiredName(fields map[string]any) (string, error) {
	text, isText := fields["name"].(string)
	if !isText && !isEmpty(fields["name"]) {
		return "", &FieldError{Of: ofProfile, Field: "name", Problem: "is not text"}
	}
	name := profile.CleanLine(text)
	if name == "" {
		return "", &FieldError{Of: ofProfile, Field: "name", Problem: "is missing"}
	}
	return name, nil
}

func (d *decoder) read(p *profile.Profile, fields map[string]any) {
	p.Title = d.line("title", fields["title"])
	p.About = d.text("general_info", fields["general_info"])
	d.contacts(p, fields["contacts"])
	d.links(p, fields["links"])
	p.Locations = d.names("locations", fields["locations"])
	p.Positions = d.positions(fields["positions"])
	p.Educations = d.educations(fields["educations"])
	p.Languages = d.languages(fields["languages"])
	p.SkillGroups = d.skillGroups(fields)
	p.Certificates = d.certificates(fields["courses_or_certificates"])
	p.Comments = d.comments(fields["comments"])
	p.Resumes = d.resumes(fields["resumes"])
	if current, ok := p.CurrentPosition(); ok {
		p.Company = current.Company
		if p.Title == "" {
			p.Title = current.Title
		}
	}
}

// dropTheRest lists the fields that are left out as a whole. Names of unknown
// fields are somebody else's text, so odd ones are not repeated.
func (d *decoder) dropTheRest(fields map[string]any) {
	var rest []profile.Dropped
	for name, value := range fields {
		reason, known := fieldRules[name]
		switch {
		case isEmpty(value), known && reason == "":
		case known:
			rest = append(rest, profile.Dropped{Field: name, Reason: reason})
		default:
			rest = append(rest, profile.Dropped{Field: safeName(name, "unknown_field"), Reason: profile.ReasonUnmapped})
		}
	}
	slices.SortFunc(rest, func(a, b profile.Dropped) int { return strings.Compare(a.Field, b.Field) })
	d.dropped = append(d.dropped, rest...)
}
