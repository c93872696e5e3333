package harvest

import (
	"context"
	"iter"
	"time"
)

// EducationID names an education.
type EducationID int64

// Education is a school a candidate attended. School, degree and discipline are options of
// the organisation's lists, never free text; see CustomFieldOptions.
type Education struct {
	ID           EducationID `json:"id"`
	CandidateID  CandidateID `json:"candidate_id"`
	SchoolID     OptionID    `json:"school_name_custom_field_option_id"`
	DegreeID     OptionID    `json:"degree_custom_field_option_id"`
	DisciplineID OptionID    `json:"discipline_custom_field_option_id"`
	StartAt      time.Time   `json:"start_at"` // midnight UTC of the day that was written
	EndAt        time.Time   `json:"end_at"`
}

func (e Education) complete() bool { return e.ID > 0 }

// EducationQuery narrows a list of educations. The zero query lists them all.
type EducationQuery struct{ CandidateIDs []CandidateID } // at most 50

// Educations lists educations, newest record first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Educations(ctx context.Context, q EducationQuery) iter.Seq2[Education, error] {
	f := newFilters()
	addIDs(&f, "candidate_ids", q.CandidateIDs)
	return list[Education](ctx, c, "list educations", "candidate_educations", f)
}

// NewEducation is an education to add to a candidate. All but the candidate may be left out.
type NewEducation struct {
	CandidateID  CandidateID `json:"candidate_id"`
	SchoolID     OptionID    `json:"school_name_custom_field_option_id,omitempty"`
	DegreeID     OptionID    `json:"degree_custom_field_option_id,omitempty"`
	DisciplineID OptionID    `json:"discipline_custom_field_option_id,omitempty"`
	StartDate    string      `json:"start_date,omitempty"` // a day, such as 2019-09-01
	EndDate      string      `json:"end_date,omitempty"`
}

// Validate reports what Greenhouse would refuse as a ValidationError.
func (n NewEducation) Validate() error {
	const op = "create education"
	switch {
	case n.CandidateID <= 0:
		return invalid(op, "a candidate is needed", "candidate_id")
	case n.StartDate != "" && !isDay(n.StartDate):
		return invalid(op, "a date looks like 2019-09-01", "start_date")
	case n.EndDate != "" && !isDay(n.EndDate):
		return invalid(op, "a date looks like 2019-09-01", "end_date")
	}
	return nil
}

// CreateEducation adds an education, also when the same one is there already; no call can change
// it. It fails with ErrNoActingUser or any of the package's error types.
func (c *Client) CreateEducation(ctx context.Context, n NewEducation) (Education, error) {
	if err := n.Validate(); err != nil {
		return Education{}, err
	}
	return create[Education](ctx, c, "create education", "candidate_educations", n)
}
