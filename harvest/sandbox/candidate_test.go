package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCandidateBodyIsCheckedAgainstItsSchema(t *testing.T) {
	c := signedIn(t)
	address := func(value object) []object { return []object{value} }
	for field, body := range map[string]object{
		"last_name":                      {"first_name": "Marta"},
		"first_name":                     named(object{"first_name": " "}),
		"title":                          named(object{"title": 7}),
		"company":                        named(object{"company": nil}),
		"applications":                   named(object{"applications": []object{{"prospect": true}}}),
		"source_id":                      named(object{"source_id": 1}),
		"tags":                           named(object{"tags": "sourced"}),
		"tags[0]":                        named(object{"tags": []int{1}}),
		"can_email":                      named(object{"can_email": "yes"}),
		"private":                        named(object{"private": true}),
		"email_addresses[0].type":        named(object{"email_addresses": address(object{"value": "a@example.com", "type": "mobile"})}),
		"email_addresses[0].value":       named(object{"email_addresses": address(object{"type": "work"})}),
		"email_addresses[0].label":       named(object{"email_addresses": address(object{"value": "a@example.com", "type": "work", "label": "x"})}),
		"phone_numbers[0]":               named(object{"phone_numbers": []string{"+44 20 7946 0101"}}),
		"social_media_addresses[0].type": named(object{"social_media_addresses": address(object{"value": "https://social.example/marta", "type": "other"})}),
		"linked_user_ids[0]":             named(object{"linked_user_ids": []int64{1}}),
		"application":                    named(object{"application": []object{}}),
		"application.notes":              named(object{"application": object{"prospect": true, "notes": "x"}}),
		"application.source_id":          named(object{"application": object{"prospect": true, "source_id": "AmazingHiring"}}),
	} {
		assertFieldError(t, c.post("/v3/candidates", body), field)
	}
	require.Empty(t, c.rows("/v3/candidates"), "a refusal stores nothing")
}

func TestBodyMustBeOneJSONObject(t *testing.T) {
	c := signedIn(t)
	for _, body := range []any{"text", []object{named(nil)}, nil} {
		got := c.post("/v3/candidates", body)
		assert.Equal(t, 422, got.status)
		assert.IsType(t, "", got.body.(object)["errors"], "errors as a string")
	}
	request := c.signed(c.writes, "POST", "/v3/candidates", named(nil))
	request.Header.Set("Content-Type", "text/plain")
	require.Equal(t, 422, c.do(request).status)
}

func TestCandidateRow(t *testing.T) {
	c := signedIn(t)
	c.add("/v3/candidates", named(object{
		"title": "", "is_private": true, "can_email": false,
		"email_addresses":        []object{{"value": "Marta.Okafor@example.com", "type": "personal"}},
		"social_media_addresses": []object{{"value": "https://social.example/marta"}},
	}))
	row := c.row("/v3/candidates")
	delete(row, "custom_fields")
	for _, volatile := range []string{"id", "created_at", "updated_at"} {
		require.NotEmpty(t, row[volatile])
		delete(row, volatile)
	}
	require.Equal(t, object{
		"first_name": "Marta", "last_name": "Okafor", "preferred_name": nil, "company": nil, "title": nil,
		"private": true, "can_email": false, "time_zone": nil, "last_activity_at": nil,
		"tags": []any{}, "linked_user_ids": []any{}, "phone_numbers": []any{}, "addresses": []any{},
		"email_addresses":        []any{object{"value": "Marta.Okafor@example.com", "type": "personal"}},
		"website_addresses":      []any{},
		"social_media_addresses": []any{object{"value": "https://social.example/marta"}},
	}, row)
}

func TestCandidateFilters(t *testing.T) {
	c := signedIn(t)
	marta := c.person(object{
		"email_addresses": []object{{"value": "first@example.com", "type": "work"}, {"value": "Second@Example.com", "type": "other"}},
		"tags":            []string{"sourced"},
		"custom_fields":   []object{{"name_key": "seniority", "value": c.option("Senior")}},
	}).String()
	hidden := c.person(object{"is_private": true}).String()
	for filter, want := range map[string][]string{
		"":                          {hidden, marta},
		"?email=second@example.COM": {marta},
		"?email=second":             nil,
		"?tag=sourced":              {marta},
		"?tag=Sourced":              nil,
		"?private=true":             {hidden, marta},
		"?private=false":            {marta},
		"?last_activity_at[lt]=2026-01-01T00:00:00Z":             nil,
		"?custom_field_option_id=" + c.option("Senior").String(): {marta},
		"?custom_field_option_id=" + c.option("Junior").String(): nil,
	} {
		assert.Equal(t, want, idsOf(c.get("/v3/candidates"+filter)), filter)
	}
}

func TestPrivateRowsAsSwitched(t *testing.T) {
	c := signedIn(t, "private-rows=message")
	c.person(object{"is_private": true})
	require.Equal(t, object{"message": "This candidate is private"}, c.row("/v3/candidates"))
	require.NoError(t, c.SetFaults("private-rows=hide"))
	require.Empty(t, c.rows("/v3/candidates"))
}

func TestPatchReplacesArraysAndCustomFieldsAsAWhole(t *testing.T) {
	c := signedIn(t)
	path := "/v3/candidates/" + c.person(object{
		"company": "Quarry Example", "tags": []string{"one", "two"},
		"email_addresses": []object{{"value": "a@example.com", "type": "work"}},
		"custom_fields":   []object{{"name_key": "notice_period", "value": 30}, {"name_key": "amazinghiring_url", "value": "https://search.example/1"}},
	}).String()
	got := c.as(c.writes, "PATCH", path, object{
		"company": "", "tags": []string{"two", "three"},
		"email_addresses": []object{{"value": "b@example.com", "type": "work"}},
		"custom_fields":   []object{{"name_key": "notice_period", "value": 60}},
	})
	require.Equal(t, 200, got.status, got.raw)
	row := c.row("/v3/candidates")
	require.Equal(t, row, got.body)
	require.Nil(t, row["company"])
	require.Equal(t, "Marta", row["first_name"], "what is not sent stays")
	require.Equal(t, []any{"two", "three"}, row["tags"])
	require.Equal(t, []any{object{"value": "b@example.com", "type": "work"}}, row["email_addresses"])
	fields := row["custom_fields"].(object)
	require.Equal(t, json.Number("60"), fields["notice_period"].(object)["value"])
	require.Nil(t, fields["amazinghiring_url"].(object)["value"])
}

func TestPatchRefusals(t *testing.T) {
	c := signedIn(t)
	missing := c.as(c.writes, "PATCH", "/v3/candidates/17", object{"title": "x"})
	require.Equal(t, 404, missing.status)
	require.JSONEq(t, `{"message":"Resource not found","errors":"Candidate not found"}`, missing.raw)
	path := "/v3/candidates/" + c.person(nil).String()
	assertFieldError(t, c.as(c.writes, "PATCH", path, object{"last_name": ""}), "last_name")
	assertFieldError(t, c.as(c.writes, "PATCH", path, object{"application": object{"prospect": true}}), "application")
}

func TestCustomFieldValues(t *testing.T) {
	c := signedIn(t)
	seniority := c.row("/v3/custom_fields?name_key=seniority")["id"]
	for name, field := range map[string]object{
		"both keys":           {"name_key": "seniority", "custom_field_id": seniority, "value": nil},
		"no key":              {"value": "x"},
		"unknown key":         {"name_key": "salary", "value": "x"},
		"field of educations": {"name_key": "degree", "value": c.option("Master's Degree")},
		"label for option":    {"name_key": "seniority", "value": "Senior"},
		"option of another":   {"name_key": "seniority", "value": c.option("Master's Degree")},
		"text for number":     {"name_key": "notice_period", "value": "30"},
		"no URL":              {"name_key": "amazinghiring_url", "value": "search.example/1"},
	} {
		got := c.post("/v3/candidates", named(object{"custom_fields": []object{field}}))
		assert.Equal(t, 422, got.status, name)
		assert.Contains(t, got.raw, "custom_fields[0]", name)
	}
	c.person(object{"custom_fields": []object{
		{"custom_field_id": seniority, "value": c.option("Senior")}, {"name_key": "notice_period", "value": nil},
	}})
	fields := c.row("/v3/candidates")["custom_fields"].(object)
	require.Equal(t, object{"name": "Seniority", "type": "single_select", "value": "Senior"}, fields["seniority"])
	require.Equal(t, object{"name": "Notice period", "type": "number", "value": nil}, fields["notice_period"])
}

func TestUnknownTagsAsSwitched(t *testing.T) {
	c := signedIn(t)
	c.person(object{"tags": []string{"sourced", "sourced"}})
	require.Equal(t, "sourced", c.row("/v3/candidate_tags")["name"])
	require.NoError(t, c.SetFaults("unknown-tags=refuse"))
	c.person(object{"tags": []string{"sourced"}})
	assertFieldError(t, c.post("/v3/candidates", named(object{"tags": []string{"fresh"}})), "tags")
}

func TestCandidateEnvelope(t *testing.T) {
	c := signedIn(t)
	alone := c.add("/v3/candidates", named(nil))
	require.Contains(t, alone, "application")
	require.Nil(t, alone["application"])
	together := c.add("/v3/candidates", named(object{"application": object{"job_id": c.job("Data Engineer")}}))
	person := together["candidate"].(object)["id"]
	require.Equal(t, person, together["application"].(object)["candidate_id"])

	require.NoError(t, c.SetFaults("application-required=on"))
	assertFieldError(t, c.post("/v3/candidates", named(nil)), "application")
}

func TestPartialKeepsTheCandidateAndRefusesTheApplication(t *testing.T) {
	c := signedIn(t, "partial=on,times=1")
	body := named(object{"application": object{"prospect": true}})
	got := c.add("/v3/candidates", body)
	require.Nil(t, got["application"])
	require.NotEmpty(t, got["errors"])
	require.Equal(t, got["candidate"], c.row("/v3/candidates"))
	require.Empty(t, c.rows("/v3/applications"))
	require.NotContains(t, c.add("/v3/candidates", body), "errors", "only once")
}

// assertFieldError expects a 422 in its most detailed shape, with one finding for this field.
func assertFieldError(t *testing.T, got reply, field string) {
	t.Helper()
	assert.Equal(t, 422, got.status, field)
	body, _ := got.body.(object)
	findings, _ := body["errors"].([]any)
	if assert.Len(t, findings, 1, "%s: %s", field, got.raw) {
		finding, _ := findings[0].(object)
		assert.Equal(t, field, finding["field"])
		assert.NotEmpty(t, finding["message"])
	}
}

// option is the id of a select option by its label.
func (c *client) option(label string) json.Number {
	c.t.Helper()
	for _, row := range c.rows("/v3/custom_field_options?per_page=500") {
		if row["name"] == label {
			return row["id"].(json.Number)
		}
	}
	require.Fail(c.t, "no such option", label)
	return ""
}
