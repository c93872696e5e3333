package harvest

import (
	"context"
	"iter"
	"net/http"
	"slices"
)

// Legacy dialect: people.

func (c *Client) v1Candidates(ctx context.Context, q CandidateQuery) iter.Seq2[Candidate, error] {
	return spread(c.v1People(ctx, "list candidates", q), func(r v1Candidate) ([]Candidate, error) {
		return []Candidate{r.candidate()}, nil
	})
}

// v1People lists people with all that their rows hold, for the operation op.
func (c *Client) v1People(ctx context.Context, op string, q CandidateQuery) iter.Seq2[v1Candidate, error] {
	if q.Tag != "" {
		return failed[v1Candidate](notInDialect(op, "tag"))
	}
	f := newFilters()
	addIDs(&f, "candidate_ids", q.IDs)
	f.text("email", q.Email)
	f.notBoth("candidate_ids", "email") // version 1 would leave the ids out of account
	f.after("created_after", q.CreatedSince)
	f.after("updated_after", q.UpdatedSince)
	f.notBoth("created_after", "updated_after")
	if len(q.IDs) == 1 && len(f.values) == 1 {
		return v1Records[v1Candidate](ctx, c, op, "candidates", q.IDs)
	}
	f.number("per_page", q.PerPage)
	if err := f.check(op); err != nil {
		return failed[v1Candidate](err)
	}
	if len(q.IDs) > 0 {
		return v1List[v1Candidate](ctx, c, c.v1Read(op, f, "candidates"))
	}
	return v1All[v1Candidate](ctx, c, op, "candidates", f)
}

// v1NewCandidate is the body of both creates. What it names anew hides what the other dialect has under that name.
type v1NewCandidate struct {
	NewCandidate
	CustomFields []v1FieldInput   `json:"custom_fields,omitempty"`
	Applications []NewApplication `json:"applications,omitempty"` // of a candidate
	Application  *NewApplication  `json:"application,omitempty"`  // of a prospect
	Recruiter    *v1User          `json:"recruiter,omitempty"`
	Coordinator  *v1User          `json:"coordinator,omitempty"`
}

type v1User struct {
	ID UserID `json:"id"`
}

func namedV1User(id UserID) *v1User {
	if id == 0 {
		return nil
	}
	return &v1User{id}
}

// v1CreateCandidate makes a candidate or a prospect: version 1 has a create for each. Neither makes a person with
// no application at all.
func (c *Client) v1CreateCandidate(ctx context.Context, n NewCandidate) (CreatedCandidate, error) {
	if n.Application == nil {
		return CreatedCandidate{}, notInDialect("create candidate", "a person without an application")
	}
	op, path, body := "create candidate", "candidates", v1Person(n)
	if n.Application.Prospect {
		op, path = "create prospect", "prospects"
	}
	if part := n.Application.notInV1(); part != "" {
		return CreatedCandidate{}, notInDialect(op, part)
	}
	if n.Application.Prospect && n.Application.pooled() {
		return CreatedCandidate{}, notInDialect(op, "pool and owner")
	}
	raw, err := encode(op, body)
	if err != nil {
		return CreatedCandidate{}, err
	}
	row, err := c.v1SendCandidate(ctx, c.v1Write(op, http.MethodPost, raw, path))
	if err != nil {
		return CreatedCandidate{}, err
	}
	return row.created(*n.Application), nil
}

// v1Person writes a person down. What the application of a new prospect cannot hold goes to the person.
func v1Person(n NewCandidate) v1NewCandidate {
	asked, body := *n.Application, v1NewCandidate{NewCandidate: n}
	body.SocialMedia = untyped(n.SocialMedia)
	body.CustomFields = v1Fields(withValue(n.CustomFields))
	if !asked.Prospect {
		body.Applications = []NewApplication{asked}
		return body
	}
	body.Application = &NewApplication{JobIDs: asked.JobIDs, SourceID: asked.SourceID}
	body.Recruiter, body.Coordinator = namedV1User(asked.RecruiterID), namedV1User(asked.CoordinatorID)
	return body
}

// v1SendCandidate carries out a write of a person.
func (c *Client) v1SendCandidate(ctx context.Context, k call) (v1Candidate, error) {
	var none, row v1Candidate
	ans, err := c.do(ctx, k)
	if err != nil {
		return none, err
	}
	ans.body = unwrapped(ans.body)
	if err := k.decodeRecord(ans, &row); err != nil {
		return none, err
	}
	if !row.complete() {
		return none, k.unclear(ans.status, errNoID)
	}
	return row, nil
}

// created has no application when the answer names none. Of several, which only a merge can explain, it is the latest.
func (r v1Candidate) created(asked NewApplication) CreatedCandidate {
	made := CreatedCandidate{Candidate: r.candidate()}
	var latest v1Application
	for _, id := range r.ApplicationIDs {
		latest.ID = max(latest.ID, id)
	}
	for _, a := range r.Applications {
		if a.ID >= latest.ID {
			latest = a
		}
	}
	if latest.ID > 0 {
		application := latest.made(r.ID, asked)
		made.Application = &application
	}
	return made
}

func (c *Client) v1UpdateCandidate(ctx context.Context, id CandidateID, change CandidateChange) (Candidate, error) {
	const op = "update candidate"
	if change.PreferredName != nil {
		return Candidate{}, notInDialect(op, "preferred name")
	}
	change.SocialMedia = untyped(change.SocialMedia)
	body, err := encodeChange(op, struct {
		CandidateChange
		CustomFields []v1FieldInput `json:"custom_fields,omitempty"`
	}{change, v1Fields(change.CustomFields)})
	if err != nil {
		return Candidate{}, err
	}
	row, err := c.v1SendCandidate(ctx, c.v1Write(op, http.MethodPatch, body, "candidates", v1ID(id)))
	return row.candidate(), err
}

// v1FieldInput is a value of one field. The fields that are not named keep theirs.
type v1FieldInput struct {
	ID      int64  `json:"id,omitempty"`
	NameKey string `json:"name_key,omitempty"`
	Value   any    `json:"value,omitempty"`        // version 1 refuses null
	Delete  string `json:"delete_value,omitempty"` // "true" instead of a value, a text
}

func v1Fields(inputs []CustomFieldInput) []v1FieldInput {
	var fields []v1FieldInput
	for _, input := range inputs {
		field := v1FieldInput{ID: input.FieldID, NameKey: input.NameKey, Value: input.Value}
		if input.Value == nil {
			field.Delete = "true"
		}
		fields = append(fields, field)
	}
	return fields
}

// withValue leaves out the fields that a new person has no value of anyway.
func withValue(inputs []CustomFieldInput) []CustomFieldInput {
	return slices.DeleteFunc(slices.Clone(inputs), func(i CustomFieldInput) bool { return i.Value == nil })
}
