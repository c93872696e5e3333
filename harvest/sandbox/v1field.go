package sandbox

import (
	"encoding/json"
	"maps"
	"strconv"
)

// v1FieldsRule is the list of custom field values in a body.
func v1FieldsRule() rule {
	return listOf(objectOf(schema{
		"id": integer(), "name_key": filled(), "value": anything(), "unit": text(), "delete_value": only("true"),
	}))
}

// takeFields rewrites the custom fields of a body as version 3 spells them, and names those to remove.
func (c *v1Call) takeFields(form object, fieldType, prefix string) (removed []string, findings []fieldError) {
	given, ok := form["custom_fields"].([]any)
	if !ok {
		return nil, nil
	}
	kept := []any{}
	for i, item := range given {
		written, _ := item.(object)
		target := object{}
		for from, to := range map[string]string{"id": "custom_field_id", "name_key": "name_key"} {
			if value, ok := written[from]; ok {
				target[to] = value
			}
		}
		field := c.state.customField(target, fieldType)
		if field != nil && written["delete_value"] != nil {
			removed = append(removed, field.text("name_key"))
			continue
		}
		value, finding := c.state.v1Value(field, written)
		if finding != "" {
			findings = append(findings, fieldError{finding, prefix + "custom_fields[" + strconv.Itoa(i) + "]"})
		}
		target["value"] = value
		kept = append(kept, target)
	}
	form["custom_fields"] = kept
	return removed, findings
}

// v1Value turns a written value into the one that version 3 takes. A blank one is refused: removing has
// a key of its own. What the value must look like is left to version 3, and so is a field nobody knows.
func (st *state) v1Value(field *record, written object) (value any, finding string) {
	value = written["value"]
	if value == nil || value == "" {
		return nil, "value can't be blank"
	}
	if field == nil {
		return value, ""
	}
	switch field.text("value_type") {
	case "single_select":
		if name, isText := value.(string); isText {
			return st.v1Option(field.id, name), ""
		}
	case "currency":
		return object{"amount": value, "currency_code": written["unit"]}, ""
	}
	return value, ""
}

// v1Option finds an option by its text; a text that names none stays a text, which is refused later.
func (st *state) v1Option(fieldID int64, name string) any {
	for option := range st.where("custom_field_options", "custom_field_id", fieldID) {
		if option.flag("active") && option.text("name") == name {
			return json.Number(strconv.FormatInt(option.id, 10))
		}
	}
	return name
}

// mergeV1Fields keeps the fields that a body does not name: version 1 changes them one by one.
func mergeV1Fields(values object, held *record, removed []string) {
	written, given := values["custom_fields"].(object)
	if !given {
		return
	}
	merged := object{}
	maps.Copy(merged, objectIn(held.values, "custom_fields"))
	maps.Copy(merged, written)
	for _, key := range removed {
		delete(merged, key)
	}
	values["custom_fields"] = merged
}
