package sandbox

// rejectionReasons lists the organisation's own reasons, and the built-in ones when asked. It is one of
// the few collections of which one record can be read by its address.
func rejectionReasons() *resource {
	return &resource{
		name: "rejection_reasons", thing: "Rejection reason", firstID: 29033871001,
		columns: "id name type created_at updated_at",
		filters: map[string]filter{
			"include_defaults": truth(func(rec *record, want bool) bool { return want || !rec.flag("builtin") }),
		},
		assumed: map[string]string{"include_defaults": "false"},
		single:  true,
	}
}

// rejectionDetails tell why and by whom an application was rejected. Rows have no id of their own.
func rejectionDetails() *resource {
	return &resource{
		name: "rejection_details", thing: "Rejection detail", firstID: 49870552001,
		columns: `application_id rejection_reason_id rejected_at rejected_by_id rejection_note_id
			question_custom_fields created_at updated_at`,
		computed: map[string]func(*state, *record) any{
			"question_custom_fields": func(st *state, rec *record) any { return st.customFieldsOf(rec, "rejection_question") },
		},
		filters: map[string]filter{
			"application_ids":      ids("application_id"),
			"rejection_reason_ids": ids("rejection_reason_id"),
		},
	}
}

func rejectApplication(c *call, rec *record, body object) (any, *problem) {
	if rec.text("status") != "in_process" {
		return nil, refused("Application is not in process")
	}
	if refusal := c.readCustomFields(body, "rejection_question", ""); refusal != nil {
		return nil, refusal
	}
	detail := object{
		"application_id": rec.id, "rejection_reason_id": body["rejection_reason_id"],
		"rejected_at": c.now, "rejected_by_id": c.user.id, "custom_fields": body["custom_fields"],
	}
	if notes := textIn(body, "notes"); notes != "" {
		detail["rejection_note_id"] = c.rejectionNote(rec, notes)
	}
	c.state.insert("rejection_details", c.now, detail)
	c.close(rec, object{"status": "rejected", "rejected_at": c.now})
	return nil, nil
}

func (c *call) rejectionNote(rec *record, body string) int64 {
	return c.state.insert("notes", c.now, object{
		"candidate_id": rec.number("candidate_id"), "application_id": rec.id, "user_id": c.user.id,
		"type": "NOTE", "visibility": readVisibility["public"], "body": body,
	}).id
}

// unrejectApplication returns to the stage that the application was in.
func unrejectApplication(c *call, rec *record, _ object) (any, *problem) {
	if rec.text("status") != "rejected" {
		return nil, refused("Application is not rejected")
	}
	c.state.removeWhere("rejection_details", "application_id", rec.id)
	rec.update(c.now, object{"status": "in_process", "rejected_at": nil})
	if stage := c.state.find("job_interview_stages", rec.number("job_interview_stage_id")); stage != nil {
		c.enterStage(rec, stage)
	}
	c.touchApplication(rec)
	return nil, nil
}
