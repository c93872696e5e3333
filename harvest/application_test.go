package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestApplicationFilters(t *testing.T) {
	q := harvest.ApplicationQuery{SourceIDs: []harvest.SourceID{7, 8}, JobIDs: []harvest.JobID{11}}
	requireQuery(t, (*harvest.Client).Applications, q, "/v3/applications", "source_ids=7,8&job_ids=11")
}

func TestBothFormsOfAnApplication(t *testing.T) {
	for name, test := range map[string]struct {
		application harvest.NewApplication
		body        string
	}{
		"on a job": {
			harvest.NewApplication{JobID: 11, InitialStageID: 71, ReferrerID: 3},
			`{"candidate_id":5,"job_id":11,"initial_stage_id":71,"referrer_id":3}`,
		},
		"in a pool": {
			harvest.NewApplication{
				Prospect: true, JobIDs: []harvest.JobID{11}, ProspectPoolID: 35, ProspectPoolStageID: 36, ProspectOwnerID: 4002,
			},
			`{"candidate_id":5,"prospect":true,"job_ids":[11],"prospect_pool_id":35,"prospect_pool_stage_id":36,"prospect_owner_id":4002}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := capture(t, 201, applicationRow, updates((*harvest.Client).CreateApplication, 5, test.application))
			requireSent(t, got, "POST", "/v3/applications", test.body)
		})
	}
}

func TestApplicationsThatAreNotSent(t *testing.T) {
	pooled := []string{"prospect_pool_id", "prospect_pool_stage_id", "prospect_owner_id"}
	for name, test := range map[string]struct {
		application harvest.NewApplication
		fields      []string
	}{
		"pool on a job":       {harvest.NewApplication{JobID: 11, ProspectPoolID: 35}, pooled},
		"pool stage on a job": {harvest.NewApplication{JobID: 11, ProspectPoolStageID: 36}, pooled},
		"owner on a job":      {harvest.NewApplication{JobID: 11, ProspectOwnerID: 4002}, pooled},
		"prospect in a stage": {harvest.NewApplication{Prospect: true, InitialStageID: 71}, []string{"initial_stage_id"}},
	} {
		t.Run(name, func(t *testing.T) {
			requireUnsent(t, updates((*harvest.Client).CreateApplication, 5, test.application), test.fields...)
		})
	}
}

func TestApplicationStartsInAStage(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	job := openJobs(t, client)[0].ID
	last := collect(t, client, (*harvest.Client).JobInterviewStages, harvest.JobInterviewStageQuery{JobIDs: []harvest.JobID{job}})[0]
	made, err := client.CreateApplication(t.Context(), person, harvest.NewApplication{JobID: job, InitialStageID: last.ID})
	require.NoError(t, err)
	require.Equal(t, last.ID, made.StageID)
	require.Equal(t, last.Name, made.StageName)
}

func TestProspectInAPool(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, sandboxConfig(server))
	person, _ := prospect(t, client)
	source, referrer := sources(t, client)[0], collect(t, client, (*harvest.Client).Referrers, harvest.ReferrerQuery{})[0]
	stage := collect(t, client, (*harvest.Client).ProspectPoolStages, harvest.ProspectPoolStageQuery{})[0]
	recruiter := harvest.UserID(server.Info().UserID)
	made, err := client.CreateApplication(t.Context(), person, harvest.NewApplication{
		Prospect: true, ProspectPoolID: stage.PoolID, ProspectPoolStageID: stage.ID, ProspectOwnerID: recruiter,
		SourceID: source.ID, ReferrerID: referrer.ID, RecruiterID: recruiter, CoordinatorID: recruiter,
	})
	require.NoError(t, err)
	require.Equal(t, referrer.ID, made.ReferrerID)
	require.Equal(t, recruiter, made.RecruiterID)
	bySource := harvest.ApplicationQuery{SourceIDs: []harvest.SourceID{source.ID}}
	require.Equal(t, []harvest.Application{made}, collect(t, client, (*harvest.Client).Applications, bySource))
}

func sources(t *testing.T, c *harvest.Client) []harvest.Source {
	t.Helper()
	all, err := harvest.Collect(c.Sources(t.Context()))
	require.NoError(t, err)
	return all
}
