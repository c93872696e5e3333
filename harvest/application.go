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
	StageID           StageID       `json:"job_interview_stage_id"` // zero for a prospect; observed, not documented
	SourceID          SourceID      `json:"source_id"`
	ReferrerID        ReferrerID    `json:"referrer_id"`
	RecruiterID       UserID        `json:"recruiter_id"`
	CoordinatorID     UserID        `json:"coordinator_id"`
	CreatedAt         time.Time     `json:"created_at"`
	UpdatedAt         time.Time     `json:"updated_at"`
}

func (a Application) complete() bool { return a.ID > 0 && a.CandidateID > 0 }

// ApplicationQuery narrows a list of applications. The zero query lists them all.
type ApplicationQuery struct {
	IDs          []ApplicationID // at most 50
	CandidateIDs []CandidateID   // at most 50
	JobIDs       []JobID         // at most 50
	SourceIDs    []SourceID      // at most 50
	CreatedSince time.Time
}

// Applications lists applications, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Applications(ctx context.Context, q ApplicationQuery) iter.Seq2[Application, error] {
	if c.legacy() {
		return c.v1Applications(ctx, q)
	}
	f := newFilters()
	addIDs(&f, "ids", q.IDs)
	addIDs(&f, "candidate_ids", q.CandidateIDs)
	addIDs(&f, "job_ids", q.JobIDs)
	addIDs(&f, "source_ids", q.SourceIDs)
	f.since("created_at", q.CreatedSince)
	return list[Application](ctx, c, "list applications", "applications", f)
}

// NewApplication has two forms: JobID alone makes a candidate on that job, Prospect with
// any number of JobIDs makes a prospect. InitialStageID is for the first form, pool and
// owner are for the second, the rest fits both.
type NewApplication struct {
	JobID               JobID       `json:"job_id,omitempty"`
	InitialStageID      StageID     `json:"initial_stage_id,omitempty"` // zero for the job's first stage
	Prospect            bool        `json:"prospect,omitempty"`
	JobIDs              []JobID     `json:"job_ids,omitempty"`
	ProspectPoolID      PoolID      `json:"prospect_pool_id,omitempty"`
	ProspectPoolStageID PoolStageID `json:"prospect_pool_stage_id,omitempty"`
	ProspectOwnerID     UserID      `json:"prospect_owner_id,omitempty"`
	SourceID            SourceID    `json:"source_id,omitempty"`
	ReferrerID          ReferrerID  `json:"referrer_id,omitempty"`
	RecruiterID         UserID      `json:"recruiter_id,omitempty"`
	CoordinatorID       UserID      `json:"coordinator_id,omitempty"`
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
	case onJob && n.pooled():
		return invalid(op, "pool and owner are for prospects only", "prospect_pool_id", "prospect_pool_stage_id", "prospect_owner_id")
	case asProspect && n.InitialStageID != 0:
		return invalid(op, "a prospect is in no stage of a job", "initial_stage_id")
	}
	return nil
}

func (n NewApplication) pooled() bool {
	return n.ProspectPoolID != 0 || n.ProspectPoolStageID != 0 || n.ProspectOwnerID != 0
}

// CreateApplication adds an application to a candidate who exists. It fails
// with ErrNoActingUser or any of the package's error types.
func (c *Client) CreateApplication(ctx context.Context, candidate CandidateID, n NewApplication) (Application, error) {
	if err := n.Validate(); err != nil {
		return Application{}, err
	}
	if c.legacy() {
		return c.v1CreateApplication(ctx, candidate, n)
	}
	return create[Application](ctx, c, "create application", "applications", struct {
		CandidateID CandidateID `json:"candidate_id"`
		NewApplication
	}{candidate, n})
}
