package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestApplicationForms(t *testing.T) {
	c := signedIn(t)
	open, closed, template := c.job("Data Engineer"), c.job("Site Reliability Engineer"), c.job("Engineer (template)")
	otherStage := c.rows("/v3/job_interview_stages?job_ids=" + number(c.job("Platform Engineer")))[0]["id"]
	pool, poolStage := c.row("/v3/prospect_pools")["id"], c.rows("/v3/prospect_pool_stages")[0]["id"]
	for name, test := range map[string]struct {
		form  object
		field string
	}{
		"neither form":             {object{}, "job_id"},
		"unknown job":              {object{"job_id": 4}, "job_id"},
		"closed job":               {object{"job_id": closed}, "job_id"},
		"template":                 {object{"job_id": template}, "job_id"},
		"stage of another job":     {object{"job_id": open, "initial_stage_id": otherStage}, "initial_stage_id"},
		"pool on a candidate":      {object{"job_id": open, "prospect_pool_id": pool}, "prospect_pool_id"},
		"jobs on a candidate":      {object{"job_id": open, "job_ids": []int64{open}}, "job_ids"},
		"both forms":               {object{"job_id": open, "prospect": true}, "job_id"},
		"prospect: false":          {object{"job_id": open, "prospect": false}, "prospect"},
		"stage on a prospect":      {object{"prospect": true, "initial_stage_id": otherStage}, "initial_stage_id"},
		"prospect on a closed job": {object{"prospect": true, "job_ids": []int64{open, closed}}, "job_ids[1]"},
		"prospect on a template":   {object{"prospect": true, "job_ids": []int64{template}}, "job_ids[0]"},
		"stage without pool":       {object{"prospect": true, "prospect_pool_stage_id": poolStage}, "prospect_pool_stage_id"},
		"unknown source":           {object{"prospect": true, "source_id": 1}, "source_id"},
		"user as referrer":         {object{"prospect": true, "referrer_id": c.Info().UserID}, "referrer_id"},
		"unknown recruiter":        {object{"prospect": true, "recruiter_id": 1}, "recruiter_id"},
		"no departments":           {object{"prospect": true, "prospective_department_id": 1}, "prospective_department_id"},
		"date without time":        {object{"prospect": true, "created_at": "2026-11-24"}, "created_at"},
	} {
		t.Run(name, func(t *testing.T) {
			assertFieldError(t, c.post("/v3/candidates", named(object{"application": test.form})), "application."+test.field)
			test.form["candidate_id"] = c.person(nil)
			assertFieldError(t, c.post("/v3/applications", test.form), test.field)
		})
	}
	require.Empty(t, c.rows("/v3/applications"))
}

func TestCandidateApplicationStartsInAStage(t *testing.T) {
	c := signedIn(t)
	job := c.job("Data Engineer")
	stages := c.rows("/v3/job_interview_stages?job_ids=" + number(job))
	last := stages[0]
	first := c.add("/v3/applications", object{"candidate_id": c.person(nil), "job_id": job})
	require.Equal(t, "Application Review", first["stage_name"])
	require.Equal(t, "in_process", first["status"])
	require.Equal(t, false, first["prospect"])
	require.NotEqual(t, first["job_interview_stage_id"], first["stage_id"], "an instance is not its definition")

	later := c.add("/v3/applications", object{"candidate_id": c.person(nil), "job_id": job, "initial_stage_id": last["id"]})
	require.Equal(t, last["name"], later["stage_name"])
	require.Equal(t, last["id"], later["job_interview_stage_id"])
}

func TestProspectApplication(t *testing.T) {
	c := signedIn(t)
	data, platform := c.job("Data Engineer"), c.job("Platform Engineer")
	stage := c.rows("/v3/prospect_pool_stages")[0]
	loose := c.add("/v3/applications", object{"candidate_id": c.person(nil), "prospect": true})
	require.Nil(t, loose["job_id"])
	require.Equal(t, []any{}, loose["prospective_job_ids"])

	row := c.add("/v3/applications", object{
		"candidate_id": c.person(nil), "prospect": true, "job_ids": []int64{data, platform},
		"prospect_pool_id": stage["prospect_pool_id"], "prospect_pool_stage_id": stage["id"],
		"prospect_owner_id": c.Info().UserID, "source_id": c.rows("/v3/sources")[0]["id"],
	})
	require.Equal(t, true, row["prospect"])
	require.Nil(t, row["stage_id"])
	require.Nil(t, row["stage_name"])
	require.Equal(t, []any{json.Number(number(data)), json.Number(number(platform))}, row["prospective_job_ids"])
	require.NotContains(t, row, "prospect_pool_id")

	detail := c.row("/v3/prospect_details?application_ids=" + row["id"].(json.Number).String())
	require.Equal(t, stage["id"], detail["pool_stage_id"])
	require.Equal(t, json.Number(number(c.Info().UserID)), detail["prospect_owner_id"])
	require.NotContains(t, detail, "id")
}

func TestApplicationFilters(t *testing.T) {
	c := signedIn(t)
	source := c.rows("/v3/sources")[0]["id"].(json.Number)
	job := c.job("Data Engineer")
	person := c.person(nil)
	hired := c.add("/v3/applications", object{"candidate_id": person, "job_id": job, "source_id": source})
	prospect := c.add("/v3/applications", object{"candidate_id": c.person(nil), "prospect": true, "job_ids": []int64{job}})
	candidate, held := hired["id"].(json.Number).String(), prospect["id"].(json.Number).String()
	for filter, want := range map[string][]string{
		"candidate_ids=" + person.String():                                    {candidate},
		"job_ids=" + number(job) + "&prospect=false":                          {candidate},
		"prospective_job_ids=" + number(job):                                  {held},
		"source_ids=" + source.String():                                       {candidate},
		"prospect=true":                                                       {held},
		"status=active":                                                       {held, candidate},
		"status=hired":                                                        nil,
		"stage_name=Application%20Review":                                     {candidate},
		"stage_ids=" + hired["stage_id"].(json.Number).String():               {candidate},
		"stage_ids=" + hired["job_interview_stage_id"].(json.Number).String(): nil,
		"job_interview_stage_ids=" + hired["job_interview_stage_id"].(json.Number).String(): {candidate},
		"job_post_ids=1": nil,
	} {
		assert.Equal(t, want, idsOf(c.get("/v3/applications?"+filter)), filter)
	}
}

func TestSecondApplicationAsSwitched(t *testing.T) {
	c := signedIn(t)
	again := object{"candidate_id": c.person(nil), "job_id": c.job("Data Engineer")}
	c.add("/v3/applications", again)
	c.add("/v3/applications", again)
	require.NoError(t, c.SetFaults("second-application=refuse"))
	require.Equal(t, 422, c.post("/v3/applications", again).status)
	again["job_id"] = c.job("Platform Engineer")
	c.add("/v3/applications", again)
}

func TestUnattachedProspectsDoNotBlockAnApplication(t *testing.T) {
	c := signedIn(t, "second-application=refuse")
	person := c.person(nil)
	c.add("/v3/applications", object{"candidate_id": person, "prospect": true})
	c.add("/v3/applications", object{"candidate_id": person, "prospect": true})
	c.add("/v3/applications", object{"candidate_id": person, "job_id": c.job("Data Engineer")})
}

func TestPatchApplication(t *testing.T) {
	c := signedIn(t)
	stage := c.rows("/v3/prospect_pool_stages")[0]
	source := c.rows("/v3/sources")[0]["id"]
	added := c.add("/v3/applications", object{"candidate_id": c.person(nil), "prospect": true})
	path := "/v3/applications/" + added["id"].(json.Number).String()
	patch := func(body object) reply { return c.as(c.writes, "PATCH", path, body) }

	got := patch(object{
		"source_id": source, "created_at": "2026-02-01T00:00:00Z",
		"prospect_pool_id": stage["prospect_pool_id"], "prospect_stage_id": stage["id"],
	})
	require.Equal(t, 200, got.status, got.raw)
	require.Equal(t, source, got.body.(object)["source_id"])
	require.Equal(t, "2026-02-01T00:00:00.000Z", got.body.(object)["created_at"])
	require.Equal(t, stage["id"], c.row("/v3/prospect_details")["pool_stage_id"])

	assertFieldError(t, patch(object{"job_id": c.job("Data Engineer")}), "job_id")
	assertFieldError(t, patch(object{"prospect_stage_id": stage["id"]}), "prospect_stage_id")
	assertFieldError(t, patch(object{"rejected_at": "2026-02-01T00:00:00Z"}), "rejected_at")
}

func TestAClosedJobTakesNoApplicationsUntilItOpensAgain(t *testing.T) {
	c := signedIn(t)
	job := c.job("Data Engineer")
	body := object{"candidate_id": c.person(nil), "job_id": job}
	c.CloseJob(job)
	assertFieldError(t, c.post("/v3/applications", body), "job_id")
	require.Equal(t, "closed", c.row("/v3/jobs?ids=" + number(job))["status"])
	c.OpenJob(job)
	require.Nil(t, c.row("/v3/jobs?ids=" + number(job))["closed_at"])
	c.add("/v3/applications", body)
}
