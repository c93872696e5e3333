package harvest

import (
	"context"
	"iter"
)

// JobID names a job.
type JobID int64

// Job is an opening that people apply to.
type Job struct {
	ID            JobID  `json:"id"`
	Name          string `json:"name"`
	RequisitionID string `json:"requisition_id"`
	Status        string `json:"status"` // open, draft or closed
	Confidential  bool   `json:"confidential"`
	IsTemplate    bool   `json:"is_template"` // a template takes no applications
}

func (j Job) complete() bool { return j.ID > 0 }

// JobQuery narrows a list of jobs. The zero query lists them all.
type JobQuery struct {
	IDs    []JobID // at most 50
	Status string  // open, draft or closed
}

// Jobs lists jobs, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Jobs(ctx context.Context, q JobQuery) iter.Seq2[Job, error] {
	if c.legacy() {
		return c.v1Jobs(ctx, q)
	}
	f := newFilters()
	addIDs(&f, "ids", q.IDs)
	f.text("status", q.Status)
	return list[Job](ctx, c, "list jobs", "jobs", f)
}
