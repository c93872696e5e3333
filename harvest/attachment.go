package harvest

import (
	"context"
	"encoding/base64"
	"iter"
	"time"
)

// AttachmentID names an attachment. V1 has none: it is then made up from the candidate and the file name, so that
// it is the same whenever that file is read.
type AttachmentID int64

// Attachment is a file on an application. Its signed address is left out: whoever has it can read the file.
type Attachment struct {
	ID            AttachmentID  `json:"id"`
	ApplicationID ApplicationID `json:"application_id"`
	CandidateID   CandidateID   `json:"candidate_id"`
	Filename      string        `json:"filename"`
	Type          string        `json:"type"` // resume, cover_letter, other and more
	CreatedAt     time.Time     `json:"created_at"`
}

func (a Attachment) complete() bool { return a.ID > 0 }

// AttachmentQuery narrows a list of attachments. The zero query lists them all.
type AttachmentQuery struct {
	ApplicationIDs []ApplicationID // at most 50
	CandidateIDs   []CandidateID   // at most 50
}

// Attachments lists attachments, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Attachments(ctx context.Context, q AttachmentQuery) iter.Seq2[Attachment, error] {
	if c.legacy() {
		return c.v1Attachments(ctx, q)
	}
	f := newFilters()
	addIDs(&f, "application_ids", q.ApplicationIDs)
	addIDs(&f, "candidate_ids", q.CandidateIDs)
	return list[Attachment](ctx, c, "list attachments", "attachments", f)
}

// NewAttachment is a file to add to an application; a candidate without one cannot have any.
// See https://harvestdocs.greenhouse.io/reference/post_v3-attachments.
type NewAttachment struct {
	ApplicationID ApplicationID `json:"application_id"`
	CandidateID   CandidateID   `json:"-"` // needed in V1, which has files of people only; not used in V3
	Filename      string        `json:"filename"`
	Type          string        `json:"type"`                 // resume, cover_letter, other and more
	Visibility    string        `json:"visibility,omitempty"` // public, admin_only or private; empty for the type's default
	Content       []byte        `json:"-"`
}

// Validate reports what Greenhouse would refuse as a ValidationError.
func (n NewAttachment) Validate() error {
	const op = "create attachment"
	switch {
	case n.ApplicationID <= 0:
		return invalid(op, "an application is needed", "application_id")
	case blank(n.Filename):
		return invalid(op, "a file name is needed", "filename")
	case n.Type == "":
		return invalid(op, "a type is needed", "type")
	case len(n.Content) == 0:
		return invalid(op, "the file is empty", "content")
	}
	return nil
}

// withContent writes the body by hand around the content: a file is large, and the encoder would hold several copies of it.
func withContent(op string, record any, content []byte) ([]byte, error) {
	const opening, closing = `,"content":"`, `"}`
	head, err := encode(op, record)
	if err != nil {
		return nil, err
	}
	head = head[:len(head)-len("}")]
	size := len(head) + len(opening) + base64.StdEncoding.EncodedLen(len(content)) + len(closing)
	body := append(make([]byte, 0, size), head...)
	body = append(body, opening...)
	body = base64.StdEncoding.AppendEncode(body, content)
	return append(body, closing...), nil
}

// CreateAttachment uploads a file, also when the same one is there already. A new resume or
// cover letter turns the one before into an attachment of type other. It fails with
// ErrNoActingUser or any of the package's error types.
func (c *Client) CreateAttachment(ctx context.Context, n NewAttachment) (Attachment, error) {
	const op = "create attachment"
	if err := n.Validate(); err != nil {
		return Attachment{}, err
	}
	if c.legacy() {
		return c.v1CreateAttachment(ctx, n)
	}
	body, err := withContent(op, n, n.Content)
	if err != nil {
		return Attachment{}, err
	}
	return send[Attachment](ctx, c, c.post(op, "attachments", body))
}
