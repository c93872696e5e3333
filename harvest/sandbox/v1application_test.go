package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestV1AddsAnApplicationToAPerson(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	stage := c.rows("/v3/job_interview_stages?job_ids=" + number(c.job("Data Engineer")))[1]
	added := c.v1Add(at("candidates", person, "applications"), object{
		"job_id": stage["job_id"], "initial_stage_id": stage["id"], "source_id": c.v1Rows("/v1/sources")[1]["id"],
		"recruiter_id": c.Info().UserID, "referrer": object{"type": "email", "value": "sam@example.org"},
	})
	require.Equal(t, person, added["candidate_id"])
	require.Equal(t, stage["name"], added["current_stage"].(object)["name"])
	require.Equal(t, "AmazingHiring", added["source"].(object)["public_name"])
	require.Equal(t, "Sam Reyes", added["credited_to"].(object)["name"])
	require.Equal(t, "Nora Feld", added["recruiter"].(object)["name"])

	row := c.v1("GET", at("candidates", person), nil).body.(object)
	require.Len(t, row["applications"], 2)
	require.Equal(t, added["id"], row["application_ids"].([]any)[0], "newest first")
	require.Equal(t, added, c.v1("GET", at("applications", added["id"]), nil).body)
}

func TestV1AddsAProspectApplication(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/candidates", c.v1Person(nil))["id"]
	pool, stage := c.rows("/v3/prospect_pools")[0], c.rows("/v3/prospect_pool_stages")[0]
	added := c.v1Add(at("candidates", person, "applications"), object{
		"prospect": "true", "prospect_pool_id": pool["id"], "prospect_pool_stage_id": stage["id"],
		"prospect_owner_id": c.Info().UserID,
	})
	require.Equal(t, true, added["prospect"])
	require.Equal(t, object{
		"prospect_pool":  object{"id": pool["id"], "name": "Go engineers"},
		"prospect_stage": object{"id": stage["id"], "name": "Interested"},
		"prospect_owner": object{"id": c.userID("nora.feld@example.com"), "name": "Nora Feld"},
	}, added["prospect_detail"])
}

func TestV1RefusesApplications(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	data, stage := c.job("Data Engineer"), c.rows("/v3/prospect_pool_stages")[0]["id"]
	for name, body := range map[string]object{
		"no job":               {},
		"a closed job":         {"job_id": c.job("Site Reliability Engineer")},
		"jobs of a prospect":   {"job_id": data, "job_ids": []int64{data}},
		"half a prospect":      {"job_id": data, "prospect": "perhaps"},
		"not even a prospect":  {"job_ids": []int64{data}, "prospect": "false"},
		"job of a prospect":    {"prospect": "true", "job_id": data},
		"stage without pool":   {"prospect": "true", "prospect_pool_stage_id": stage},
		"version 3 date":       {"job_id": data, "created_at": "2026-01-01T00:00:00Z"},
		"referrer of no kind":  {"job_id": data, "referrer": object{"value": 1}},
		"referrer of a bad id": {"job_id": data, "referrer": object{"type": "id", "value": "Nora"}},
		"referrer unnamed":     {"job_id": data, "referrer": object{"type": "outside", "value": ""}},
	} {
		got := c.v1("POST", at("candidates", person, "applications"), body)
		assert.Equal(t, 422, got.status, name+": "+got.raw)
	}
	require.Len(t, c.v1Rows("/v1/applications"), 1)
}

func TestV1CreditKeepsOneReferrerPerUser(t *testing.T) {
	c := signedIn(t)
	for range 2 {
		c.v1Add("/v1/prospects", named(object{"application": object{
			"referrer": object{"type": "email", "value": "sam@example.org"},
		}}))
	}
	require.Len(t, c.rows("/v3/referrers"), 3, "two of the seed, and the new one")
}
