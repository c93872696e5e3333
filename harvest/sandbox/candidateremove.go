package sandbox

import "slices"

// removeCandidate removes a person with everything that hangs on them. Lists never tell that they were there.
func (st *state) removeCandidate(id int64) {
	for _, application := range slices.Collect(st.where("applications", "candidate_id", id)) {
		st.removeApplication(application.id)
	}
	for _, name := range []string{"notes", "candidate_educations", "candidate_employments", "applied_candidate_tags"} {
		st.removeWhere(name, "candidate_id", id)
	}
	st.remove("candidates", id)
}

// anonymizeCandidate takes away what the names say. No public page lists the names for /v3: those of the
// columns and of the collections below a candidate are understood, others have no effect.
func anonymizeCandidate(c *call, rec *record, body object) (any, *problem) {
	values := object{"anonymized": true}
	for _, item := range listIn(body, "fields") {
		name, _ := item.(string)
		c.anonymize(rec, name, values)
	}
	rec.update(c.now, values)
	return c.state.show("candidates", rec), nil
}

func (c *call) anonymize(rec *record, name string, values object) {
	switch name {
	case "first_name", "last_name", "preferred_name", "company", "title":
		values[name] = nil
	case "custom_fields":
		values[name] = object{}
	case "tags":
		c.applyTags(rec.id, nil)
	case "notes":
		c.state.removeWhere("notes", "candidate_id", rec.id)
	case "educations", "employments":
		c.state.removeWhere("candidate_"+name, "candidate_id", rec.id)
	case "attachments":
		for _, attachment := range slices.Collect(c.state.where("attachments", "candidate_id", rec.id)) {
			c.state.removeAttachment(attachment)
		}
	default:
		if slices.Contains(contactColumns, name) {
			values[name] = []any{}
		}
	}
}
