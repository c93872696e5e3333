package sandbox

// jobs are what people are hired for.
func jobs() *resource {
	return &resource{
		name: "jobs", thing: "Job", firstID: 14908273001,
		columns: `id name requisition_id notes status confidential is_template copied_from_id
			department_id office_ids opened_at closed_at created_at updated_at custom_fields`,
		defaults: object{"confidential": false, "is_template": false, "office_ids": []any{}},
		computed: map[string]func(*state, *record) any{
			"custom_fields": func(st *state, rec *record) any { return st.customFieldsOf(rec, "job") },
		},
		filters: map[string]filter{
			"status":                 named("status", words("open", "draft", "closed")),
			"opened_at":              dates("opened_at"),
			"closed_at":              dates("closed_at"),
			"requisition_id":         exactly("requisition_id"),
			"department_id":          oneID("department_id"),
			"office_id":              oneID("office_ids"),
			"confidential":           flagged("confidential"),
			"custom_field_option_id": customOption(),
		},
	}
}

// jobInterviewStages are the steps of each job's plan.
func jobInterviewStages() *resource {
	return &resource{
		name: "job_interview_stages", thing: "Job interview stage", firstID: 47109352001,
		columns:  "id job_id name sort_order active created_at updated_at",
		defaults: object{"active": true},
		filters: map[string]filter{
			"job_ids": ids("job_id"),
			"active":  flagged("active"),
		},
	}
}

// firstStage is where a new application of a job starts.
func (st *state) firstStage(jobID int64) *record {
	for _, stage := range st.tables["job_interview_stages"].records {
		if stage.number("job_id") == jobID && stage.number("sort_order") == 0 {
			return stage
		}
	}
	return nil
}
