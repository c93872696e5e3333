package sandbox

import (
	"errors"
	"slices"
	"strconv"
	"time"
)

// customFieldOptions are the choices of select fields. The keys of their writes are those of the row.
func customFieldOptions() *resource {
	return &resource{
		name: "custom_field_options", thing: "Custom field option", firstID: 33295710001,
		columns:  "id custom_field_id name sort_order active external_id created_at updated_at",
		defaults: object{"active": true},
		filters: map[string]filter{
			"custom_field_ids": ids("custom_field_id"),
			"custom_field_key": exactly("custom_field_key"),
			"active":           flagged("active"),
		},
		create: &operation{apply: createOption, body: schema{
			"custom_field_id": ref("custom_fields").must(), "name": filled().must(),
			"sort_order": integer(), "external_id": text(),
		}},
		update: &operation{apply: updateOption, body: schema{
			"name": filled(), "sort_order": integer(), "external_id": text(),
		}},
		destroy: archiveOption,
	}
}

func createOption(c *call, _ *record, body object) (any, *problem) {
	field := c.state.find("custom_fields", numberIn(body, "custom_field_id"))
	if !slices.Contains(selectTypes, field.text("value_type")) {
		return nil, invalid(fieldError{"is no select field", "custom_field_id"})
	}
	return c.kind.row(c.state, c.state.addOption(field, c.now, body)), nil
}

func updateOption(c *call, rec *record, body object) (any, *problem) {
	rec.update(c.now, body)
	return c.kind.row(c.state, rec), nil
}

// archiveOption keeps the option, because people may have it; nobody can be given it any more.
func archiveOption(c *call, rec *record) *problem {
	rec.update(c.now, object{"active": false})
	return nil
}

// addOption stores a choice of a field. The key of the field is what lists are filtered by.
func (st *state) addOption(field *record, now time.Time, values object) *record {
	option := st.insert("custom_field_options", now, values)
	option.set(now, object{"custom_field_id": field.id, "custom_field_key": field.text("name_key")})
	return option
}

// customOption selects records with a select option in one of their custom fields.
func customOption() filter {
	return filter{read: func(value string) (match, error) {
		wanted, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, errors.New("must be an integer")
		}
		return func(_ *state, rec *record) bool {
			for _, held := range objectIn(rec.values, "custom_fields") {
				if holdsOption(held, wanted) {
					return true
				}
			}
			return false
		}, nil
	}}
}

func holdsOption(held any, wanted int64) bool {
	if list, ok := held.([]any); ok {
		return slices.Contains(integersIn(list), wanted)
	}
	return held == wanted
}
