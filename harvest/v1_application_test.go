package harvest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func adasApplications() []harvest.Application {
	return []harvest.Application{
		{
			ID: 91, CandidateID: 5, Prospect: true, ProspectiveJobIDs: []harvest.JobID{11, 12}, Status: "in_process",
			CreatedAt: time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC),
		},
		{
			ID: 90, CandidateID: 5, JobID: 8, Status: "rejected", StageName: "Review", StageID: 71, SourceID: 7, RecruiterID: 4002, CoordinatorID: 4003,
			CreatedAt: time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC), UpdatedAt: time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC),
		},
	}
}

// Keys of version 1 were not asked for the permission to list applications, so they are read from people.
func TestLegacyApplicationsAreReadFromPeople(t *testing.T) {
	client, g := legacy(t, say(200, legacyPerson))
	q := harvest.ApplicationQuery{CandidateIDs: []harvest.CandidateID{5}}
	require.Equal(t, adasApplications(), collect(t, client, (*harvest.Client).Applications, q))
	require.Equal(t, apiPath+"/v1/candidates/5", g.seen()[0].URL.RequestURI())

	client, g = legacy(t, say(200, "["+legacyPerson+"]"))
	require.Equal(t, adasApplications(), collect(t, client, (*harvest.Client).Applications, harvest.ApplicationQuery{}))
	require.Equal(t, apiPath+"/v1/candidates", g.seen()[0].URL.RequestURI())
}

func TestLegacyApplicationFilters(t *testing.T) {
	prospect, candidate := adasApplications()[0], adasApplications()[1]
	for name, test := range map[string]struct {
		q    harvest.ApplicationQuery
		want []harvest.Application
	}{
		"job of a candidate":     {harvest.ApplicationQuery{JobIDs: []harvest.JobID{8, 9}}, []harvest.Application{candidate}},
		"job of a prospect":      {harvest.ApplicationQuery{JobIDs: []harvest.JobID{12}}, []harvest.Application{prospect}},
		"source":                 {harvest.ApplicationQuery{SourceIDs: []harvest.SourceID{7}}, []harvest.Application{candidate}},
		"since":                  {harvest.ApplicationQuery{CreatedSince: prospect.CreatedAt}, []harvest.Application{prospect}},
		"since, within a second": {harvest.ApplicationQuery{CreatedSince: prospect.CreatedAt.Add(time.Millisecond)}, []harvest.Application{prospect}},
		"nobody":                 {harvest.ApplicationQuery{JobIDs: []harvest.JobID{8}, SourceIDs: []harvest.SourceID{6}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := legacy(t, say(200, "["+legacyPerson+"]"))
			require.Equal(t, test.want, collect(t, client, (*harvest.Client).Applications, test.q))
		})
	}
}

// Who is told that there is no application adds one, so what is named but not shown must not be left out.
func TestLegacyApplicationThatIsNotShownYet(t *testing.T) {
	client, _ := legacy(t, say(200, `{"id":5,"application_ids":[90,91],"applications":[{"id":91,"status":"active"}]}`))
	q := harvest.ApplicationQuery{CandidateIDs: []harvest.CandidateID{5}}
	_, err := harvest.Collect(client.Applications(t.Context(), q))
	var unavailable *harvest.UnavailableError
	require.ErrorAs(t, err, &unavailable)
	require.Equal(t, "list applications", unavailable.Op)

	client, _ = legacy(t, say(200, `{"id":5,"applications":[{"status":"active"}]}`))
	_, err = harvest.Collect(client.Applications(t.Context(), q))
	require.ErrorAs(t, err, &unavailable, "an application without id")
}

func TestLegacyApplicationOnTheWire(t *testing.T) {
	const answer = `{"id":92,"candidate_id":5,"status":"active","prospect":false,"jobs":[{"id":11}]}`
	onJob := harvest.NewApplication{JobID: 11, InitialStageID: 71, SourceID: 7, RecruiterID: 4002, CoordinatorID: 4003}
	got := legacyCapture(t, answer, updates((*harvest.Client).CreateApplication, 5, onJob))
	requireSent(t, got, "POST", "/v1/candidates/5/applications",
		`{"job_id":11,"initial_stage_id":71,"source_id":7,"recruiter_id":4002,"coordinator_id":4003}`)

	asProspect := harvest.NewApplication{
		Prospect: true, JobIDs: []harvest.JobID{11, 12}, SourceID: 7, ProspectPoolID: 51, ProspectPoolStageID: 52, ProspectOwnerID: 4002,
	}
	got = legacyCapture(t, answer, updates((*harvest.Client).CreateApplication, 5, asProspect))
	requireSent(t, got, "POST", "/v1/candidates/5/applications", `{"prospect":"true","job_ids":[11,12],"source_id":7,
		"prospect_pool_id":51,"prospect_pool_stage_id":52,"prospect_owner_id":4002}`)

	requireNotInDialect(t, updates((*harvest.Client).CreateApplication, 5, harvest.NewApplication{JobID: 11, ReferrerID: 3}))
}

func TestLegacyAnswersToAnApplication(t *testing.T) {
	asked := harvest.NewApplication{Prospect: true, JobIDs: []harvest.JobID{11}, SourceID: 7}
	want := harvest.Application{ID: 92, CandidateID: 5, Prospect: true, ProspectiveJobIDs: []harvest.JobID{11}, SourceID: 7}
	client, _ := legacy(t, say(201, `{"id":92}`))
	made, err := client.CreateApplication(t.Context(), 5, asked)
	require.NoError(t, err)
	require.Equal(t, want, made, "the answer may hold the id only")

	client, _ = legacy(t, say(200, `{"id":92,"candidate_id":5,"status":"active","prospect":true,"jobs":[{"id":11}],"source":{"id":7}}`))
	made, err = client.CreateApplication(t.Context(), 5, asked)
	require.NoError(t, err)
	want.Status = "in_process"
	require.Equal(t, want, made)
}
