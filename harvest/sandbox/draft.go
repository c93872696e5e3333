package sandbox

import (
	"maps"
	"strconv"
)

// applicationDraft is a new application that has passed every check.
type applicationDraft struct {
	values object
	jobs   []int64
	stage  *record // candidates only: where in the job's plan it starts
	pool   object  // prospects only: what goes into prospect_details
}

// Keys that belong to one of the two forms of an application only.
var (
	candidateFormKeys = []string{"job_id", "initial_stage_id"}
	prospectFormKeys  = []string{
		"job_ids", "prospect_pool_id", "prospect_pool_stage_id", "prospect_owner_id",
		"prospective_department_id", "prospective_office_id",
	}
)

// draftApplication checks an application that has the right keys and types. The prefix says where it
// sits in the body.
func (c *call) draftApplication(form object, prefix string) (applicationDraft, *problem) {
	if refusal := invalid(formFindings(form, prefix)...); refusal != nil {
		return applicationDraft{}, refusal
	}
	if refusal := c.permitProspect(form); refusal != nil {
		return applicationDraft{}, refusal
	}
	if refusal := invalid(c.jobFindings(form, prefix)...); refusal != nil {
		return applicationDraft{}, refusal
	}
	values := maps.Clone(form)
	pool, refusal := c.readPool(values, "prospect_pool_stage_id", prefix)
	if refusal != nil {
		return applicationDraft{}, refusal
	}
	if refusal := c.readCustomFields(values, "application", prefix); refusal != nil {
		return applicationDraft{}, refusal
	}
	if flagIn(form, "prospect") {
		return draftProspect(values, pool), nil
	}
	return c.draftCandidate(values), nil
}

// formFindings tells the candidate form (a job) from the prospect form (prospect: true).
func formFindings(form object, prefix string) []fieldError {
	foreign, why := prospectFormKeys, "is only permitted for a prospect"
	if flagIn(form, "prospect") {
		foreign, why = candidateFormKeys, "is not permitted for a prospect"
	} else if _, given := form["job_id"]; !given {
		return []fieldError{{"is required unless prospect is true", prefix + "job_id"}}
	}
	var findings []fieldError
	for _, key := range foreign {
		if _, given := form[key]; given {
			findings = append(findings, fieldError{why, prefix + key})
		}
	}
	return findings
}

// jobFindings refuses jobs that take no applications, and stages of other jobs.
func (c *call) jobFindings(form object, prefix string) []fieldError {
	if flagIn(form, "prospect") {
		var findings []fieldError
		for i, id := range integersIn(listIn(form, "job_ids")) {
			findings = append(findings, c.closedJob(id, prefix+"job_ids["+strconv.Itoa(i)+"]")...)
		}
		return findings
	}
	jobID := numberIn(form, "job_id")
	findings := c.closedJob(jobID, prefix+"job_id")
	stageID := numberIn(form, "initial_stage_id")
	if stageID != 0 && c.state.find("job_interview_stages", stageID).number("job_id") != jobID {
		findings = append(findings, fieldError{"does not belong to the job", prefix + "initial_stage_id"})
	}
	return findings
}

func (c *call) closedJob(id int64, field string) []fieldError {
	job := c.state.find("jobs", id)
	if job.flag("is_template") {
		return []fieldError{{"is a template and takes no applications", field}}
	}
	if job.text("status") != "open" {
		return []fieldError{{"is not open", field}}
	}
	return nil
}

// readPool takes the prospect details out of a body. Writes spell the stage's key in two ways.
func (c *call) readPool(values object, stageKey, prefix string) (object, *problem) {
	pool := object{}
	move := func(from, to string) {
		if value, given := values[from]; given {
			pool[to] = value
			delete(values, from)
		}
	}
	move("prospect_pool_id", "pool_id")
	move(stageKey, "pool_stage_id")
	move("prospect_owner_id", "prospect_owner_id")
	stageID := numberIn(pool, "pool_stage_id")
	if stageID == 0 {
		return pool, nil
	}
	poolID := numberIn(pool, "pool_id")
	if poolID == 0 {
		return nil, invalid(fieldError{"needs prospect_pool_id", prefix + stageKey})
	}
	if c.state.find("prospect_pool_stages", stageID).number("prospect_pool_id") != poolID {
		return nil, invalid(fieldError{"does not belong to the pool", prefix + stageKey})
	}
	return pool, nil
}

func draftProspect(values, pool object) applicationDraft {
	jobs := listIn(values, "job_ids")
	delete(values, "job_ids")
	if len(jobs) > 0 {
		values["prospective_job_ids"] = jobs
		values["job_id"] = jobs[0] // documented as null only for a prospect without a job
	}
	return applicationDraft{values: values, jobs: integersIn(jobs), pool: pool}
}

// draftCandidate puts the application into a stage of its job, the first one unless another is asked for.
func (c *call) draftCandidate(values object) applicationDraft {
	jobID := numberIn(values, "job_id")
	stage := c.state.find("job_interview_stages", numberIn(values, "initial_stage_id"))
	if stage == nil {
		stage = c.state.firstStage(jobID)
	}
	delete(values, "initial_stage_id")
	return applicationDraft{values: values, jobs: []int64{jobID}, stage: stage}
}

func (c *call) storeApplication(candidateID int64, draft applicationDraft) *record {
	draft.values["candidate_id"] = candidateID
	draft.values["last_activity_at"] = c.now
	application := c.state.insert("applications", c.now, draft.values)
	if draft.stage != nil {
		c.enterStage(application, draft.stage)
	}
	if draft.pool != nil {
		draft.pool["application_id"] = application.id
		c.state.insert("prospect_details", c.now, draft.pool)
	}
	c.state.touch(candidateID, c.now)
	return application
}
