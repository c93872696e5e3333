package sandbox

import (
	"maps"
	"time"
)

// v1Person is what a body says about a person, after every check.
type v1Person struct {
	values object
	tags   []any
	others []v1Other
}

// v1Other is a record beside the person, not stored yet.
type v1Other struct {
	kind   string
	values object
}

// v1PersonSchema is what an edit takes.
func v1PersonSchema() schema {
	s := candidateSchema()
	for _, key := range []string{"preferred_name", "time_zone", "linked_user_ids", "can_email"} {
		delete(s, key) // version 3 only
	}
	user := objectOf(schema{"id": ref("users"), "email": filled()})
	s["recruiter"], s["coordinator"] = user, user
	s["custom_fields"] = v1FieldsRule()
	return s
}

func v1NewPersonSchema() schema {
	s := v1PersonSchema()
	s["first_name"], s["last_name"] = filled().must(), filled().must()
	s["educations"] = listOf(objectOf(schema{
		"school_id": ref("custom_field_options"), "degree_id": ref("custom_field_options"), "discipline_id": ref("custom_field_options"),
		"start_date": v1Moment(), "start_month": within(1, 12), "start_year": within(1900, 2100),
		"end_date": v1Moment(), "end_month": within(1, 12), "end_year": within(1900, 2100),
	}))
	s["employments"] = listOf(objectOf(schema{
		"company_name": filled().must(), "title": filled().must(), "start_date": v1Moment().must(), "end_date": v1Moment(),
	}))
	s["activity_feed_notes"] = listOf(objectOf(schema{
		"user_id": ref("users").must(), "body": filled().must(), "visibility": oneOf("admin_only", "private", "public").must(),
	}))
	return s
}

// readPerson checks a body against what is held of the person so far.
func (c *v1Call) readPerson(body object, held *record) (v1Person, *problem) {
	others, findings := c.readOthers(body)
	form := maps.Clone(body)
	for _, key := range []string{"application", "applications", "educations", "employments", "activity_feed_notes"} {
		delete(form, key)
	}
	findings = append(findings, c.takeTeam(form)...)
	removed, wrong := c.takeFields(form, "candidate", "")
	if refusal := invalid(append(findings, wrong...)...); refusal != nil {
		return v1Person{}, refusal
	}
	values, tags, refusal := c.candidateValues(form)
	if refusal != nil {
		return v1Person{}, refusal
	}
	mergeV1Fields(values, held, removed)
	return v1Person{values, tags, others}, nil
}

func (c *v1Call) storePerson(person v1Person) *record {
	candidate := c.storeCandidate(person.values, person.tags)
	for _, other := range person.others {
		other.values["candidate_id"] = candidate.id
		c.state.insert(other.kind, c.now, other.values)
	}
	return candidate
}

// takeTeam replaces recruiter and coordinator, given by id or address, by the columns they are kept in.
func (c *v1Call) takeTeam(form object) []fieldError {
	var findings []fieldError
	for _, role := range []string{"recruiter", "coordinator"} {
		given, ok := form[role].(object)
		if !ok {
			continue
		}
		delete(form, role)
		id := numberIn(given, "id")
		if id == 0 {
			id = c.state.userByEmail(textIn(given, "email"))
		}
		if id == 0 {
			findings = append(findings, fieldError{"must name a user by id or email", role})
		}
		form[role+"_id"] = id
	}
	return findings
}

// userByEmail is the id of the user with this address, or 0.
func (st *state) userByEmail(address string) int64 {
	for each := range st.newestFirst("user_emails") {
		if each.text("email") == address {
			return each.number("user_id")
		}
	}
	return 0
}

// readOthers prepares the records beside a new person.
func (c *v1Call) readOthers(body object) (others []v1Other, findings []fieldError) {
	for _, item := range listIn(body, "educations") {
		values, wrong := c.readEducation(item.(object))
		findings = append(findings, wrong...)
		others = append(others, v1Other{"candidate_educations", values})
	}
	for _, item := range listIn(body, "employments") {
		others = append(others, v1Other{"candidate_employments", item.(object)})
	}
	for _, item := range listIn(body, "activity_feed_notes") {
		note := item.(object)
		note["type"] = "NOTE"
		note["visibility"] = readVisibility[textIn(note, "visibility")]
		others = append(others, v1Other{"notes", note})
	}
	return others, findings
}

// readEducation spells an education as version 3 does and lets that check it.
func (c *v1Call) readEducation(given object) (object, []fieldError) {
	values := object{}
	for from, to := range map[string]string{
		"school_id": "school_name_custom_field_option_id", "degree_id": "degree_custom_field_option_id",
		"discipline_id": "discipline_custom_field_option_id",
		"start_date":    "start_date", "start_month": "start_date_month", "start_year": "start_date_year",
		"end_date": "end_date", "end_month": "end_date_month", "end_year": "end_date_year",
	} {
		if value, ok := given[from]; ok {
			values[to] = value
		}
	}
	findings := c.state.wrongOptions(values)
	for _, end := range []string{"start", "end"} {
		at, wrong := readDate(values, end+"_date")
		values[end+"_at"] = at
		findings = append(findings, wrong...)
	}
	return values, findings
}

// v1Moment is an ISO-8601 time or date of which the date counts.
func v1Moment() rule {
	return rule{read: func(r *reader, path string, value any) any {
		s, _ := value.(string)
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if at, err := time.Parse(layout, s); err == nil {
				return at.UTC().Format(time.DateOnly)
			}
		}
		r.find(path, "must be an ISO-8601 time")
		return s
	}}
}

// v1Midnight shows a stored date as the time that version 1 writes.
func v1Midnight(day string) any {
	at, _ := time.Parse(time.DateOnly, day) // an empty one is the zero time, which is null
	return wireTime(at)
}
