package sandbox

import (
	"net/http"
	"slices"
)

// applicationMembers are what happens to an application.
// See https://harvestdocs.greenhouse.io/docs/write-endpoint-migration-guide.
func applicationMembers() map[string]member {
	return map[string]member{
		"move": {http.MethodPost, operation{apply: moveApplication, body: schema{
			"from_stage_id": ref("job_interview_stages").must(),
			"to_stage_id":   ref("job_interview_stages"),
			"to_job_id":     ref("jobs"), "email_from_user_id": ref("users"),
		}}},
		"reject": {http.MethodPost, operation{apply: rejectApplication, body: schema{
			"rejection_reason_id": ref("rejection_reasons").must(),
			"notes":               text(),
			"rejection_email": objectOf(schema{
				"email_template_id": nothing(), "send_email_at": instant(), "email_from_user_id": ref("users"),
			}),
			"custom_fields": customFieldsRule(),
		}}},
		"unreject": {http.MethodPost, operation{apply: unrejectApplication, body: schema{}}},
		"hire": {http.MethodPost, operation{apply: hireApplication, body: schema{
			"start_date": day(), "opening_id": nothing(), "close_reason_id": nothing(),
		}}},
		"convert_to_candidate": {http.MethodPost, operation{apply: convertApplication, body: schema{
			"job_id": ref("jobs").must(), "to_job_interview_stage_id": ref("job_interview_stages"),
		}}},
	}
}

// moveApplication goes to a stage, to another job, or one step on when no target is given.
func moveApplication(c *call, rec *record, body object) (any, *problem) {
	if refusal := inProcess(rec, false); refusal != nil {
		return nil, refusal
	}
	from := rec.number("job_interview_stage_id")
	if numberIn(body, "from_stage_id") != from {
		return nil, invalid(fieldError{"is not the stage the application is in", "from_stage_id"})
	}
	stage, refusal := c.target(rec, body)
	if refusal != nil {
		return nil, refusal
	}
	rec.update(c.now, object{"job_id": stage.number("job_id")})
	c.enterStage(rec, stage)
	c.touchApplication(rec)
	return nil, nil
}

// target is the stage that a move leads to.
func (c *call) target(rec *record, body object) (*record, *problem) {
	jobID, toJob := numberIn(body, "to_job_id"), numberIn(body, "to_job_id") != 0
	if toJob {
		if refusal := invalid(c.closedJob(jobID, "to_job_id")...); refusal != nil {
			return nil, refusal
		}
	} else {
		jobID = rec.number("job_id")
	}
	if stage := c.state.find("job_interview_stages", numberIn(body, "to_stage_id")); stage != nil {
		if stage.number("job_id") != jobID {
			return nil, invalid(fieldError{"does not belong to the job", "to_stage_id"})
		}
		return stage, nil
	}
	if toJob {
		return c.state.firstStage(jobID), nil
	}
	next := c.state.stageAfter(c.state.find("job_interview_stages", rec.number("job_interview_stage_id")))
	if next == nil {
		return nil, refused("Application is in the last stage")
	}
	return next, nil
}

func hireApplication(c *call, rec *record, _ object) (any, *problem) {
	if refusal := inProcess(rec, false); refusal != nil {
		return nil, refusal
	}
	c.close(rec, object{"status": "hired"})
	return nil, nil
}

// convertApplication makes a new application of a prospect's, which stays behind as converted.
func convertApplication(c *call, rec *record, body object) (any, *problem) {
	if refusal := inProcess(rec, true); refusal != nil {
		return nil, refusal
	}
	jobID := numberIn(body, "job_id")
	findings := c.closedJob(jobID, "job_id")
	stage := c.state.find("job_interview_stages", numberIn(body, "to_job_interview_stage_id"))
	if stage == nil {
		stage = c.state.firstStage(jobID)
	}
	if stage.number("job_id") != jobID {
		findings = append(findings, fieldError{"does not belong to the job", "to_job_interview_stage_id"})
	}
	if refusal := invalid(findings...); refusal != nil {
		return nil, refusal
	}
	values := object{"job_id": jobID}
	for _, column := range []string{"source_id", "referrer_id", "recruiter_id", "coordinator_id"} {
		values[column] = rec.values[column]
	}
	c.close(rec, object{"status": "converted"})
	made := c.storeApplication(rec.number("candidate_id"), applicationDraft{values: values, stage: stage})
	return c.kind.row(c.state, made), nil
}

// inProcess refuses what is closed, and what is not a prospect's or just that.
func inProcess(rec *record, prospect bool) *problem {
	switch {
	case rec.text("status") != "in_process":
		return refused("Application is not in process")
	case prospect && !rec.flag("prospect"):
		return refused("Application is not a prospect's")
	case !prospect && rec.flag("prospect"):
		return refused("A prospect has no stages; convert it first")
	}
	return nil
}

// close ends an application with the status given.
func (c *call) close(rec *record, values object) {
	c.leaveStage(rec)
	rec.update(c.now, values)
	c.touchApplication(rec)
}

func (c *call) touchApplication(rec *record) {
	rec.update(c.now, object{"last_activity_at": c.now})
	c.state.touch(rec.number("candidate_id"), c.now)
}

func destroyApplication(c *call, rec *record) *problem {
	c.state.removeApplication(rec.id)
	return nil
}

// removeApplication removes an application with all that hangs on it; notes belong to the person and stay.
func (st *state) removeApplication(id int64) {
	for _, attachment := range slices.Collect(st.where("attachments", "application_id", id)) {
		st.removeAttachment(attachment)
	}
	for _, name := range []string{"application_stages", "prospect_details", "rejection_details"} {
		st.removeWhere(name, "application_id", id)
	}
	st.remove("applications", id)
}
