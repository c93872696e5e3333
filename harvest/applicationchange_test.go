package harvest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func reassign(id harvest.ApplicationID, c harvest.ApplicationChange) operation {
	return updates((*harvest.Client).UpdateApplication, id, c)
}

func TestUpdateApplicationOnTheWire(t *testing.T) {
	got := capture(t, 200, applicationRow, reassign(90, harvest.ApplicationChange{
		SourceID: 7, ReferrerID: 3, RecruiterID: 4002, CoordinatorID: 4003, ProspectPoolID: 35, ProspectPoolStageID: 36,
	}))
	requireSent(t, got, "PATCH", "/v3/applications/90",
		`{"source_id":7,"referrer_id":3,"recruiter_id":4002,"coordinator_id":4003,"prospect_pool_id":35,"prospect_stage_id":36}`)
	requireSent(t, capture(t, 200, applicationRow, reassign(90, harvest.ApplicationChange{SourceID: 7})),
		"PATCH", "/v3/applications/90", `{"source_id":7}`)
}

func TestEmptyApplicationChangeIsNotSent(t *testing.T) {
	requireUnsent(t, reassign(90, harvest.ApplicationChange{}))
}

func TestUpdateApplicationOfTheSandbox(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, sandboxConfig(server))
	_, application := prospect(t, client)
	source, recruiter := sources(t, client)[1], harvest.UserID(server.Info().UserID)
	stage := collect(t, client, (*harvest.Client).ProspectPoolStages, harvest.ProspectPoolStageQuery{})[0]

	after, err := client.UpdateApplication(t.Context(), application, harvest.ApplicationChange{
		SourceID: source.ID, RecruiterID: recruiter, ProspectPoolID: stage.PoolID, ProspectPoolStageID: stage.ID,
	})
	require.NoError(t, err)
	require.Equal(t, source.ID, after.SourceID)
	require.Equal(t, recruiter, after.RecruiterID)
	require.Equal(t, []harvest.Application{after}, collect(t, client, (*harvest.Client).Applications, harvest.ApplicationQuery{}))
}

func TestPoolOfACandidateIsRefused(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	job, pool := openJobs(t, client)[0].ID, collect(t, client, (*harvest.Client).ProspectPools, harvest.ProspectPoolQuery{})[0].ID
	made, err := client.CreateApplication(t.Context(), person, harvest.NewApplication{JobID: job})
	require.NoError(t, err)
	var refused *harvest.ValidationError
	require.ErrorAs(t, reassign(made.ID, harvest.ApplicationChange{ProspectPoolID: pool})(t.Context(), client), &refused)
	require.Equal(t, []string{"prospect_pool_id"}, refused.Fields)
	require.ErrorAs(t, reassign(1, harvest.ApplicationChange{ProspectPoolID: pool})(t.Context(), client), new(*harvest.NotFoundError))
}

func move(from, to harvest.StageID) operation {
	return func(ctx context.Context, c *harvest.Client) error { return c.MoveApplication(ctx, 90, from, to) }
}

func TestMoveApplication(t *testing.T) {
	got := capture(t, 204, "", move(71, 72))
	requireSent(t, got, "POST", "/v3/applications/90/move", `{"from_stage_id":71,"to_stage_id":72}`)
}

// Without a target Greenhouse would choose the next stage, and perhaps write to the candidate.
func TestMoveNeedsBothStages(t *testing.T) {
	requireUnsent(t, move(71, 0), "from_stage_id", "to_stage_id")
	requireUnsent(t, move(0, 72), "from_stage_id", "to_stage_id")
}

func TestOnlyNoContentMeansMoved(t *testing.T) {
	for _, status := range []int{200, 201, 202, 302, 500} {
		client, g := serve(t, say(status, `{"id":90}`))
		var ambiguous *harvest.AmbiguousError
		require.ErrorAs(t, move(71, 72)(t.Context(), client), &ambiguous)
		require.Equal(t, status, ambiguous.Status)
		require.Len(t, g.seen(), 1)
	}
}
