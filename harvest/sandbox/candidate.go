package sandbox

import (
	"maps"
	"net/http"
	"strings"
)

const candidateColumns = `id first_name last_name preferred_name company title created_at updated_at
	last_activity_at private can_email time_zone tags linked_user_ids phone_numbers addresses
	email_addresses website_addresses social_media_addresses custom_fields`

// candidates are people. See https://harvestdocs.greenhouse.io/reference/get_v3-candidates.
func candidates() *resource {
	return &resource{
		name: "candidates", thing: "Candidate", firstID: 17130511003,
		columns: candidateColumns,
		defaults: object{
			"private": false, "can_email": true, "linked_user_ids": []any{},
			"phone_numbers": []any{}, "addresses": []any{}, "email_addresses": []any{},
			"website_addresses": []any{}, "social_media_addresses": []any{},
		},
		computed: map[string]func(*state, *record) any{
			"tags":          func(st *state, rec *record) any { return st.tagNames(rec.id) },
			"custom_fields": func(st *state, rec *record) any { return st.customFieldsOf(rec, "candidate") },
		},
		filters: map[string]filter{
			"email":                  {read: byEmail},
			"tag":                    {read: byTag},
			"private":                truth(func(rec *record, want bool) bool { return want || !rec.flag("private") }),
			"last_activity_at":       dates("last_activity_at"),
			"custom_field_option_id": customOption(),
		},
		visible: func(c *call, rec *record) bool {
			return !rec.flag("private") || c.behaviour.privateRows != "hide"
		},
		standIn: candidateMessage,
		create:  &operation{body: newCandidateSchema(), apply: createCandidate},
		update:  &operation{body: candidateSchema(), apply: updateCandidate},
		destroy: func(c *call, rec *record) *problem { c.state.removeCandidate(rec.id); return nil },
		members: map[string]member{
			"merge": {http.MethodPost, operation{apply: mergeCandidate, body: schema{
				"secondary_candidate_id": ref("candidates").must(),
			}}},
			"anonymize": {http.MethodPatch, operation{apply: anonymizeCandidate, body: schema{
				"fields": listOf(filled()).must(),
			}}},
		},
	}
}

// candidateSchema is what PATCH takes.
func candidateSchema() schema {
	return schema{
		"first_name": filled(), "last_name": filled(),
		"preferred_name": text(), "company": text(), "title": text(), "time_zone": text(),
		"phone_numbers":          addresses("mobile", "home", "work", "skype", "other"),
		"addresses":              addresses("home", "work", "other"),
		"email_addresses":        addresses("personal", "work", "other"),
		"website_addresses":      addresses("personal", "company", "portfolio", "blog", "other"),
		"social_media_addresses": listOf(objectOf(schema{"value": filled().must()})),
		"tags":                   listOf(filled()),
		"linked_user_ids":        listOf(ref("users")),
		"custom_fields":          customFieldsRule(),
		"is_private":             boolean(),
		"can_email":              boolean(),
	}
}

func newCandidateSchema() schema {
	s := candidateSchema()
	s["first_name"] = filled().must()
	s["last_name"] = filled().must()
	s["application"] = objectOf(applicationSchema())
	return s
}

func addresses(types ...string) rule {
	return listOf(objectOf(schema{"value": filled().must(), "type": oneOf(types...).must()}))
}

// createCandidate checks everything before it stores anything, so that a refusal leaves no trace.
func createCandidate(c *call, _ *record, body object) (any, *problem) {
	if refusal := c.switchedOff(body); refusal != nil {
		return nil, refusal
	}
	values, tags, refusal := c.candidateValues(body)
	if refusal != nil {
		return nil, refusal
	}
	form, hasApplication := body["application"].(object)
	if !hasApplication {
		candidate := c.storeCandidate(values, tags)
		return c.created(candidate, nil), nil
	}
	draft, refusal := c.draftApplication(form, "application.")
	if refusal != nil {
		return nil, refusal
	}
	return c.storeWithApplication(values, tags, draft), nil
}

// switchedOff refuses what some accounts may refuse in a new candidate.
func (c *call) switchedOff(body object) *problem {
	if _, given := body["application"]; !given && c.behaviour.applicationRequired == "on" {
		return invalid(fieldError{"is required", "application"})
	}
	if _, given := body["is_private"]; given && c.behaviour.privateOnCreate == "refuse" {
		return invalid(fieldError{"is not a permitted parameter", "is_private"})
	}
	return nil
}

// storeWithApplication keeps the candidate even when the application is made to fail, as the live
// service has been seen to do.
func (c *call) storeWithApplication(values object, tags []any, draft applicationDraft) object {
	candidate := c.storeCandidate(values, tags)
	if c.behaviour.partial.roll() {
		answer := c.created(candidate, nil)
		answer["errors"] = []fieldError{{"could not be created", "application"}}
		return answer
	}
	application := c.storeApplication(candidate.id, draft)
	return c.created(candidate, c.state.show("applications", application))
}

// created is the answer to a create, in which nothing tells yet that the candidate is merged away.
func (c *call) created(candidate *record, application object) object {
	row := c.state.show("candidates", candidate)
	c.mergeIntoTwin(candidate)
	if c.behaviour.createAnswer == "candidate" {
		return row
	}
	return object{"candidate": row, "application": application}
}

func (c *call) storeCandidate(values object, tags []any) *record {
	candidate := c.state.insert("candidates", c.now, values)
	c.applyTags(candidate.id, tags)
	return candidate
}

func updateCandidate(c *call, rec *record, body object) (any, *problem) {
	values, tags, refusal := c.candidateValues(body)
	if refusal != nil {
		return nil, refusal
	}
	rec.update(c.now, values)
	if _, given := body["tags"]; given {
		c.applyTags(rec.id, tags)
	}
	return c.kind.row(c.state, rec), nil
}

// candidateValues turns a checked body into stored values and the list of tag names.
func (c *call) candidateValues(body object) (object, []any, *problem) {
	values := maps.Clone(body)
	delete(values, "application")
	delete(values, "tags")
	if private, given := values["is_private"]; given {
		values["private"] = private
		delete(values, "is_private")
	}
	for _, name := range []string{"preferred_name", "company", "title"} {
		if values[name] == "" {
			values[name] = nil
		}
	}
	tags := listIn(body, "tags")
	if refusal := c.checkTags(tags); refusal != nil {
		return nil, nil, refusal
	}
	return values, tags, c.readCustomFields(values, "candidate", "")
}

// candidateMessage is the second documented form of a row, which holds nothing but a message.
func candidateMessage(c *call, rec *record) object {
	switch {
	case c.tooNew(rec):
		return object{"message": "This candidate is still being processed"}
	case rec.flag("private") && c.behaviour.privateRows == "message":
		return object{"message": "This candidate is private"}
	}
	return nil
}

func byEmail(value string) (match, error) {
	return func(_ *state, rec *record) bool {
		for _, each := range listIn(rec.values, "email_addresses") {
			address, _ := each.(object)
			if strings.EqualFold(textIn(address, "value"), value) {
				return true
			}
		}
		return false
	}, nil
}
