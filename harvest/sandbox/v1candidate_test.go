package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (c *client) userID(email string) json.Number {
	c.t.Helper()
	rows := c.v1Rows("/v1/users" + query("email", email))
	require.Len(c.t, rows, 1, email)
	return rows[0]["id"].(json.Number)
}

func TestV1CandidateShowsEverywhere(t *testing.T) {
	c := signedIn(t)
	source := c.v1Rows("/v1/sources")[0]
	added := c.v1Add("/v1/candidates", c.v1Person(object{
		"title": "Staff Engineer", "company": "Blue Heron Example", "tags": []string{"sourced"}, "is_private": true,
		"email_addresses": []object{{"value": "marta.okafor@example.com", "type": "personal"}},
		"applications": []object{{
			"job_id": c.job("Data Engineer"), "source_id": source["id"],
			"referrer": object{"type": "id", "value": c.Info().UserID},
		}},
	}))
	require.Equal(t, added, c.v1("GET", at("candidates", added["id"]), nil).body)
	require.Equal(t, []object{added}, c.v1Rows("/v1/candidates"))

	row := c.row("/v3/candidates?ids=" + added["id"].(json.Number).String())
	require.Equal(t, "Okafor", row["last_name"])
	require.Equal(t, true, row["private"])
	require.Equal(t, []any{"sourced"}, row["tags"])
	application := c.row("/v3/applications?candidate_ids=" + added["id"].(json.Number).String())
	require.Equal(t, source["id"], application["source_id"])
	require.Contains(t, c.page("/").raw, "Marta Okafor")
	require.Contains(t, c.page("/").raw, "Staff Engineer · Blue Heron Example")
}

func TestV1CandidateRow(t *testing.T) {
	c := start(t)
	row := c.v1Add("/v1/candidates", c.v1Person(object{"is_private": true, "recruiter": object{"email": "nora.feld@example.com"}}))
	require.Equal(t, true, row["is_private"])
	require.Equal(t, true, row["can_email"])
	require.Equal(t, "Nora Feld", row["recruiter"].(object)["name"])
	for _, missing := range []string{"company", "title", "photo_url", "coordinator"} {
		value, shown := row[missing]
		assert.True(t, shown, missing)
		assert.Nil(t, value, missing)
	}
	require.NotContains(t, row, "private")
	for _, empty := range []string{"attachments", "tags", "educations", "employments", "phone_numbers"} {
		assert.Equal(t, []any{}, row[empty], empty)
	}
	application := row["applications"].([]any)[0].(object)
	require.Equal(t, row["application_ids"], []any{application["id"]})
	require.Equal(t, row["id"], application["candidate_id"])
	require.NotEmpty(t, application["applied_at"])
	require.NotContains(t, application, "created_at")
	require.Equal(t, "active", application["status"])
	require.Equal(t, "Data Engineer", application["jobs"].([]any)[0].(object)["name"])
	require.Equal(t, "Application Review", application["current_stage"].(object)["name"])
	require.Nil(t, application["source"])
	require.Equal(t, []any{}, application["attachments"])
}

func TestV1CandidateOnSeveralJobs(t *testing.T) {
	c := start(t)
	row := c.v1Add("/v1/candidates", c.v1Person(object{"applications": []object{
		{"job_id": c.job("Data Engineer")}, {"job_id": c.job("Platform Engineer")},
	}}))
	require.Len(t, row["applications"], 2)
	require.Len(t, row["application_ids"], 2)
	require.Len(t, c.v1Rows("/v1/applications"), 2)
}

func TestV1RefusedCandidateLeavesNoTrace(t *testing.T) {
	c := signedIn(t)
	data := c.job("Data Engineer")
	file := object{"filename": "cv.pdf", "type": "resume", "content": "aGk="}
	for name, extra := range map[string]object{
		"no applications":    {"applications": nil},
		"application":        {"application": object{"job_id": data}},
		"a closed job":       {"applications": []object{{"job_id": data}, {"job_id": c.job("Site Reliability Engineer")}}},
		"an unknown job":     {"applications": []object{{"job_id": 1}}},
		"an unknown source":  {"applications": []object{{"job_id": data, "source_id": 1}}},
		"version 3 referrer": {"applications": []object{{"job_id": data, "referrer_id": c.rows("/v3/referrers")[0]["id"]}}},
		"unknown referrer":   {"applications": []object{{"job_id": data, "referrer": object{"type": "id", "value": 1}}}},
		"untyped file":       {"applications": []object{{"job_id": data, "attachments": []object{file}}}},
		"unknown recruiter":  {"recruiter": object{"email": "nobody@example.com"}},
		"empty recruiter":    {"recruiter": object{}},
		"unknown school":     {"educations": []object{{"school_id": 1}}},
		"half a date":        {"educations": []object{{"start_month": 5}}},
		"no employer":        {"employments": []object{{"title": "Engineer", "start_date": "2020-01-01"}}},
		"no such day":        {"employments": []object{{"company_name": "X", "title": "Y", "start_date": "soon"}}},
		"note by nobody":     {"activity_feed_notes": []object{{"user_id": 1, "body": "Hi", "visibility": "public"}}},
		"unknown field":      {"custom_fields": []object{{"name_key": "shoe_size", "value": 43}}},
		"version 3 field":    {"custom_fields": []object{{"custom_field_id": 1, "value": 43}}},
		"version 3 key":      {"preferred_name": "M"},
		"untyped address":    {"email_addresses": []object{{"value": "m@example.com"}}},
	} {
		got := c.v1("POST", "/v1/candidates", c.v1Person(extra))
		assert.Equal(t, 422, got.status, name+": "+got.raw)
	}
	require.Empty(t, c.rows("/v3/candidates"))
	require.Empty(t, c.rows("/v3/applications"))
	require.Len(t, c.rows("/v3/referrers"), 2)
}

func TestV1CreatedStatusAsSwitched(t *testing.T) {
	c := start(t, "v1-created=200")
	require.Equal(t, 200, c.v1("POST", "/v1/candidates", c.v1Person(nil)).status)
	require.Equal(t, 200, c.v1("POST", "/v1/prospects", named(nil)).status)
}

func TestV1HistoryOfANewCandidate(t *testing.T) {
	c := signedIn(t)
	option := func(key, name string) any {
		for _, row := range c.rows("/v3/custom_field_options" + query("custom_field_key", key)) {
			if row["name"] == name {
				return row["id"]
			}
		}
		return nil
	}
	row := c.v1Add("/v1/candidates", c.v1Person(object{
		"educations": []object{{
			"school_id": option("school_name", "University of Example"), "degree_id": option("degree", "Bachelor's Degree"),
			"discipline_id": option("discipline", "Computer Science"), "start_month": 9, "start_year": 2013,
			"end_date": "2017-06-15T00:00:00.000Z",
		}},
		"employments": []object{{"company_name": "Quarry Example", "title": "Engineer", "start_date": "2018-07-01"}},
		"activity_feed_notes": []object{{
			"user_id": c.Info().UserID, "body": "Open to relocation", "visibility": "admin_only",
		}},
	}))
	education := row["educations"].([]any)[0].(object)
	require.Equal(t, "University of Example", education["school_name"])
	require.Equal(t, "2013-09-01T00:00:00.000Z", education["start_date"])
	require.Equal(t, "2017-06-15T00:00:00.000Z", education["end_date"])
	employment := row["employments"].([]any)[0].(object)
	require.Equal(t, "Quarry Example", employment["company_name"])
	require.Equal(t, "2018-07-01T00:00:00.000Z", employment["start_date"])
	require.Nil(t, employment["end_date"])
	note := c.row("/v3/notes?candidate_ids=" + row["id"].(json.Number).String())
	require.Equal(t, "Open to relocation", note["body"])
	require.Equal(t, "admin_only_visible", note["visibility"])
}

func TestV1Prospects(t *testing.T) {
	c := start(t)
	alone := c.v1Add("/v1/prospects", named(nil))["applications"].([]any)[0].(object)
	require.Equal(t, true, alone["prospect"])
	require.Equal(t, []any{}, alone["jobs"])
	require.Nil(t, alone["current_stage"])

	onJobs := c.v1Add("/v1/prospects", named(object{"application": object{
		"job_ids":  []int64{c.job("Data Engineer"), c.job("Platform Engineer")},
		"referrer": object{"type": "outside", "value": "Jo Friend"},
	}}))["applications"].([]any)[0].(object)
	require.Equal(t, true, onJobs["prospect"])
	require.Len(t, onJobs["jobs"], 2)
	require.Nil(t, onJobs["credited_to"], "nobody who works here")

	for name, application := range map[string]object{
		"a job of a candidate": {"job_id": c.job("Data Engineer")},
		"a closed job":         {"job_ids": []int64{c.job("Site Reliability Engineer")}},
		"a pool":               {"prospect_pool_id": 1},
	} {
		assert.Equal(t, 422, c.v1("POST", "/v1/prospects", named(object{"application": application})).status, name)
	}
	require.Equal(t, 422, c.v1("POST", "/v1/prospects", c.v1Person(nil)).status, "applications belong to candidates")
	require.Len(t, c.v1Rows("/v1/candidates"), 2)
}

func TestV1EditReplacesArraysAndKeepsTheRest(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/candidates", c.v1Person(object{
		"title": "Engineer", "tags": []string{"old"},
		"email_addresses": []object{{"value": "marta.okafor@example.com", "type": "personal"}},
		"phone_numbers":   []object{{"value": "+44 20 7946 0101", "type": "mobile"}},
	}))["id"]
	got := c.v1("PATCH", at("candidates", person), object{
		"company": "Blue Heron Example", "tags": []string{"new"}, "phone_numbers": []object{},
		"coordinator": object{"id": c.userID("ops@example.com")},
	})
	require.Equal(t, 200, got.status, got.raw)
	row := got.body.(object)
	require.Equal(t, row, c.v1("GET", at("candidates", person), nil).body)
	require.Equal(t, "Engineer", row["title"])
	require.Equal(t, "Blue Heron Example", row["company"])
	require.Equal(t, []any{"new"}, row["tags"])
	require.Equal(t, []any{}, row["phone_numbers"])
	require.Len(t, row["email_addresses"], 1)
	require.Equal(t, "Ivo Brandt", row["coordinator"].(object)["name"])

	for name, body := range map[string]object{
		"applications": {"applications": []object{{"job_id": c.job("Data Engineer")}}},
		"educations":   {"educations": []object{}},
		"blank name":   {"first_name": " "},
		"broken list":  {"tags": "new"},
	} {
		assert.Equal(t, 422, c.v1("PATCH", at("candidates", person), body).status, name)
	}
}

func TestV1EditedShapeAsSwitched(t *testing.T) {
	c := start(t, "v1-edited=array")
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	got := c.v1("PATCH", at("candidates", person), object{"title": "Engineer"})
	require.Equal(t, "Engineer", got.body.([]any)[0].(object)["title"])
}

func TestV1ObeysTheSwitchesOfTheOrganisation(t *testing.T) {
	c := signedIn(t, "unknown-tags=refuse", "second-application=refuse")
	require.Equal(t, 422, c.v1("POST", "/v1/prospects", named(object{"tags": []string{"new"}})).status)
	person := c.v1Add("/v1/candidates", c.v1Person(nil))["id"]
	again := object{"job_id": c.job("Data Engineer")}
	require.Equal(t, 422, c.v1("POST", at("candidates", person, "applications"), again).status)
	require.Equal(t, 201, c.v1("POST", at("candidates", person, "applications"), object{"job_id": c.job("Platform Engineer")}).status)
}

func TestV1UnattachedProspectsNeedAPermission(t *testing.T) {
	c := start(t)
	for email, want := range map[string]int{"sam.reyes@example.com": 403, "nora.feld@example.com": 201} {
		request := c.ask("POST", "/v1/prospects", named(nil))
		request.Header.Set("On-Behalf-Of", c.userID(email).String())
		assert.Equal(t, want, c.do(request).status, email)
	}
}
