package sandbox

import (
	"strings"
	"time"
)

const peopleShown = 100

// personView is one person on the page.
type personView struct {
	ID           int64
	Name         string
	Headline     string
	Private      bool
	Added        time.Time
	Contacts     []string
	Links        []string
	Tags         []string
	Applications []applicationView
	Fields       []fieldView
	Positions    []string
	Educations   []string
	Notes        []noteView
	Attachments  []attachmentView
}

type applicationView struct {
	Prospect bool
	Job      string
	Place    string // stage of the job, or pool and stage of a prospect
	Source   string
	Status   string
}

// fieldView is a custom field that has a value.
type fieldView struct {
	Name, Value string
}

type noteView struct {
	Type, Visibility, Body string
}

type attachmentView struct {
	Filename, Type, URL string
}

func (st *state) person(rec *record) personView {
	person := personView{
		ID:       rec.id,
		Name:     strings.TrimSpace(rec.text("first_name") + " " + rec.text("last_name")),
		Headline: join(" · ", rec.text("title"), rec.text("company")),
		Private:  rec.flag("private"),
		Added:    rec.created,
		Contacts: valuesOf(rec, "email_addresses", "phone_numbers", "addresses"),
		Links:    valuesOf(rec, "website_addresses", "social_media_addresses"),
		Tags:     st.tagNames(rec.id),
		Fields:   st.fieldViews(rec),
	}
	for each := range st.where("candidate_employments", "candidate_id", rec.id) {
		years := span(each.text("start_date"), each.text("end_date"))
		person.Positions = append(person.Positions, join(", ", each.text("title"), each.text("company_name"), years))
	}
	for each := range st.where("candidate_educations", "candidate_id", rec.id) {
		person.Educations = append(person.Educations, st.educationView(each))
	}
	for each := range st.where("applications", "candidate_id", rec.id) {
		person.Applications = append(person.Applications, st.applicationView(each))
	}
	for each := range st.where("notes", "candidate_id", rec.id) {
		person.Notes = append(person.Notes, noteView{each.text("type"), each.text("visibility"), each.text("body")})
	}
	for each := range st.where("attachments", "candidate_id", rec.id) {
		person.Attachments = append(person.Attachments, attachmentView{each.text("filename"), each.text("type"), each.text("url")})
	}
	return person
}

func (st *state) applicationView(rec *record) applicationView {
	view := applicationView{
		Prospect: rec.flag("prospect"),
		Place:    rec.text("stage_name"),
		Source:   st.nameOf("sources", rec.number("source_id")),
		Status:   rec.text("status"),
	}
	jobs := rec.numbers("job_id")
	if view.Prospect {
		jobs = rec.numbers("prospective_job_ids")
		view.Place = st.poolPlace(rec.id)
	}
	var names []string
	for _, id := range jobs {
		names = append(names, st.nameOf("jobs", id))
	}
	view.Job = strings.Join(names, ", ")
	return view
}

func (st *state) poolPlace(applicationID int64) string {
	for detail := range st.where("prospect_details", "application_id", applicationID) {
		return join(" · ", st.nameOf("prospect_pools", detail.number("pool_id")),
			st.nameOf("prospect_pool_stages", detail.number("pool_stage_id")))
	}
	return ""
}

// nameOf is the name of a record, or nothing for no record.
func (st *state) nameOf(name string, id int64) string {
	rec := st.find(name, id)
	if rec == nil {
		return ""
	}
	return rec.text("name")
}

func valuesOf(rec *record, columns ...string) []string {
	var values []string
	for _, column := range columns {
		for _, item := range listIn(rec.values, column) {
			each, _ := item.(object)
			values = append(values, textIn(each, "value"))
		}
	}
	return values
}

// join leaves empty parts out.
func join(separator string, parts ...string) string {
	var present []string
	for _, part := range parts {
		if part != "" {
			present = append(present, part)
		}
	}
	return strings.Join(present, separator)
}
