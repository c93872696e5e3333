package harvest

import (
	"context"
	"encoding/json"
	"iter"
)

// CustomField is a field that an organisation added to one kind of record.
type CustomField struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	NameKey   string `json:"name_key"`   // the name in requests
	FieldType string `json:"field_type"` // the kind of record: candidate, application, job and others
	ValueType string `json:"value_type"` // short_text, url, single_select and others
	Private   bool   `json:"private"`
	Required  bool   `json:"required"` // in the web interface only, the API does not insist
	Active    bool   `json:"active"`
}

func (f CustomField) complete() bool { return f.ID > 0 }

// CustomFieldQuery narrows a list of custom fields. The zero query lists them all.
type CustomFieldQuery struct {
	FieldType string // candidate, application and others
	Active    bool   // the active ones only
}

// CustomFields lists custom fields, newest first. One error ends the list: any of the package's but AmbiguousError.
func (c *Client) CustomFields(ctx context.Context, q CustomFieldQuery) iter.Seq2[CustomField, error] {
	if c.legacy() {
		return c.v1CustomFields(ctx, q)
	}
	f := newFilters()
	f.text("field_type", q.FieldType)
	f.flag("active", q.Active)
	return list[CustomField](ctx, c, "list custom fields", "custom_fields", f)
}

// NewCustomField is a custom field to create. The name, the kind of record and the type of value are needed.
type NewCustomField struct {
	Name        string `json:"name"`
	FieldType   string `json:"field_type"`
	ValueType   string `json:"value_type"`
	Private     bool   `json:"private,omitempty"`
	Description string `json:"description,omitempty"`
}

// Validate reports what Greenhouse would refuse as a ValidationError.
func (n NewCustomField) Validate() error {
	const op = "create custom field"
	switch {
	case blank(n.Name):
		return invalid(op, "a name is needed", "name")
	case n.FieldType == "":
		return invalid(op, "the kind of record is needed", "field_type")
	case n.ValueType == "":
		return invalid(op, "the type of value is needed", "value_type")
	}
	return nil
}

// CreateCustomField adds a custom field to the organisation. It fails with
// ErrNoActingUser or any of the package's error types.
func (c *Client) CreateCustomField(ctx context.Context, n NewCustomField) (CustomField, error) {
	if err := n.Validate(); err != nil {
		return CustomField{}, err
	}
	if c.legacy() {
		return c.v1CreateCustomField(ctx, n)
	}
	return create[CustomField](ctx, c, "create custom field", "custom_fields", n)
}

// CustomFieldChange is what to change of a custom field. What is nil stays as it is.
type CustomFieldChange struct {
	Name        *string `json:"name,omitempty"`
	Private     *bool   `json:"private,omitempty"`
	Description *string `json:"description,omitempty"`
}

// UpdateCustomField changes a custom field. It fails with ErrNoActingUser or any of the package's error types.
func (c *Client) UpdateCustomField(ctx context.Context, id int64, change CustomFieldChange) (CustomField, error) {
	if c.legacy() {
		return c.v1UpdateCustomField(ctx, id, change)
	}
	k, err := c.patch("update custom field", "custom_fields", id, change)
	if err != nil {
		return CustomField{}, err
	}
	return send[CustomField](ctx, c, k)
}

// CustomFieldValue is what a record holds in one custom field.
type CustomFieldValue struct {
	Name  string          `json:"name"`
	Type  string          `json:"type"`
	Value json.RawMessage `json:"value"` // null when unset; a select field shows the label of its option, not the id
}

// CustomFieldInput is a value to write. The field is named by exactly one of NameKey and FieldID.
type CustomFieldInput struct {
	NameKey string `json:"name_key,omitempty"`
	FieldID int64  `json:"custom_field_id,omitempty"`
	Value   any    `json:"value"` // nil clears it; a select field takes the id of an option
}

func checkCustomFields(op string, inputs []CustomFieldInput) error {
	for _, input := range inputs {
		if (input.NameKey == "") == (input.FieldID == 0) {
			return invalid(op, "a custom field is named by its key or by its id", "custom_fields")
		}
	}
	return nil
}
