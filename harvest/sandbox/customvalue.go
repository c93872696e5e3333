package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// userValue is the stored value of a user field. Its own type tells it from the id of an option.
type userValue int64

func customFieldsRule() rule {
	return listOf(objectOf(schema{
		"name_key": filled(), "custom_field_id": integer(), "value": anything().must(),
	}))
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

// customValue checks a value against the type of its field and turns it into what is stored.
func (st *state) customValue(field *record, value any) (any, string) {
	want, known := valueRule(field)
	if !known {
		return nil, "value cannot be written for this type of field"
	}
	r := &reader{state: st}
	stored := want.read(r, "value", value)
	if len(r.findings) > 0 {
		return nil, r.findings[0].Field + " " + r.findings[0].Message
	}
	return stored, ""
}

// valueRule is what a field takes.
func valueRule(field *record) (rule, bool) {
	want, known := map[string]rule{
		"short_text": text(), "long_text": text(), "yes_no": boolean(), "number": number(), "date": day(), "url": link(),
		"single_select": choice(field), "multi_select": listOf(choice(field)), "user": person(),
		"currency":       objectOf(schema{"amount": number().must(), "currency_code": currencyCode().must()}),
		"currency_range": objectOf(schema{"min_amount": number().must(), "max_amount": number().must(), "currency_code": currencyCode().must()}),
		"number_range":   objectOf(schema{"min_value": number().must(), "max_value": number().must()}),
	}[field.text("value_type")]
	return want, known
}

// number keeps the digits as they were sent.
func number() rule {
	return rule{read: func(r *reader, path string, value any) any {
		if _, ok := value.(json.Number); !ok {
			r.find(path, "must be a number")
		}
		return value
	}}
}

func link() rule {
	return rule{read: func(r *reader, path string, value any) any {
		address, _ := value.(string)
		if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
			r.find(path, "must be a URL")
		}
		return address
	}}
}

func currencyCode() rule {
	return rule{read: func(r *reader, path string, value any) any {
		code, _ := value.(string)
		if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			r.find(path, "must be three capital letters")
		}
		return code
	}}
}

// choice is the id of an active option of this field, never its label.
func choice(field *record) rule {
	return rule{read: func(r *reader, path string, value any) any {
		id, ok := integerOf(value)
		option := r.state.find("custom_field_options", id)
		if !ok || option == nil || option.number("custom_field_id") != field.id || !option.flag("active") {
			r.find(path, "must be the id of an active option")
		}
		return id
	}}
}

func person() rule {
	return rule{read: func(r *reader, path string, value any) any {
		id, _ := ref("users").read(r, path, value).(int64)
		return userValue(id)
	}}
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

// customLabel turns ids into the names they stand for; other values are shown as they are.
func (st *state) customLabel(value any) any {
	switch value := value.(type) {
	case int64:
		return st.find("custom_field_options", value).text("name")
	case userValue:
		return st.find("users", int64(value)).text("name")
	case []any:
		labels := []any{}
		for _, each := range value {
			labels = append(labels, st.customLabel(each))
		}
		return labels
	}
	return value
}
