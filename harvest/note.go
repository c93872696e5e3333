package harvest

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"time"
)

// NoteID names a note.
type NoteID int64

// Note is an entry of a candidate's activity feed.
type Note struct {
	ID            NoteID        `json:"id"`
	CandidateID   CandidateID   `json:"candidate_id"`
	ApplicationID ApplicationID `json:"application_id"` // zero for a note about the person
	UserID        UserID        `json:"user_id"`        // the author
	Type          string        `json:"type"`           // NOTE, ACTIVITY, EMAIL and more
	Visibility    string        `json:"visibility"`     // as NewNote has it
	Body          string        `json:"body"`
	CreatedAt     time.Time     `json:"created_at"`
}

func (n Note) complete() bool { return n.ID > 0 }

// writtenVisibility is how a visibility is written, by how Harvest shows it.
var writtenVisibility = map[string]string{
	"admin_only_visible": "admin_only",
	"privately_visible":  "private",
	"publicly_visible":   "public",
}

// UnmarshalJSON gives the visibility in the words it is written with, so that a note can be compared with what was sent.
func (n *Note) UnmarshalJSON(raw []byte) error {
	type plain Note
	if err := json.Unmarshal(raw, (*plain)(n)); err != nil {
		return err
	}
	if written, known := writtenVisibility[n.Visibility]; known {
		n.Visibility = written
	}
	return nil
}

// NoteQuery narrows a list of notes. The zero query lists them all.
type NoteQuery struct{ CandidateIDs []CandidateID } // at most 50

// Notes lists notes, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) Notes(ctx context.Context, q NoteQuery) iter.Seq2[Note, error] {
	f := newFilters()
	addIDs(&f, "candidate_ids", q.CandidateIDs)
	return list[Note](ctx, c, "list notes", "notes", f)
}

// NewNote is a note to write about a candidate.
type NewNote struct {
	CandidateID CandidateID `json:"candidate_id"`
	Body        string      `json:"body"`
	Visibility  string      `json:"visibility"`        // admin_only, private or public
	UserID      UserID      `json:"user_id,omitempty"` // the author; zero leaves it to Greenhouse
}

// Validate reports what Greenhouse would refuse as a ValidationError.
func (n NewNote) Validate() error {
	const op = "create note"
	switch {
	case n.CandidateID <= 0:
		return invalid(op, "a candidate is needed", "candidate_id")
	case blank(n.Body):
		return invalid(op, "a text is needed", "body")
	case !slices.Contains([]string{"admin_only", "private", "public"}, n.Visibility):
		return invalid(op, "the visibility is admin_only, private or public", "visibility")
	}
	return nil
}

// CreateNote writes a note, also when the same one is there already; no call can change or delete it.
// Make sure that the candidate exists: Greenhouse accepts a note for one who does not, and nobody will
// see it (observed, not documented). It fails with ErrNoActingUser or any of the package's error types.
func (c *Client) CreateNote(ctx context.Context, n NewNote) (Note, error) {
	if err := n.Validate(); err != nil {
		return Note{}, err
	}
	return create[Note](ctx, c, "create note", "notes", struct {
		NewNote
		Type string `json:"note_type"` // upper case only, although Greenhouse's refusal lists it in lower case
	}{n, "NOTE"})
}
