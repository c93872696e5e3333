package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// onJob adds a person to a job and returns the address of the application and its row.
func (c *client) onJob(job int64) (string, object) {
	c.t.Helper()
	row := c.add("/v3/applications", object{"candidate_id": c.person(nil), "job_id": job})
	return "/v3/applications/" + row["id"].(json.Number).String(), row
}

// done posts and insists on a 204 without a body.
func (c *client) done(path string, body any) {
	c.t.Helper()
	got := c.post(path, body)
	require.Equal(c.t, 204, got.status, got.raw)
	require.Empty(c.t, got.raw)
}

// plan is the stages of a job, the first one first.
func (c *client) plan(job int64) []object {
	c.t.Helper()
	rows := c.rows("/v3/job_interview_stages?job_ids=" + number(job))
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
	return rows
}

func TestMove(t *testing.T) {
	c := signedIn(t)
	data, platform := c.job("Data Engineer"), c.job("Platform Engineer")
	stages, others := c.plan(data), c.plan(platform)
	path, row := c.onJob(data)
	place := func() []any {
		now := c.row("/v3/applications")
		return []any{now["job_id"], now["stage_name"], now["job_interview_stage_id"]}
	}
	c.done(path+"/move", object{"from_stage_id": stages[0]["id"]})
	require.Equal(t, []any{row["job_id"], "Phone Screen", stages[1]["id"]}, place(), "without a target one step on")
	c.done(path+"/move", object{"from_stage_id": stages[1]["id"], "to_stage_id": stages[3]["id"]})
	require.Equal(t, []any{row["job_id"], "Offer", stages[3]["id"]}, place())
	last := c.post(path+"/move", object{"from_stage_id": stages[3]["id"]})
	require.Equal(t, 422, last.status, "there is no step after the last")
	c.done(path+"/move", object{"from_stage_id": stages[3]["id"], "to_job_id": platform})
	require.Equal(t, []any{json.Number(number(platform)), "Application Review", others[0]["id"]}, place())
	require.NotNil(t, c.row("/v3/candidates")["last_activity_at"])

	history := c.rows("/v3/application_stages?application_ids=" + row["id"].(json.Number).String())
	require.Len(t, history, 4)
	require.Equal(t, []any{true, nil}, []any{history[0]["current"], history[0]["exited_at"]})
	require.NotNil(t, history[1]["exited_at"])
	current := c.row("/v3/application_stages?current=true")
	require.Equal(t, c.row("/v3/applications")["stage_id"], current["id"])
	require.Equal(t, others[0]["id"], current["job_interview_stage_id"])
	require.Equal(t, json.Number("0"), current["days_in_stage"])
	require.Empty(t, c.rows("/v3/applications?stage_ids="+history[1]["id"].(json.Number).String()), "no longer there")
}

func TestMoveRefusals(t *testing.T) {
	c := signedIn(t)
	data, closed := c.job("Data Engineer"), c.job("Site Reliability Engineer")
	stages, others := c.plan(data), c.plan(c.job("Platform Engineer"))
	path, _ := c.onJob(data)
	from := stages[0]["id"]
	for field, body := range map[string]object{
		"from_stage_id":      {"from_stage_id": stages[1]["id"]},
		"to_stage_id":        {"from_stage_id": from, "to_stage_id": others[1]["id"]},
		"to_job_id":          {"from_stage_id": from, "to_job_id": closed},
		"stage_id":           {"from_stage_id": from, "stage_id": stages[1]["id"]},
		"email_from_user_id": {"from_stage_id": from, "email_from_user_id": 1},
	} {
		assertFieldError(t, c.post(path+"/move", body), field)
	}
	assertFieldError(t, c.post(path+"/move", object{}), "from_stage_id")
	require.Equal(t, "Application Review", c.row("/v3/applications")["stage_name"])
	require.Equal(t, 404, c.post("/v3/applications/1/move", object{"from_stage_id": from}).status)
	require.Equal(t, 404, c.as(c.writes, "PATCH", path+"/move", object{"from_stage_id": from}).status)
	loose := "/v3/applications/" + c.prospect().String()
	require.Equal(t, 422, c.post(loose+"/move", object{"from_stage_id": from}).status, "a prospect has no stages")
}

func TestHire(t *testing.T) {
	c := signedIn(t)
	path, _ := c.onJob(c.job("Data Engineer"))
	assertFieldError(t, c.post(path+"/hire", object{"opening_id": 4}), "opening_id")
	c.done(path+"/hire", object{"start_date": "2027-01-01"})
	hired := c.row("/v3/applications?status=hired")
	require.Nil(t, hired["stage_id"])
	for _, member := range []string{"hire", "unreject"} {
		require.Equal(t, 422, c.post(path+"/"+member, object{}).status, member)
	}
	require.Equal(t, 422, c.post("/v3/applications/"+c.prospect().String()+"/hire", object{}).status)
}

func TestConvertToCandidate(t *testing.T) {
	c := signedIn(t)
	job, closed := c.job("Data Engineer"), c.job("Site Reliability Engineer")
	stages, others := c.plan(job), c.plan(c.job("Platform Engineer"))
	source := c.rows("/v3/sources")[0]["id"]
	prospect := c.add("/v3/applications", object{"candidate_id": c.person(nil), "prospect": true, "source_id": source})
	path := "/v3/applications/" + prospect["id"].(json.Number).String() + "/convert_to_candidate"
	for field, body := range map[string]object{
		"job_id":                    {"job_id": closed},
		"to_job_interview_stage_id": {"job_id": job, "to_job_interview_stage_id": others[0]["id"]},
		"initial_stage_id":          {"job_id": job, "initial_stage_id": stages[1]["id"]},
	} {
		assertFieldError(t, c.post(path, body), field)
	}
	got := c.post(path, object{"job_id": job, "to_job_interview_stage_id": stages[1]["id"]})
	require.Equal(t, 200, got.status, got.raw)
	made := got.body.(object)
	require.NotEqual(t, prospect["id"], made["id"])
	assert.Equal(t, []any{false, "Phone Screen", source, prospect["candidate_id"]},
		[]any{made["prospect"], made["stage_name"], made["source_id"], made["candidate_id"]})
	require.Equal(t, prospect["id"], c.row("/v3/applications?status=converted")["id"])
	require.Equal(t, 422, c.post(path, object{"job_id": job}).status, "only once")
	require.Equal(t, 422, c.post("/v3/applications/"+made["id"].(json.Number).String()+"/convert_to_candidate", object{"job_id": job}).status)
}

func TestDeleteApplication(t *testing.T) {
	c := signedIn(t)
	path, row := c.onJob(c.job("Data Engineer"))
	c.add("/v3/attachments", resume(row["id"]))
	got := c.as(c.writes, "DELETE", path, nil)
	require.Equal(t, 200, got.status)
	require.NotEmpty(t, got.body.(object)["message"])
	for _, list := range []string{"applications", "attachments", "application_stages"} {
		require.Empty(t, c.rows("/v3/"+list), list)
	}
	require.Len(t, c.rows("/v3/candidates"), 1)
	require.Equal(t, 404, c.as(c.writes, "DELETE", path, nil).status)
}

func TestEveryMemberHasItsScope(t *testing.T) {
	c := signedIn(t)
	path := map[string]string{
		"candidates": "/v3/candidates/" + c.person(nil).String(), "applications": "/v3/applications/" + c.prospect().String(),
	}
	for _, operation := range [][3]string{
		{"candidates", "POST", "merge"}, {"candidates", "PATCH", "anonymize"}, {"candidates", "DELETE", ""},
		{"applications", "POST", "move"}, {"applications", "POST", "reject"}, {"applications", "POST", "unreject"},
		{"applications", "POST", "hire"}, {"applications", "POST", "convert_to_candidate"}, {"applications", "DELETE", ""},
	} {
		action, address := operation[2], path[operation[0]]+"/"+operation[2]
		if action == "" {
			action, address = "destroy", path[operation[0]]
		}
		scope := "harvest:" + operation[0] + ":" + action
		require.NoError(t, c.SetFaults("no-scope="+scope))
		got := c.as(c.writes, operation[1], address, object{})
		assert.Equal(t, 403, got.status, scope)
		assert.Contains(t, got.raw, scope)
	}
	require.NoError(t, c.SetFaults())
	require.Len(t, c.rows("/v3/candidates"), 2)
}
