package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// customFields are the organisation's own fields and the three standard option lists of educations.
func customFields() *resource {
	return &resource{
		name: "custom_fields", thing: "Custom field", firstID: 31840266001,
		columns: `id name name_key field_type value_type description private required active api_only
			sort_order created_at updated_at`,
		defaults: object{"private": false, "required": false, "active": true, "api_only": false},
		filters: map[string]filter{
			"field_type": named("field_type", words("job", "opening", "standard", "offer",
				"compensation_frequency", "candidate", "referral_question", "application",
				"rejection_question", "form", "agency_question", "user_attribute")),
			"active":   flagged("active"),
			"name":     exactly("name"),
			"name_key": exactly("name_key"),
		},
	}
}

// customFieldOptions are the choices of select fields.
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
	}
}

func customFieldsRule() rule {
	return listOf(objectOf(schema{
		"name_key": filled(), "custom_field_id": integer(), "value": anything().must(),
	}))
}

// customOption selects records with a select option in one of their custom fields.
func customOption() filter {
	return filter{read: func(value string) (match, error) {
		wanted, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("must be an integer")
		}
		return func(_ *state, rec *record) bool {
			for _, held := range objectIn(rec.values, "custom_fields") {
				if held == wanted {
					return true
				}
			}
			return false
		}, nil
	}}
}

// readCustomFields replaces the written list in values by the stored form: name_key to value, with
// option ids for selects. What was stored before is replaced as a whole.
func (c *call) readCustomFields(values object, fieldType, prefix string) *problem {
	if _, given := values["custom_fields"]; !given {
		return nil
	}
	stored := object{}
	var findings []fieldError
	for i, item := range listIn(values, "custom_fields") {
		path := prefix + "custom_fields[" + strconv.Itoa(i) + "]"
		written, _ := item.(object)
		key, value, finding := c.readCustomField(written, fieldType)
		if finding != "" {
			findings = append(findings, fieldError{finding, path})
			continue
		}
		stored[key] = value
	}
	values["custom_fields"] = stored
	return invalid(findings...)
}

func (c *call) readCustomField(written object, fieldType string) (key string, value any, finding string) {
	_, byKey := written["name_key"]
	_, byID := written["custom_field_id"]
	if byKey == byID {
		return "", nil, "needs exactly one of name_key and custom_field_id"
	}
	field := c.state.customField(written, fieldType)
	if field == nil {
		return "", nil, "names no active custom field of this kind"
	}
	if written["value"] == nil {
		return field.text("name_key"), nil, ""
	}
	value, finding = c.state.customValue(field, written["value"])
	return field.text("name_key"), value, finding
}

func (st *state) customField(written object, fieldType string) *record {
	for field := range st.newestFirst("custom_fields") {
		named := field.text("name_key") == written["name_key"] || field.id == written["custom_field_id"]
		if named && field.flag("active") && field.text("field_type") == fieldType {
			return field
		}
	}
	return nil
}

// customValue checks a value against the type of its field.
func (st *state) customValue(field *record, value any) (any, string) {
	switch field.text("value_type") {
	case "url":
		link, _ := value.(string)
		if !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") {
			return nil, "value must be a URL"
		}
		return link, ""
	case "number":
		if _, ok := value.(json.Number); !ok {
			return nil, "value must be a number"
		}
		return value, ""
	case "single_select":
		return st.optionOf(field, value)
	}
	return nil, "value type is not modelled"
}

func (st *state) optionOf(field *record, value any) (any, string) {
	id, ok := integerOf(value)
	option := st.find("custom_field_options", id)
	if !ok || option == nil || option.number("custom_field_id") != field.id || !option.flag("active") {
		return nil, "value must be the id of an active option"
	}
	return id, ""
}

// customFieldsOf shows every active field of a kind; the unset ones are null.
func (st *state) customFieldsOf(rec *record, fieldType string) object {
	shown := object{}
	held := objectIn(rec.values, "custom_fields")
	for _, field := range slices.Backward(st.tables["custom_fields"].records) {
		if field.text("field_type") != fieldType || !field.flag("active") {
			continue
		}
		key := field.text("name_key")
		shown[key] = object{
			"name":  field.text("name"),
			"type":  field.text("value_type"),
			"value": st.customLabel(held[key]),
		}
	}
	return shown
}

// customLabel turns an option id into its label; other values are shown as they are.
func (st *state) customLabel(value any) any {
	if id, isOption := value.(int64); isOption {
		return st.find("custom_field_options", id).text("name")
	}
	return value
}
