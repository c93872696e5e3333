package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fieldID is the id of a custom field of candidates.
func (c *client) fieldID(key string) any {
	c.t.Helper()
	for _, row := range c.v1Rows("/v1/custom_fields/candidate") {
		if row["name_key"] == key {
			return row["id"]
		}
	}
	require.Fail(c.t, "no such field", key)
	return nil
}

func (c *client) edit(person any, fields ...object) reply {
	c.t.Helper()
	return c.v1("PATCH", at("candidates", person), object{"custom_fields": append([]object{}, fields...)})
}

func TestV1ChangesCustomFieldsOneByOne(t *testing.T) {
	c := start(t)
	person := c.v1Add("/v1/candidates", c.v1Person(object{"custom_fields": []object{
		{"name_key": "amazinghiring_url", "value": "https://search.example/profiles/101"},
		{"id": c.fieldID("notice_period"), "value": 30},
		{"name_key": "seniority", "value": "Senior"}, // a single select takes the text of an option too
	}}))["id"]
	require.Equal(t, 200, c.edit(person, object{"id": c.fieldID("notice_period"), "value": 60}).status)
	require.Equal(t, 200, c.edit(person).status, "an empty list does nothing")

	row := c.v1("GET", at("candidates", person), nil).body.(object)
	fields := row["custom_fields"].(object)
	require.Equal(t, json.Number("60"), fields["notice_period"])
	require.Equal(t, "https://search.example/profiles/101", fields["amazinghiring_url"])
	require.Equal(t, "Senior", fields["seniority"])
	require.Nil(t, fields["current_city"])
	require.Equal(t, object{"name": "Notice period", "type": "number", "value": json.Number("60")},
		row["keyed_custom_fields"].(object)["notice_period"])

	require.Equal(t, 200, c.edit(person, object{"name_key": "seniority", "delete_value": "true"}).status)
	fields = c.v1("GET", at("candidates", person), nil).body.(object)["custom_fields"].(object)
	require.Nil(t, fields["seniority"])
	require.Equal(t, json.Number("60"), fields["notice_period"])
}

func TestV1CustomFieldValuesByType(t *testing.T) {
	c := start(t)
	got := c.edit(c.v1Add("/v1/prospects", named(nil))["id"],
		object{"name_key": "open_to_relocation", "value": true},
		object{"name_key": "available_from", "value": "2027-02-01"},
		object{"name_key": "expected_salary", "value": 70000, "unit": "EUR"},
	)
	require.Equal(t, 200, got.status, got.raw)
	keyed := got.body.(object)["keyed_custom_fields"].(object)
	require.Equal(t, true, keyed["open_to_relocation"].(object)["value"])
	require.Equal(t, "boolean", keyed["open_to_relocation"].(object)["type"])
	require.Equal(t, "2027-02-01", keyed["available_from"].(object)["value"])
	require.Equal(t, "EUR", keyed["expected_salary"].(object)["value"].(object)["currency_code"])
}

func TestV1RefusesCustomFieldValues(t *testing.T) {
	c := start(t)
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	for name, field := range map[string]object{
		"null":              {"name_key": "notice_period", "value": nil},
		"blank":             {"name_key": "current_city", "value": ""},
		"no value":          {"name_key": "current_city"},
		"no name":           {"value": "Lisbon"},
		"two names":         {"name_key": "current_city", "id": c.fieldID("current_city"), "value": "Lisbon"},
		"not a number":      {"name_key": "notice_period", "value": "soon"},
		"unknown option":    {"name_key": "seniority", "value": "Emperor"},
		"no currency":       {"name_key": "expected_salary", "value": 70000},
		"delete by boolean": {"name_key": "notice_period", "delete_value": true},
		"unknown to delete": {"name_key": "shoe_size", "delete_value": "true"},
		"another kind":      {"name_key": "cover_note", "value": "Hello"},
	} {
		assert.Equal(t, 422, c.edit(person, field).status, name)
	}
}

func TestV1CustomFieldsOfApplications(t *testing.T) {
	c := start(t)
	row := c.v1Add("/v1/candidates", c.v1Person(object{"applications": []object{{
		"job_id": c.job("Data Engineer"), "custom_fields": []object{{"name_key": "cover_note", "value": "Hello"}},
	}}}))
	application := row["applications"].([]any)[0].(object)
	require.Equal(t, "Hello", application["custom_fields"].(object)["cover_note"])
	require.Equal(t, application, c.v1("GET", at("applications", application["id"]), nil).body)
}
