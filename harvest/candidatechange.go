package harvest

import "context"

// CandidateChange is what to change of a candidate. What is nil stays as it is. A list that is not nil
// replaces the stored one as a whole, and an empty one clears it: to add an address, read the
// candidate, append, write all of them. This holds for custom fields too: a field that is not in the list
// loses its value. In V1 it does not: only the fields in the list change there, and those with a nil value lose it.
type CandidateChange struct {
	FirstName     *string            `json:"first_name,omitempty"`
	LastName      *string            `json:"last_name,omitempty"`
	PreferredName *string            `json:"preferred_name,omitempty"` // empty clears it
	Company       *string            `json:"company,omitempty"`        // empty clears it
	Title         *string            `json:"title,omitempty"`          // empty clears it
	Emails        []Address          `json:"email_addresses,omitzero"`
	Phones        []Address          `json:"phone_numbers,omitzero"`
	Addresses     []Address          `json:"addresses,omitzero"`
	Websites      []Address          `json:"website_addresses,omitzero"`
	SocialMedia   []Address          `json:"social_media_addresses,omitzero"`
	Tags          []string           `json:"tags,omitzero"` // names
	CustomFields  []CustomFieldInput `json:"custom_fields,omitzero"`
	Private       *bool              `json:"is_private,omitempty"`
}

// Validate reports what Greenhouse would refuse as a ValidationError.
func (c CandidateChange) Validate() error {
	const op = "update candidate"
	switch {
	case c.FirstName != nil && blank(*c.FirstName):
		return invalid(op, "a first name is needed", "first_name")
	case c.LastName != nil && blank(*c.LastName):
		return invalid(op, "a last name is needed", "last_name")
	}
	return checkCustomFields(op, c.CustomFields)
}

// UpdateCandidate changes a person and returns how they are now. Between reading a list and writing it
// back somebody else may have changed it: Harvest has no way to notice. It fails with
// ErrNoActingUser or any of the package's error types.
func (c *Client) UpdateCandidate(ctx context.Context, id CandidateID, change CandidateChange) (Candidate, error) {
	if err := change.Validate(); err != nil {
		return Candidate{}, err
	}
	if c.legacy() {
		return c.v1UpdateCandidate(ctx, id, change)
	}
	change.SocialMedia = untyped(change.SocialMedia)
	k, err := c.patch("update candidate", "candidates", int64(id), change)
	if err != nil {
		return Candidate{}, err
	}
	changed, err := c.sendCandidate(ctx, k)
	return changed.Candidate, err
}
