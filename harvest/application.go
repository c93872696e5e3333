package harvest

import (
	"context"
	"iter"
	"time"
)

// ApplicationID names an application.
type ApplicationID int64

// Application is a candidate's bid for one job, or a prospect's place in the pipeline.
// See https://harvestdocs.greenhouse.io/reference/get_v3-applications.
type Application struct {
	ID                ApplicationID `json:"id"`
	CandidateID       CandidateID   `json:"candidate_id"`
	JobID             JobID         `json:"job_id"` // zero for a prospect
	Prospect          bool          `json:"prospect"`
	ProspectiveJobIDs []JobID       `json:"prospective_job_ids"`
	Status            string        `json:"status"` // in_process, rejected, hired or converted
	StageName         string        `json:"stage_name"`
	SourceID          SourceID      `json:"source_id"`
	ReferrerID        int64         `json:"referrer_id"` // a referrer record, not a user
	RecruiterID       UserID        `json:"recruiter_id"`
	CoordinatorID     UserID        `json:"coordinator_id"`
	CreatedAt         time.Time     `json:"created_at"`
	UpdatedAt         time.Time     `json:"updated_at"`
}

func (a Application) complete() bool { return a.ID > 0 && a.CandidateID > 0 }

// ApplicationQuery narrows a list of applications. The zero query lists them all.
type ApplicationQuery struct {
	CandidateIDs []CandidateID // at most 50
	JobIDs       []JobID       // at most 50
	CreatedSince time.Time
}

// Applications lists applications, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Applications(ctx context.Context, q ApplicationQuery) iter.Seq2[Application, error] {
	f := newFilters()
	addIDs(&f, "candidate_ids", q.CandidateIDs)
	addIDs(&f, "job_ids", q.JobIDs)
	f.createdSince(q.CreatedSince)
	return list[Application](ctx, c, "list applications", "applications", f)
}

// NewApplication has two forms: JobID alone makes a candidate on that job, Prospect with
// any number of JobIDs makes a prospect. The other fields fit both.
type NewApplication struct {
	JobID         JobID    `json:"job_id,omitempty"`
	Prospect      bool     `json:"prospect,omitempty"`
	JobIDs        []JobID  `json:"job_ids,omitempty"`
	SourceID      SourceID `json:"source_id,omitempty"`
	ReferrerID    int64    `json:"referrer_id,omitempty"`
	RecruiterID   int64    `json:"recruiter_id,omitempty"`
	CoordinatorID int64    `json:"coordinator_id,omitempty"`
}

// Validate reports, as a ValidationError, an application that is not exactly one of the two forms.
func (n NewApplication) Validate() error { return n.check("create application") }

func (n NewApplication) check(op string) error {
	onJob, asProspect := n.JobID != 0, n.Prospect
	switch {
	case onJob == asProspect:
		return invalid(op, "either a job or prospect is needed, not both", "job_id", "prospect")
	case onJob && len(n.JobIDs) > 0:
		return invalid(op, "several jobs are for prospects only", "job_ids")
	}
	return nil
}

// CreateApplication adds an application to a candidate who exists. It fails
// with ErrNoActingUser or any of the package's error types.
func (c *Client) CreateApplication(ctx context.Context, candidate CandidateID, n NewApplication) (Application, error) {
	if err := n.Validate(); err != nil {
		return Application{}, err
	}
	k, err := c.create("create application", "applications", struct {
		CandidateID CandidateID `json:"candidate_id"`
		NewApplication
	}{candidate, n})
	if err != nil {
		return Application{}, err
	}
	ans, err := c.do(ctx, k)
	if err != nil {
		return Application{}, err
	}
	var made Application
	if err := k.decode(ans, &made); err != nil {
		return Application{}, err
	}
	if made.ID <= 0 {
		return Application{}, k.unclear(ans.status, errNoID)
	}
	return made, nil
}
