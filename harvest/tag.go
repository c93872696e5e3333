package harvest

import (
	"context"
	"iter"
)

// TagID names a tag.
type TagID int64

// Tag is a label from the organisation's list. Its name is unique, upper and lower case told apart.
type Tag struct {
	ID   TagID  `json:"id"`
	Name string `json:"name"`
}

func (t Tag) complete() bool { return t.ID > 0 }

// CandidateTags lists the organisation's tags, newest first. One error ends the list: any of the package's but
// AmbiguousError.
func (c *Client) CandidateTags(ctx context.Context) iter.Seq2[Tag, error] {
	return list[Tag](ctx, c, "list tags", "candidate_tags", newFilters())
}

// CreateTag adds a tag to the organisation's list, where everybody sees it. A name that is taken is a
// ValidationError. It fails with ErrNoActingUser or any of the package's error types.
func (c *Client) CreateTag(ctx context.Context, name string) (Tag, error) {
	const op = "create tag"
	if blank(name) {
		return Tag{}, invalid(op, "a name is needed", "name")
	}
	return create[Tag](ctx, c, op, "candidate_tags", map[string]string{"name": name})
}

// AppliedTagID names the tie between a candidate and a tag.
type AppliedTagID int64

// AppliedTag ties a tag to a candidate.
type AppliedTag struct {
	ID          AppliedTagID `json:"id"`
	CandidateID CandidateID  `json:"candidate_id"`
	TagID       TagID        `json:"candidate_tag_id"`
}

func (a AppliedTag) complete() bool { return a.ID > 0 }

// AppliedTagQuery narrows a list of applied tags. The zero query lists them all.
type AppliedTagQuery struct{ CandidateIDs []CandidateID } // at most 50

// AppliedTags lists which candidates have which tags, newest first. One error ends the list: any of the package's but
// AmbiguousError.
func (c *Client) AppliedTags(ctx context.Context, q AppliedTagQuery) iter.Seq2[AppliedTag, error] {
	f := newFilters()
	addIDs(&f, "candidate_ids", q.CandidateIDs)
	return list[AppliedTag](ctx, c, "list applied tags", "applied_candidate_tags", f)
}

// ApplyTag gives a candidate a tag and leaves the others alone. It fails with
// ErrNoActingUser or any of the package's error types.
func (c *Client) ApplyTag(ctx context.Context, candidate CandidateID, tag TagID) (AppliedTag, error) {
	return create[AppliedTag](ctx, c, "apply tag", "applied_candidate_tags", struct {
		CandidateID CandidateID `json:"candidate_id"`
		TagID       TagID       `json:"candidate_tag_id"`
	}{candidate, tag})
}
