package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestV1Users(t *testing.T) {
	c := start(t)
	require.Len(t, c.v1Rows("/v1/users"), 6, "the integration itself is not among them")
	sam := c.v1Rows("/v1/users?email=sam@example.org")[0]
	require.Equal(t, "Sam Reyes", sam["name"])
	require.Equal(t, "sam.reyes@example.com", sam["primary_email_address"])
	require.ElementsMatch(t, []any{"sam.reyes@example.com", "sam@example.org"}, sam["emails"])
	require.Equal(t, false, sam["disabled"])
	require.NotContains(t, sam, "custom_fields")
	require.Contains(t, c.v1Rows("/v1/users?user_attributes=true")[0], "keyed_custom_fields")
	require.Equal(t, true, c.v1Rows("/v1/users?email=tess.moran@example.com")[0]["disabled"])
	require.Len(t, c.v1Rows("/v1/users?email=talent@example.net"), 2, "an address that two share")

	got := c.v1("GET", at("users", sam["id"]), nil)
	require.Equal(t, 200, got.status)
	require.Equal(t, "Sam Reyes", got.body.(object)["name"])
}

func TestV1HidesTheServiceUser(t *testing.T) {
	c := signedIn(t)
	for _, user := range c.rows("/v3/users?show_service_accounts=true") {
		_, hasAddress := user["primary_email"].(string)
		want := map[bool]int{true: 200, false: 404}[hasAddress]
		assert.Equal(t, want, c.v1("GET", at("users", user["id"]), nil).status, user["name"])
	}
}

func TestV1UnknownUserAsSwitched(t *testing.T) {
	c := start(t)
	require.Empty(t, c.v1Rows("/v1/users?email=nobody@example.com"))
	require.NoError(t, c.SetFaults("v1-unknown-user=404"))
	require.Equal(t, 404, c.v1("GET", "/v1/users?email=nobody@example.com", nil).status)
	require.Len(t, c.v1Rows("/v1/users?email=NORA.FELD@example.com"), 1)
}

func TestV1Jobs(t *testing.T) {
	c := start(t)
	require.Len(t, c.v1Rows("/v1/jobs?status=open"), 4)
	require.Len(t, c.v1Rows("/v1/jobs?status=closed"), 1)
	require.Empty(t, c.v1Rows("/v1/jobs?status=draft"))
	require.Empty(t, c.v1Rows("/v1/jobs?department_id=1"))
	job := c.v1Rows("/v1/jobs?requisition_id=ENG-102")[0]
	require.Equal(t, "Data Engineer", job["name"])
	require.Equal(t, []any{}, job["departments"])
	got := c.v1("GET", at("jobs", job["id"]), nil)
	require.Equal(t, job, got.body)

	id, err := job["id"].(json.Number).Int64()
	require.NoError(t, err)
	c.CloseJob(id)
	require.Equal(t, "closed", c.v1("GET", at("jobs", job["id"]), nil).body.(object)["status"])
}

func TestV1Sources(t *testing.T) {
	rows := start(t).v1Rows("/v1/sources")
	require.Len(t, rows, 2)
	require.Equal(t, "AmazingHiring", rows[1]["name"])
	require.Equal(t, "Prospecting", rows[1]["type"].(object)["name"])
}

func TestV1CustomFieldDefinitions(t *testing.T) {
	c := start(t)
	var seniority object
	for _, row := range c.v1Rows("/v1/custom_fields/candidate") {
		assert.Equal(t, "candidate", row["field_type"])
		if row["name_key"] == "seniority" {
			seniority = row
		}
	}
	require.Equal(t, true, seniority["required"])
	require.Equal(t, "Junior", seniority["custom_field_options"].([]any)[0].(object)["name"])
	require.Equal(t, seniority, c.v1("GET", at("custom_field", seniority["id"]), nil).body, "one of them has a singular address")
	require.Empty(t, c.v1Rows("/v1/custom_fields/offer"))
}

func TestV1CreatesCustomFields(t *testing.T) {
	c := signedIn(t)
	made := c.v1Add("/v1/custom_fields", object{
		"name": "Profile link (new)", "field_type": "candidate", "value_type": "single_select", "private": true,
		"custom_field_options": []object{{"name": "A", "priority": 0}, {"name": "B", "priority": 1, "external_id": "b-1"}},
	})
	require.Equal(t, "profile_link_new", made["name_key"])
	require.Equal(t, true, made["private"])
	require.Equal(t, "b-1", made["custom_field_options"].([]any)[1].(object)["external_id"])
	require.Len(t, c.rows("/v3/custom_fields"+query("name_key", "profile_link_new")), 1, "the same organisation")

	got := c.v1("PATCH", at("custom_fields", made["id"]), object{
		"name": "Profile", "custom_field_options": []object{{"name": "B", "priority": 5}, {"name": "C", "priority": 6}},
	})
	require.Equal(t, 200, got.status, got.raw)
	changed := got.body.(object)
	require.Equal(t, "Profile", changed["name"])
	require.Equal(t, "profile_link_new", changed["name_key"], "it never changes")
	require.Len(t, changed["custom_field_options"], 3)
	require.Equal(t, json.Number("5"), changed["custom_field_options"].([]any)[1].(object)["priority"])
}

func TestV1RefusesBadCustomFields(t *testing.T) {
	c := start(t)
	for name, body := range map[string]object{
		"no type":       {"name": "Ref", "field_type": "candidate"},
		"unknown type":  {"name": "Ref", "field_type": "candidate", "value_type": "linked"},
		"standard list": {"name": "Ref", "field_type": "standard", "value_type": "url"},
		"an office":     {"name": "Ref", "field_type": "candidate", "value_type": "url", "office_ids": []int{1}},
		"options of none": {"name": "Ref", "field_type": "candidate", "value_type": "url",
			"custom_field_options": []object{{"name": "A", "priority": 0}}},
		"name in use": {"name": "Seniority", "field_type": "candidate", "value_type": "url"},
	} {
		assert.Equal(t, 422, c.v1("POST", "/v1/custom_fields", body).status, name)
	}
	link := c.v1Add("/v1/custom_fields", object{"name": "Ref", "field_type": "candidate", "value_type": "url"})["id"]
	for name, body := range map[string]object{
		"its type":        {"value_type": "number"},
		"options of none": {"custom_field_options": []object{{"name": "A", "priority": 0}}},
	} {
		assert.Equal(t, 422, c.v1("PATCH", at("custom_fields", link), body).status, name)
	}
}
