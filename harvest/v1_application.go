package harvest

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"time"
)

// Legacy dialect: applications. They are read from the rows of people, because the list of applications needs a
// permission that keys of version 1 were not asked for.

func (c *Client) v1Applications(ctx context.Context, q ApplicationQuery) iter.Seq2[Application, error] {
	const op = "list applications"
	people := c.v1People(ctx, op, CandidateQuery{IDs: q.CandidateIDs})
	all := spread(people, func(r v1Candidate) ([]Application, error) {
		shown, err := r.applications()
		if err != nil {
			return nil, &UnavailableError{Op: op, Err: err}
		}
		return shown, nil
	})
	return kept(all, q.matches)
}

// matches does what the filters of the other dialect do, the one by person aside.
func (q ApplicationQuery) matches(a Application) bool {
	jobs := append(slices.Clone(a.ProspectiveJobIDs), a.JobID)
	onJob := func(id JobID) bool { return slices.Contains(jobs, id) }
	switch {
	case len(q.JobIDs) > 0 && !slices.ContainsFunc(q.JobIDs, onJob):
		return false
	case len(q.SourceIDs) > 0 && !slices.Contains(q.SourceIDs, a.SourceID):
		return false
	}
	return !a.CreatedAt.Before(q.CreatedSince.Truncate(time.Second))
}

func (c *Client) v1CreateApplication(ctx context.Context, candidate CandidateID, n NewApplication) (Application, error) {
	const op = "create application"
	if part := n.notInV1(); part != "" {
		return Application{}, notInDialect(op, part)
	}
	asked := struct {
		NewApplication
		Prospect string `json:"prospect,omitempty"` // a text in version 1
	}{NewApplication: n}
	if n.Prospect {
		asked.Prospect = "true"
	}
	body, err := encode(op, asked)
	if err != nil {
		return Application{}, err
	}
	k := c.v1Write(op, http.MethodPost, body, "candidates", v1ID(candidate), "applications")
	row, err := send[v1Application](ctx, c, k)
	if err != nil {
		return Application{}, err
	}
	return row.made(candidate, n), nil
}

// notInV1 names the part of an application that version 1 does not take in this form, empty when there is none.
// Its referrers are named otherwise.
func (n NewApplication) notInV1() string {
	if n.ReferrerID != 0 {
		return "referrer"
	}
	return ""
}
