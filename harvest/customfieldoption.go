package harvest

import (
	"context"
	"iter"
)

// OptionID names an option of a custom field.
type OptionID int64

// CustomFieldOption is one choice of a select field. Schools, degrees and disciplines are such choices too.
type CustomFieldOption struct {
	ID      OptionID `json:"id"`
	FieldID int64    `json:"custom_field_id"`
	Name    string   `json:"name"`
	Active  bool     `json:"active"`
}

func (o CustomFieldOption) complete() bool { return o.ID > 0 }

// CustomFieldOptionQuery narrows a list of options. The zero query lists them all.
type CustomFieldOptionQuery struct {
	FieldIDs []int64 // at most 50
	FieldKey string  // school_name, degree and discipline are the lists for educations
	Active   bool    // the active ones only
	PerPage  int     // 1 to 500, zero for Greenhouse's default of 100
}

// CustomFieldOptions lists options, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) CustomFieldOptions(ctx context.Context, q CustomFieldOptionQuery) iter.Seq2[CustomFieldOption, error] {
	if c.legacy() {
		return c.v1CustomFieldOptions(ctx, q)
	}
	f := newFilters()
	addIDs(&f, "custom_field_ids", q.FieldIDs)
	f.text("custom_field_key", q.FieldKey)
	f.flag("active", q.Active)
	f.number("per_page", q.PerPage)
	return list[CustomFieldOption](ctx, c, "list custom field options", "custom_field_options", f)
}
