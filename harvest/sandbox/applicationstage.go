package sandbox

import "time"

// applicationStages are the stays of applications in the stages of a job: the history, and where they are now.
func applicationStages() *resource {
	current := func(_ *state, rec *record) any { return rec.time("exited_at").IsZero() }
	return &resource{
		name: "application_stages", thing: "Application stage", firstID: 48211007001,
		columns: `id application_id job_interview_stage_id entered_at exited_at days_in_stage current
			created_at updated_at`,
		computed: map[string]func(*state, *record) any{"current": current, "days_in_stage": daysInStage},
		filters: map[string]filter{
			"application_ids":         ids("application_id"),
			"job_interview_stage_ids": ids("job_interview_stage_id"),
			"current":                 computedFlag(current),
		},
	}
}

func daysInStage(_ *state, rec *record) any {
	end := rec.time("exited_at")
	if end.IsZero() {
		end = wallClock()
	}
	return int64(end.Sub(rec.time("entered_at")) / (24 * time.Hour))
}

// enterStage puts an application into a stage. The stay has an id of its own, which the row shows as stage_id.
func (c *call) enterStage(application, stage *record) {
	c.leaveStage(application)
	stay := c.state.insert("application_stages", c.now, object{
		"application_id": application.id, "job_interview_stage_id": stage.id, "entered_at": c.now,
	})
	application.update(c.now, object{
		"stage_id": stay.id, "stage_name": stage.text("name"), "job_interview_stage_id": stage.id,
	})
}

// leaveStage ends the stay; an application that is closed is in no stage.
func (c *call) leaveStage(application *record) {
	for stay := range c.state.where("application_stages", "application_id", application.id) {
		if stay.time("exited_at").IsZero() {
			stay.update(c.now, object{"exited_at": c.now})
		}
	}
	application.update(c.now, object{"stage_id": nil, "stage_name": nil})
}

// stageAfter is the next step of the same job's plan, or nil.
func (st *state) stageAfter(stage *record) *record {
	var next *record
	for _, each := range st.tables["job_interview_stages"].records {
		later := each.number("job_id") == stage.number("job_id") && each.number("sort_order") > stage.number("sort_order")
		if later && each.flag("active") && (next == nil || each.number("sort_order") < next.number("sort_order")) {
			next = each
		}
	}
	return next
}
