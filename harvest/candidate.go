package harvest

import (
	"context"
	"iter"
	"strings"
	"time"
)

// CandidateID names a candidate.
type CandidateID int64

// Address is a way to reach a person: an e-mail, phone, postal, website or social
// media address. Social media addresses have no type.
type Address struct {
	Value string `json:"value"`
	Type  string `json:"type,omitempty"`
}

// Candidate is a person in Greenhouse, prospects included.
// See https://harvestdocs.greenhouse.io/reference/get_v3-candidates.
type Candidate struct {
	ID            CandidateID `json:"id"`
	FirstName     string      `json:"first_name"`
	LastName      string      `json:"last_name"`
	PreferredName string      `json:"preferred_name"`
	Company       string      `json:"company"`
	Title         string      `json:"title"`
	CreatedAt     time.Time   `json:"created_at"`
	UpdatedAt     time.Time   `json:"updated_at"`
	Private       bool        `json:"private"`
	CanEmail      bool        `json:"can_email"`
	Tags          []string    `json:"tags"`
	Emails        []Address   `json:"email_addresses"`
	Phones        []Address   `json:"phone_numbers"`
	Addresses     []Address   `json:"addresses"`
	Websites      []Address   `json:"website_addresses"`
	SocialMedia   []Address   `json:"social_media_addresses"`
	// CustomFields are all fields the organisation has for candidates, by name key.
	CustomFields map[string]CustomFieldValue `json:"custom_fields"`
	// Message is all there is in the second kind of documented row, which has no id
	// and whose meaning is not documented.
	Message string `json:"message"`
}

func (c Candidate) complete() bool { return c.ID > 0 || c.Message != "" }

// CandidateQuery narrows a list of candidates. The zero query lists everybody.
type CandidateQuery struct {
	IDs          []CandidateID // at most 50
	Email        string        // any of the candidate's addresses, in any case
	Tag          string        // the exact name
	CreatedSince time.Time
	UpdatedSince time.Time // never together with CreatedSince
	PerPage      int       // 1 to 500, zero for Greenhouse's default of 100
	Fields       []string  // the only columns to send, id among them; none for all. V1 always sends all
}

// Candidates lists candidates, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Candidates(ctx context.Context, q CandidateQuery) iter.Seq2[Candidate, error] {
	if c.legacy() {
		return c.v1Candidates(ctx, q)
	}
	return list[Candidate](ctx, c, "list candidates", "candidates", q.filters())
}

func (q CandidateQuery) filters() filters {
	f := newFilters()
	addIDs(&f, "ids", q.IDs)
	f.text("email", q.Email)
	f.text("tag", q.Tag)
	f.since("created_at", q.CreatedSince)
	f.since("updated_at", q.UpdatedSince)
	f.notBoth("created_at", "updated_at")
	f.number("per_page", q.PerPage)
	f.text("fields", strings.Join(q.Fields, ","))
	return f
}

// NewCandidate is a person to create, with one application at most.
// See https://harvestdocs.greenhouse.io/docs/write-endpoint-migration-guide.
type NewCandidate struct {
	FirstName    string             `json:"first_name"`
	LastName     string             `json:"last_name"`
	Company      string             `json:"company,omitempty"`
	Title        string             `json:"title,omitempty"`
	Emails       []Address          `json:"email_addresses,omitempty"`
	Phones       []Address          `json:"phone_numbers,omitempty"`
	Addresses    []Address          `json:"addresses,omitempty"`
	Websites     []Address          `json:"website_addresses,omitempty"`
	SocialMedia  []Address          `json:"social_media_addresses,omitempty"`
	Tags         []string           `json:"tags,omitempty"` // names; whether unknown ones are created is not documented
	CustomFields []CustomFieldInput `json:"custom_fields,omitempty"`
	Private      bool               `json:"is_private,omitempty"`
	Application  *NewApplication    `json:"application,omitempty"`
}

// Validate reports what Greenhouse would refuse as a ValidationError.
func (n NewCandidate) Validate() error {
	const op = "create candidate"
	switch {
	case blank(n.FirstName):
		return invalid(op, "a first name is needed", "first_name")
	case blank(n.LastName):
		return invalid(op, "a last name is needed", "last_name")
	}
	if err := checkCustomFields(op, n.CustomFields); err != nil {
		return err
	}
	if n.Application != nil {
		return n.Application.check(op)
	}
	return nil
}

// CreatedCandidate is the outcome of a create. Application is nil when the answer held
// none: there is none, or the answer was the bare candidate.
type CreatedCandidate struct {
	Candidate   Candidate
	Application *Application
}

// createdRow is the envelope of the answer. Some answers may be the bare candidate instead.
type createdRow struct {
	Candidate   *Candidate   `json:"candidate"`
	Application *Application `json:"application"`
}

// CreateCandidate makes a new person, also when the same one exists already. It
// fails with ErrNoActingUser or any of the package's error types.
func (c *Client) CreateCandidate(ctx context.Context, n NewCandidate) (CreatedCandidate, error) {
	const op = "create candidate"
	if err := n.Validate(); err != nil {
		return CreatedCandidate{}, err
	}
	if c.legacy() {
		return c.v1CreateCandidate(ctx, n)
	}
	n.SocialMedia = untyped(n.SocialMedia)
	body, err := encode(op, n)
	if err != nil {
		return CreatedCandidate{}, err
	}
	return c.sendCandidate(ctx, c.post(op, "candidates", body))
}

// sendCandidate carries out a write of a candidate, whose answer has two forms.
func (c *Client) sendCandidate(ctx context.Context, k call) (CreatedCandidate, error) {
	ans, err := c.do(ctx, k)
	if err != nil {
		return CreatedCandidate{}, err
	}
	var row createdRow
	if err := k.decode(ans, &row); err != nil {
		return CreatedCandidate{}, err
	}
	if row.Candidate == nil {
		row.Candidate = new(Candidate)
		if err := k.decode(ans, row.Candidate); err != nil {
			return CreatedCandidate{}, err
		}
	}
	if row.Candidate.ID <= 0 || row.Application != nil && row.Application.ID <= 0 {
		return CreatedCandidate{}, k.unclear(ans.status, errNoID)
	}
	return CreatedCandidate{Candidate: *row.Candidate, Application: row.Application}, nil
}

// untyped leaves out the type of social media addresses: Harvest refuses keys it does not know. Nil
// stays nil, because a change tells it from an empty list.
func untyped(links []Address) []Address {
	if links == nil {
		return nil
	}
	bare := make([]Address, len(links))
	for i, link := range links {
		bare[i] = Address{Value: link.Value}
	}
	return bare
}
