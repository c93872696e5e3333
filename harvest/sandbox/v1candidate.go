package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

func listV1Candidates(c *v1Call) (answer, *problem) {
	if c.query.Has("email") {
		c.query.Del("candidate_ids") // documented: the address wins
	}
	return c.list(v1List{row: v1CandidateRow, filters: v1Times(map[string]filter{
		"job_id":        v1AppliedTo(),
		"email":         c.v1Email(func(_ *state, rec *record) []string { return valuesOf(rec, "email_addresses") }),
		"candidate_ids": ids("id"),
	})})
}

// v1AppliedTo selects candidates of a job; its prospects are not among them.
func v1AppliedTo() filter {
	job := oneID("job_id")
	return filter{read: func(value string) (match, error) {
		onJob, err := job.read(value)
		return func(st *state, rec *record) bool {
			for application := range st.where("applications", "candidate_id", rec.id) {
				if !application.flag("prospect") && onJob(st, application) {
					return true
				}
			}
			return false
		}, err
	}}
}

// v1Email selects by one of the addresses of a record.
func (c *v1Call) v1Email(addresses func(*state, *record) []string) filter {
	same := strings.EqualFold
	if c.behaviour.v1.emailComparison == "exact" {
		same = func(a, b string) bool { return a == b }
	}
	return filter{read: func(value string) (match, error) {
		return func(st *state, rec *record) bool {
			return slices.ContainsFunc(addresses(st, rec), func(address string) bool { return same(address, value) })
		}, nil
	}}
}

func retrieveV1Candidate(c *v1Call) (answer, *problem) { return c.retrieve(v1CandidateRow) }

// addV1Candidate checks everything before it stores anything. A candidate has an application or several.
func addV1Candidate(c *v1Call) (answer, *problem) {
	want := v1NewPersonSchema()
	want["applications"] = listOf(objectOf(v1ApplicationSchema())).must()
	body, refusal := c.readV1(want)
	if refusal != nil {
		return answer{}, refusal
	}
	forms := listIn(body, "applications")
	if len(forms) == 0 {
		return answer{}, invalid(fieldError{"must have at least one", "applications"})
	}
	return c.addPerson(body, forms, "applications")
}

// addV1Prospect makes a person with the prospect form of an application, with or without jobs.
func addV1Prospect(c *v1Call) (answer, *problem) {
	want := v1NewPersonSchema()
	want["application"] = objectOf(v1ProspectSchema())
	body, refusal := c.readV1(want)
	if refusal != nil {
		return answer{}, refusal
	}
	form := object{"prospect": true}
	maps.Copy(form, objectIn(body, "application"))
	return c.addPerson(body, []any{form}, "application")
}

func (c *v1Call) addPerson(body object, forms []any, field string) (answer, *problem) {
	person, refusal := c.readPerson(body, &record{})
	if refusal != nil {
		return answer{}, refusal
	}
	drafts, refusal := c.draftAll(forms, field)
	if refusal != nil {
		return answer{}, refusal
	}
	candidate := c.storePerson(person)
	stored, ids := []*record{candidate}, []int64{}
	for _, draft := range drafts {
		application := c.storeDraft(candidate.id, draft)
		stored, ids = append(stored, application), append(ids, application.id)
	}
	row := v1CandidateRow(c, candidate)
	c.finishLater(stored...)
	c.mergeIntoTwin(candidate) // of which the answer tells nothing yet
	return c.made(candidate, row, object{"id": candidate.id, "application_ids": ids})
}

// editV1Candidate changes what the body names. Arrays are replaced, custom fields one by one.
func editV1Candidate(c *v1Call) (answer, *problem) {
	rec, refusal := c.target()
	if refusal != nil {
		return answer{}, refusal
	}
	body, refusal := c.readV1(v1PersonSchema())
	if refusal != nil {
		return answer{}, refusal
	}
	person, refusal := c.readPerson(body, rec)
	if refusal != nil {
		return answer{}, refusal
	}
	rec.update(c.now, person.values)
	if _, given := body["tags"]; given {
		c.applyTags(rec.id, person.tags)
	}
	row := v1CandidateRow(c, rec)
	if c.behaviour.v1.editedShape == "array" {
		return jsonAnswer(http.StatusOK, []object{row}), nil
	}
	return jsonAnswer(http.StatusOK, row), nil
}

// readV1 checks the body of a write.
func (c *v1Call) readV1(want schema) (object, *problem) {
	if c.sent.tooBig {
		return nil, tooLarge("Request body is too large")
	}
	return readBody(c.state, want, c.sent.raw)
}
