package harvest

import (
	"context"
	"iter"
)

// EmploymentID names an employment.
type EmploymentID int64

// Employment is a position a candidate held.
type Employment struct {
	ID          EmploymentID `json:"id"`
	CandidateID CandidateID  `json:"candidate_id"`
	CompanyName string       `json:"company_name"`
	Title       string       `json:"title"`
	StartDate   string       `json:"start_date"` // a day, such as 2019-09-01
	EndDate     string       `json:"end_date"`   // empty for a position still held
}

func (e Employment) complete() bool { return e.ID > 0 }

// EmploymentQuery narrows a list of employments. The zero query lists them all.
type EmploymentQuery struct{ CandidateIDs []CandidateID } // at most 50

// Employments lists employments, newest record first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Employments(ctx context.Context, q EmploymentQuery) iter.Seq2[Employment, error] {
	f := newFilters()
	addIDs(&f, "candidate_ids", q.CandidateIDs)
	return list[Employment](ctx, c, "list employments", "candidate_employments", f)
}

// NewEmployment is a position to add to a candidate. Only the end may be left out.
type NewEmployment struct {
	CandidateID CandidateID `json:"candidate_id"`
	CompanyName string      `json:"company_name"`
	Title       string      `json:"title"`
	StartDate   string      `json:"start_date"` // a day, such as 2019-09-01
	EndDate     string      `json:"end_date,omitempty"`
}

// Validate reports what Greenhouse would refuse as a ValidationError.
func (n NewEmployment) Validate() error {
	const op = "create employment"
	switch {
	case n.CandidateID <= 0:
		return invalid(op, "a candidate is needed", "candidate_id")
	case blank(n.CompanyName):
		return invalid(op, "a company is needed", "company_name")
	case blank(n.Title):
		return invalid(op, "a title is needed", "title")
	case !isDay(n.StartDate):
		return invalid(op, "a start such as 2019-09-01 is needed", "start_date")
	case n.EndDate != "" && !isDay(n.EndDate):
		return invalid(op, "a date looks like 2019-09-01", "end_date")
	}
	return nil
}

// CreateEmployment adds a position, also when the same one is there already; no call can change
// it. It fails with ErrNoActingUser or any of the package's error types.
func (c *Client) CreateEmployment(ctx context.Context, n NewEmployment) (Employment, error) {
	if err := n.Validate(); err != nil {
		return Employment{}, err
	}
	return create[Employment](ctx, c, "create employment", "candidate_employments", n)
}
