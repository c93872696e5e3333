package harvest

import (
	"context"
	"iter"
	"net/http"
	"slices"
)

// Legacy dialect: custom fields.

// v1FieldTypes are the kinds of record whose custom fields version 1 lists, each on its own.
var v1FieldTypes = []string{"candidate", "application", "job", "offer", "rejection_question", "referral_question", "user_attribute"}

// v1CustomField holds its options as well.
type v1CustomField struct {
	CustomField
	Options []CustomFieldOption `json:"custom_field_options"`
}

func (r v1CustomField) complete() bool {
	return r.ID > 0 && !slices.ContainsFunc(r.Options, func(o CustomFieldOption) bool { return !o.complete() })
}

func (c *Client) v1CustomFields(ctx context.Context, q CustomFieldQuery) iter.Seq2[CustomField, error] {
	rows := c.v1FieldRows(ctx, "list custom fields", q)
	return spread(rows, func(r v1CustomField) ([]CustomField, error) { return []CustomField{r.CustomField}, nil })
}

func (c *Client) v1FieldRows(ctx context.Context, op string, q CustomFieldQuery) iter.Seq2[v1CustomField, error] {
	types := v1FieldTypes
	if q.FieldType != "" {
		types = []string{q.FieldType}
		if !slices.Contains(v1FieldTypes, q.FieldType) {
			return failed[v1CustomField](notInDialect(op, "this kind of record"))
		}
	}
	f := newFilters()
	f.flag("include_inactive", !q.Active)
	rows := func(yield func(v1CustomField, error) bool) {
		for _, kind := range types {
			for row, err := range v1List[v1CustomField](ctx, c, c.v1Read(op, f, "custom_fields", kind)) {
				if !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
	return kept(rows, func(r v1CustomField) bool { return r.Active || !q.Active })
}

// v1CustomFieldOptions takes the options from their fields. Those lists that are no custom fields in version 1, such as
// schools, are not among them.
func (c *Client) v1CustomFieldOptions(ctx context.Context, q CustomFieldOptionQuery) iter.Seq2[CustomFieldOption, error] {
	const op = "list custom field options"
	if slices.Contains([]string{"school_name", "degree", "discipline"}, q.FieldKey) {
		return failed[CustomFieldOption](notInDialect(op, "schools, degrees and disciplines"))
	}
	fields := kept(c.v1FieldRows(ctx, op, CustomFieldQuery{Active: q.Active}), func(r v1CustomField) bool {
		return (len(q.FieldIDs) == 0 || slices.Contains(q.FieldIDs, r.ID)) && (q.FieldKey == "" || r.NameKey == q.FieldKey)
	})
	return spread(fields, func(r v1CustomField) ([]CustomFieldOption, error) { return r.options(), nil })
}

// options are all active: version 1 shows no others here.
func (r v1CustomField) options() []CustomFieldOption {
	all := slices.Clone(r.Options)
	for i := range all {
		all[i].FieldID, all[i].Active = r.ID, true
	}
	return all
}

func (c *Client) v1CreateCustomField(ctx context.Context, n NewCustomField) (CustomField, error) {
	const op = "create custom field"
	body, err := encode(op, n)
	if err != nil {
		return CustomField{}, err
	}
	return send[CustomField](ctx, c, c.v1Write(op, http.MethodPost, body, "custom_fields"))
}

func (c *Client) v1UpdateCustomField(ctx context.Context, id int64, change CustomFieldChange) (CustomField, error) {
	const op = "update custom field"
	body, err := encodeChange(op, change)
	if err != nil {
		return CustomField{}, err
	}
	return send[CustomField](ctx, c, c.v1Write(op, http.MethodPatch, body, "custom_fields", v1ID(id)))
}
