package sandbox

import "strconv"

// v1Draft is a new application that has passed every check, with what belongs to it.
type v1Draft struct {
	applicationDraft
	referrer object // name and user_id; nil: none
	files    []v1File
}

func listV1Applications(c *v1Call) (answer, *problem) {
	return c.list(v1List{row: v1ApplicationRow, filters: map[string]filter{
		"created_after": v1Since("created_at"), "created_before": v1Before("created_at"),
		"last_activity_after": v1Since("last_activity_at"),
		"job_id":              v1OnJob(),
		"status": {read: func(value string) (match, error) { // an unknown status finds nothing
			return func(_ *state, rec *record) bool { return v1Status(rec.text("status")) == value }, nil
		}},
	}})
}

// v1OnJob selects the applications of a job, its prospects too.
func v1OnJob() filter {
	return filter{read: func(value string) (match, error) {
		candidates, err := oneID("job_id").read(value)
		if err != nil {
			return nil, err
		}
		prospects, err := oneID("prospective_job_ids").read(value)
		return func(st *state, rec *record) bool { return candidates(st, rec) || prospects(st, rec) }, err
	}}
}

func retrieveV1Application(c *v1Call) (answer, *problem) { return c.retrieve(v1ApplicationRow) }

// v1ApplicationSchema holds the keys of both forms; draftApplication tells them apart.
func v1ApplicationSchema() schema {
	s := applicationSchema()
	delete(s, "created_at") // version 3 only
	delete(s, "referrer_id")
	s["prospect"] = v1Flag()
	s["referrer"] = objectOf(schema{"type": oneOf("id", "email", "outside").must(), "value": anything().must()})
	s["attachments"] = listOf(objectOf(v1AttachmentSchema()))
	s["custom_fields"] = v1FieldsRule()
	return s
}

// v1ProspectSchema is the application of a new prospect, for which fewer keys are documented.
func v1ProspectSchema() schema {
	all, s := v1ApplicationSchema(), schema{}
	for _, key := range []string{"job_ids", "source_id", "referrer", "custom_fields", "attachments"} {
		s[key] = all[key]
	}
	return s
}

// v1Flag is a boolean, which the documentation writes as a text.
func v1Flag() rule {
	return rule{read: func(r *reader, path string, value any) any {
		switch value {
		case true, "true":
			return true
		case false, "false":
			return false
		}
		r.find(path, "must be true or false")
		return false
	}}
}

func addV1Application(c *v1Call) (answer, *problem) {
	candidate, refusal := c.target()
	if refusal != nil {
		return answer{}, refusal
	}
	body, refusal := c.readV1(v1ApplicationSchema())
	if refusal != nil {
		return answer{}, refusal
	}
	draft, refusal := c.draft(body, "")
	if refusal != nil {
		return answer{}, refusal
	}
	if c.behaviour.secondApplication == "refuse" && c.appliedBefore(candidate.id, draft.applicationDraft) {
		return answer{}, refused("Candidate already has an application for this job")
	}
	application := c.storeDraft(candidate.id, draft)
	c.finishLater(application)
	return c.made(application, v1ApplicationRow(c, application), object{"id": application.id})
}

func (c *v1Call) draftAll(forms []any, field string) ([]v1Draft, *problem) {
	var drafts []v1Draft
	for i, item := range forms {
		prefix := field + "."
		if field == "applications" {
			prefix = field + "[" + strconv.Itoa(i) + "]."
		}
		draft, refusal := c.draft(item.(object), prefix)
		if refusal != nil {
			return nil, refusal
		}
		drafts = append(drafts, draft)
	}
	return drafts, nil
}

// draft spells an application as version 3 does and lets that check it. Files come last, so that a
// refusal leaves none behind.
func (c *v1Call) draft(form object, prefix string) (v1Draft, *problem) {
	given, files := form["referrer"], listIn(form, "attachments")
	delete(form, "referrer")
	delete(form, "attachments")
	referrer, findings := c.readReferrer(given, prefix)
	_, wrong := c.takeFields(form, "application", prefix)
	if refusal := invalid(append(findings, wrong...)...); refusal != nil {
		return v1Draft{}, refusal
	}
	checked, refusal := c.draftApplication(form, prefix)
	if refusal != nil {
		return v1Draft{}, refusal
	}
	read, refusal := c.readFiles(files, prefix)
	return v1Draft{checked, referrer, read}, refusal
}

func (c *v1Call) storeDraft(candidateID int64, draft v1Draft) *record {
	if draft.referrer != nil {
		draft.values["referrer_id"] = c.referrerID(draft.referrer)
	}
	application := c.storeApplication(candidateID, draft.applicationDraft)
	for _, each := range draft.files {
		c.storeFile(application, each)
	}
	return application
}

// readReferrer reads who gets the credit: a user by id or address, or the name of somebody outside.
func (c *v1Call) readReferrer(given any, prefix string) (object, []fieldError) {
	written, ok := given.(object)
	if !ok {
		return nil, nil
	}
	name, _ := written["value"].(string)
	if written["type"] == "outside" && name != "" {
		return object{"name": name}, nil
	}
	id, _ := integerOf(written["value"])
	if written["type"] == "email" {
		id = c.state.userByEmail(name)
	}
	user := c.state.find("users", id)
	if user == nil {
		return nil, []fieldError{{"must name a user, or somebody outside", prefix + "referrer"}}
	}
	return object{"name": user.text("name"), "user_id": user.id}, nil
}

// referrerID finds the referrer of a user, or makes one.
func (c *v1Call) referrerID(wanted object) int64 {
	if userID := numberIn(wanted, "user_id"); userID != 0 {
		for held := range c.state.where("referrers", "user_id", userID) {
			return held.id
		}
	}
	return c.state.insert("referrers", c.now, wanted).id
}
