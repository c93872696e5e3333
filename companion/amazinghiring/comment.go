package amazinghiring

import (
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Comment is what a recruiter wrote on a profile or on a folder member. The
// times keep the zone they were written in; they are zero when AmazingHiring
// does not say.
type Comment struct {
	ID         string
	Author     string
	Body       string
	CreatedAt  time.Time
	ModifiedAt time.Time
}

// Comments returns the comments inside a profile as AmazingHiring sends it: the
// API has no other way to ask for them. The error is a *FieldError.
func Comments(raw []byte) ([]Comment, error) {
	fields, err := topLevel(raw)
	if err != nil {
		return nil, err
	}
	return (&decoder{}).commentList("comments", fields["comments"]), nil
}

// Tags returns the tags inside a profile, texts or objects with a name, each
// once. AmazingHiring's API has none, but a message to us may carry them. The
// error is a *FieldError.
func Tags(raw []byte) ([]string, error) {
	fields, err := topLevel(raw)
	if err != nil {
		return nil, err
	}
	var tags []string
	seen := map[string]bool{}
	for _, tag := range (&decoder{}).names("tags", fields["tags"]) {
		if !seen[tag] {
			seen[tag] = true
			tags = append(tags, tag)
		}
	}
	return tags, nil
}

func (d *decoder) commentList(field string, value any) []Comment {
	var out []Comment
	d.objects(field, value, func(path string, fields map[string]any) {
		c := Comment{
			ID:         d.line(path+".id", fields["id"]),
			Author:     d.name(path+".user", fields["user"]),
			Body:       d.text(path+".body", fields["body"]),
			CreatedAt:  d.moment(path+".created_at", fields["created_at"]),
			ModifiedAt: d.moment(path+".modified_at", fields["modified_at"]),
		}
		if c.Body != "" {
			out = append(out, c)
		}
	})
	return out
}

func (d *decoder) comments(value any) []profile.Comment {
	var out []profile.Comment
	for _, c := range d.commentList("comments", value) {
		out = append(out, profile.Comment{ID: c.ID, Author: c.Author, Body: c.Body, CreatedAt: inUTC(c.CreatedAt)})
	}
	return out
}

func inUTC(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
