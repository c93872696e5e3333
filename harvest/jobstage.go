package harvest

import (
	"context"
	"iter"
)

// StageID names a stage of a job's plan. An application's own passage through
// it has another id, which Greenhouse calls stage_id and this package does not use.
type StageID int64

// JobInterviewStage is one step of a job's interview plan.
type JobInterviewStage struct {
	ID        StageID `json:"id"`
	JobID     JobID   `json:"job_id"`
	Name      string  `json:"name"`
	SortOrder int     `json:"sort_order"` // zero is the review of applications
	Active    bool    `json:"active"`
}

func (s JobInterviewStage) complete() bool { return s.ID > 0 }

// JobInterviewStageQuery narrows a list of stages. The zero query lists those of all jobs.
type JobInterviewStageQuery struct {
	JobIDs []JobID // at most 50
	Active bool    // the active ones only
}

// JobInterviewStages lists stages, newest record first: sort by SortOrder to get the steps in their order. One
// error ends the list: any of the package's but AmbiguousError.
func (c *Client) JobInterviewStages(ctx context.Context, q JobInterviewStageQuery) iter.Seq2[JobInterviewStage, error] {
	f := newFilters()
	addIDs(&f, "job_ids", q.JobIDs)
	f.flag("active", q.Active)
	return list[JobInterviewStage](ctx, c, "list job interview stages", "job_interview_stages", f)
}
