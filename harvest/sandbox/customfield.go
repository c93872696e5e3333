package sandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	fieldTypes = []string{
		"job", "opening", "standard", "offer", "compensation_frequency", "candidate", "referral_question",
		"application", "rejection_question", "form", "agency_question", "user_attribute",
	}
	valueTypes = []string{
		"short_text", "long_text", "yes_no", "single_select", "multi_select", "currency", "currency_range",
		"number", "number_range", "date", "url", "user", "linked", "header", "statement", "attachment",
		"rich_text", "date_of_birth",
	}
	selectTypes = []string{"single_select", "multi_select"}
	// keyGap is what a name_key has an underscore for.
	keyGap = regexp.MustCompile(`[^a-z0-9]+`)
)

// customFields are the organisation's own fields and the three standard option lists of educations.
func customFields() *resource {
	return &resource{
		name: "custom_fields", thing: "Custom field", firstID: 31840266001,
		columns: `id name name_key field_type value_type description private required active api_only
			sort_order created_at updated_at`,
		defaults: object{"private": false, "required": false, "active": true, "api_only": false},
		filters: map[string]filter{
			"field_type": named("field_type", words(fieldTypes...)),
			"active":     flagged("active"),
			"name":       exactly("name"),
			"name_key":   exactly("name_key"),
		},
		create: &operation{apply: createCustomField, body: schema{
			"name":       filled().must(),
			"field_type": oneOf(fieldTypes...).must(),
			"value_type": oneOf(valueTypes...).must(),
			"private":    boolean(), "description": text(), "generate_email_token": boolean(),
			"custom_field_options": listOf(objectOf(schema{"name": filled().must(), "sort_order": integer()})),
		}},
		update: &operation{apply: updateCustomField, body: schema{
			"name": filled(), "private": boolean(), "description": text(),
		}},
		destroy: destroyCustomField,
	}
}

func createCustomField(c *call, _ *record, body object) (any, *problem) {
	options := listIn(body, "custom_field_options")
	if refusal := invalid(c.fieldFindings(body, options)...); refusal != nil {
		return nil, refusal
	}
	delete(body, "custom_field_options")
	body["name_key"] = c.state.freeKey(textIn(body, "field_type"), textIn(body, "name"))
	body["sort_order"] = int64(len(c.state.tables["custom_fields"].records))
	field := c.state.insert("custom_fields", c.now, body)
	for i, item := range options {
		option, _ := item.(object)
		if _, given := option["sort_order"]; !given {
			option["sort_order"] = int64(i)
		}
		c.state.addOption(field, c.now, option)
	}
	return c.kind.row(c.state, field), nil
}

func (c *call) fieldFindings(body object, options []any) []fieldError {
	var findings []fieldError
	if textIn(body, "field_type") == "standard" {
		findings = append(findings, fieldError{"cannot be created", "field_type"})
	}
	if len(options) > 0 && !slices.Contains(selectTypes, textIn(body, "value_type")) {
		findings = append(findings, fieldError{"are for select fields only", "custom_field_options"})
	}
	if c.behaviour.sameFieldName == "refuse" && c.state.fieldNamed(textIn(body, "field_type"), textIn(body, "name")) != nil {
		findings = append(findings, fieldError{"has already been taken", "name"})
	}
	return findings
}

func updateCustomField(c *call, rec *record, body object) (any, *problem) {
	if rec.text("field_type") == "standard" {
		return nil, refused("Standard fields cannot be changed")
	}
	twin := c.state.fieldNamed(rec.text("field_type"), textIn(body, "name"))
	if c.behaviour.sameFieldName == "refuse" && twin != nil && twin != rec {
		return nil, invalid(fieldError{"has already been taken", "name"})
	}
	rec.update(c.now, body)
	return c.kind.row(c.state, rec), nil
}

// destroyCustomField loses the field, its options and every value of it.
func destroyCustomField(c *call, rec *record) *problem {
	if rec.text("field_type") == "standard" {
		return refused("Standard fields cannot be deleted")
	}
	c.state.removeWhere("custom_field_options", "custom_field_id", rec.id)
	for _, holder := range c.state.holders(rec.text("field_type")) {
		c.forget(holder, rec.text("name_key"))
	}
	return removeRecord(c, rec)
}

func (c *call) forget(holder *record, key string) {
	held := objectIn(holder.values, "custom_fields")
	if _, has := held[key]; !has {
		return
	}
	rest := object{}
	for name, value := range held {
		if name != key {
			rest[name] = value
		}
	}
	holder.update(c.now, object{"custom_fields": rest})
}

// holders are the records that may hold values of this kind of field.
func (st *state) holders(fieldType string) []*record {
	collection := map[string]string{
		"candidate": "candidates", "application": "applications", "job": "jobs", "user_attribute": "users",
		"rejection_question": "rejection_details",
	}[fieldType]
	if collection == "" {
		return nil
	}
	return st.tables[collection].records
}

func (st *state) fieldNamed(fieldType, name string) *record {
	for field := range st.newestFirst("custom_fields") {
		if field.text("field_type") == fieldType && strings.EqualFold(field.text("name"), name) {
			return field
		}
	}
	return nil
}

// freeKey makes a key of a name, with a number behind it when it is in use.
func (st *state) freeKey(fieldType, name string) string {
	stem := strings.Trim(keyGap.ReplaceAllString(strings.ToLower(name), "_"), "_")
	key := stem
	for n := 2; st.customField(object{"name_key": key}, fieldType) != nil; n++ {
		key = stem + "_" + strconv.Itoa(n)
	}
	return key
}
