package sandbox

import (
	"maps"
	"net/http"
	"slices"
)

// v1FieldTypes are the kinds of custom fields that have a list of their own.
var v1FieldTypes = []string{
	"offer", "candidate", "application", "job", "rejection_question", "referral_question", "user_attribute",
}

// listV1Fields lists the custom fields of one kind; the deleted ones only when asked.
func listV1Fields(c *v1Call) (answer, *problem) {
	if !slices.Contains(v1FieldTypes, c.word) {
		return answer{}, notFoundRoute()
	}
	inactiveToo := c.query.Get("include_inactive") == "true"
	return c.list(v1List{
		row:      v1FieldRow,
		nextOnly: true,
		filters:  map[string]filter{"include_inactive": {read: func(string) (match, error) { return anyRecord, nil }}},
		includes: func(_ *state, rec *record) bool {
			return rec.text("field_type") == c.word && (inactiveToo || rec.flag("active"))
		},
	})
}

func retrieveV1Field(c *v1Call) (answer, *problem) { return c.retrieve(v1FieldRow) }

// v1FieldRow shows a definition with its active options.
func v1FieldRow(c *v1Call, rec *record) object {
	row := v1Row(rec, "id name active field_type value_type private required name_key description api_only template_token_string")
	options := []object{}
	for option := range c.state.where("custom_field_options", "custom_field_id", rec.id) {
		if option.flag("active") {
			options = append(options, object{
				"id": option.id, "name": option.text("name"), "priority": option.number("sort_order"),
				"external_id": option.value("external_id"),
			})
		}
	}
	slices.Reverse(options) // in the order they were made
	maps.Copy(row, object{
		"priority": rec.number("sort_order"), "require_approval": rec.flag("require_approval"),
		"trigger_new_version": rec.flag("trigger_new_version"), "expose_in_job_board_api": rec.flag("expose_in_job_board_api"),
		"offices": []any{}, "departments": []any{}, "custom_field_options": options,
	})
	return row
}

// v1FieldSchema is what an edit of a definition takes. Its kind and type are what it was made with.
func v1FieldSchema() schema {
	return schema{
		"name": filled(), "description": text(),
		"private": boolean(), "required": boolean(), "require_approval": boolean(), "trigger_new_version": boolean(),
		"expose_in_job_board_api": boolean(), "api_only": boolean(), "template_token_string": text(),
		"office_ids": listOf(nothing()), "department_ids": listOf(nothing()),
		"custom_field_options": listOf(objectOf(schema{
			"name": filled().must(), "priority": integer().must(), "external_id": text(),
		})),
	}
}

// createV1Field lets version 3 check and store the part that both know.
func createV1Field(c *v1Call) (answer, *problem) {
	want := v1FieldSchema()
	delete(want, "template_token_string")
	want["name"], want["generate_email_token"] = filled().must(), boolean()
	want["field_type"] = oneOf(append(slices.Clone(v1FieldTypes), "opening")...).must()
	want["value_type"] = oneOf(v1ValueTypes...).must()
	body, refusal := c.readV1(want)
	if refusal != nil {
		return answer{}, refusal
	}
	shown, refusal := createCustomField(c.call, nil, v1Definition(body))
	if refusal != nil {
		return answer{}, refusal
	}
	field := c.state.find("custom_fields", numberIn(shown.(object), "id"))
	return c.made(field, v1FieldRow(c, field), nil)
}

var v1ValueTypes = []string{
	"short_text", "long_text", "yes_no", "single_select", "multi_select", "currency", "currency_range", "number",
	"number_range", "date", "url", "user",
}

func updateV1Field(c *v1Call) (answer, *problem) {
	field, refusal := c.target()
	if refusal != nil {
		return answer{}, refusal
	}
	body, refusal := c.readV1(v1FieldSchema())
	if refusal != nil {
		return answer{}, refusal
	}
	change := v1Definition(body)
	options := listIn(change, "custom_field_options")
	if len(options) > 0 && !slices.Contains(selectTypes, field.text("value_type")) {
		return answer{}, invalid(fieldError{"are for select fields only", "custom_field_options"})
	}
	delete(change, "custom_field_options")
	if _, refusal := updateCustomField(c.call, field, change); refusal != nil {
		return answer{}, refusal
	}
	for _, item := range options {
		c.putOption(field, item.(object))
	}
	return jsonAnswer(http.StatusOK, v1FieldRow(c, field)), nil
}

// putOption changes the option of this name, or adds it.
func (c *v1Call) putOption(field *record, wanted object) {
	for option := range c.state.where("custom_field_options", "custom_field_id", field.id) {
		if option.flag("active") && option.text("name") == textIn(wanted, "name") {
			option.update(c.now, wanted)
			return
		}
	}
	c.state.addOption(field, c.now, wanted)
}

// v1Definition spells a definition as version 3 does. Offices and departments are always empty.
func v1Definition(body object) object {
	change := maps.Clone(body)
	delete(change, "office_ids")
	delete(change, "department_ids")
	options, given := change["custom_field_options"].([]any)
	if !given {
		return change
	}
	spelt := []any{}
	for _, item := range options {
		option := maps.Clone(item.(object))
		option["sort_order"] = option["priority"]
		delete(option, "priority")
		spelt = append(spelt, option)
	}
	change["custom_field_options"] = spelt
	return change
}
