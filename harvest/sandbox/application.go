package sandbox

const applicationColumns = `id candidate_id job_id prospect prospective_job_ids status stage_id stage_name
	job_interview_stage_id source_id referrer_id recruiter_id coordinator_id job_post_id agency_note_id
	needs_decision location_address answers custom_fields created_at updated_at rejected_at last_activity_at`

// applications tie a person to a job, or hold a prospect.
func applications() *resource {
	return &resource{
		name: "applications", thing: "Application", firstID: 25420933001,
		columns: applicationColumns,
		defaults: object{
			"prospect": false, "prospective_job_ids": []any{}, "status": "in_process",
			"needs_decision": false, "answers": []any{},
		},
		computed: map[string]func(*state, *record) any{
			"custom_fields": func(st *state, rec *record) any { return st.customFieldsOf(rec, "application") },
		},
		filters: map[string]filter{
			"candidate_ids":           ids("candidate_id"),
			"job_ids":                 ids("job_id"),
			"prospective_job_ids":     ids("prospective_job_ids"),
			"job_post_ids":            ids("job_post_id"),
			"source_ids":              ids("source_id"),
			"referrer_ids":            ids("referrer_id"),
			"stage_ids":               ids("stage_id"),
			"job_interview_stage_ids": ids("job_interview_stage_id"),
			"stage_name":              exactly("stage_name"),
			"status":                  named("status", applicationStatuses()),
			"prospect":                flagged("prospect"),
			"last_activity_at":        dates("last_activity_at"),
			"custom_field_option_id":  customOption(),
		},
		create:  &operation{body: newApplicationSchema(), apply: createApplication},
		update:  &operation{body: applicationPatchSchema(), apply: updateApplication},
		destroy: destroyApplication,
		members: applicationMembers(),
	}
}

// applicationStatuses maps what a filter says to what rows carry: active is read as in_process.
func applicationStatuses() map[string]string {
	statuses := words("rejected", "hired", "converted")
	statuses["active"] = "in_process"
	return statuses
}

// applicationSchema holds the keys of both forms; draftApplication tells them apart.
func applicationSchema() schema {
	return schema{
		"job_id": ref("jobs"), "initial_stage_id": ref("job_interview_stages"),
		"prospect": only(true), "job_ids": listOf(ref("jobs")),
		"prospect_pool_id": ref("prospect_pools"), "prospect_pool_stage_id": ref("prospect_pool_stages"),
		"prospect_owner_id":         ref("users"),
		"prospective_department_id": nothing(), "prospective_office_id": nothing(),
		"source_id": ref("sources"), "referrer_id": ref("referrers"),
		"recruiter_id": ref("users"), "coordinator_id": ref("users"),
		"created_at": instant(), "custom_fields": customFieldsRule(),
	}
}

func newApplicationSchema() schema {
	s := applicationSchema()
	s["candidate_id"] = ref("candidates").must()
	return s
}

func applicationPatchSchema() schema {
	return schema{
		"source_id": ref("sources"), "referrer_id": ref("referrers"),
		"recruiter_id": ref("users"), "coordinator_id": ref("users"),
		"prospect_pool_id": ref("prospect_pools"), "prospect_stage_id": ref("prospect_pool_stages"),
		"rejected_at": instant(), "created_at": instant(), "custom_fields": customFieldsRule(),
	}
}

func createApplication(c *call, _ *record, body object) (any, *problem) {
	candidateID := numberIn(body, "candidate_id")
	draft, refusal := c.draftApplication(body, "")
	if refusal != nil {
		return nil, refusal
	}
	if c.behaviour.secondApplication == "refuse" && c.appliedBefore(candidateID, draft) {
		return nil, refused("Candidate already has an application for this job")
	}
	return c.kind.row(c.state, c.storeApplication(candidateID, draft)), nil
}

func (c *call) appliedBefore(candidateID int64, draft applicationDraft) bool {
	for earlier := range c.state.where("applications", "candidate_id", candidateID) {
		if overlap(draft.jobs, append(earlier.numbers("prospective_job_ids"), earlier.number("job_id"))) {
			return true
		}
	}
	return false
}

func updateApplication(c *call, rec *record, body object) (any, *problem) {
	if _, given := body["rejected_at"]; given && rec.text("status") != "rejected" {
		return nil, invalid(fieldError{"can only be set on a rejected application", "rejected_at"})
	}
	pool, refusal := c.readPool(body, "prospect_stage_id", "")
	if refusal != nil {
		return nil, refusal
	}
	if len(pool) > 0 && !rec.flag("prospect") {
		return nil, invalid(fieldError{"is only permitted for a prospect", "prospect_pool_id"})
	}
	if refusal := c.readCustomFields(body, "application", ""); refusal != nil {
		return nil, refusal
	}
	for detail := range c.state.where("prospect_details", "application_id", rec.id) {
		detail.update(c.now, pool)
	}
	rec.update(c.now, body)
	return c.kind.row(c.state, rec), nil
}
