package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestProspectDetailQuery(t *testing.T) {
	q := harvest.ProspectDetailQuery{ApplicationIDs: []harvest.ApplicationID{90, 91}}
	requireQuery(t, (*harvest.Client).ProspectDetails, q, "/v3/prospect_details", "application_ids=90,91")
}

func TestProspectDetailRow(t *testing.T) {
	got := rowOf(t, `{"application_id":90,"pool_id":35,"pool_stage_id":36,"prospect_owner_id":9}`, (*harvest.Client).ProspectDetails)
	require.Equal(t, harvest.ProspectDetail{ApplicationID: 90, PoolID: 35, PoolStageID: 36}, got)
	nowhere := rowOf(t, `{"application_id":90,"pool_id":null,"pool_stage_id":null}`, (*harvest.Client).ProspectDetails)
	require.Equal(t, harvest.ProspectDetail{ApplicationID: 90}, nowhere)
}

func TestProspectDetailsAreNotInVersion1(t *testing.T) {
	client, g := legacy(t, say(200, `[]`))
	_, err := harvest.Collect(client.ProspectDetails(t.Context(), harvest.ProspectDetailQuery{}))
	require.ErrorIs(t, err, harvest.ErrNotInDialect)
	require.Empty(t, g.seen())
}

// TestProspectDetailsOfTheSandbox: what a move writes is what the details show.
func TestProspectDetailsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	_, application := prospect(t, client)
	stage := collect(t, client, (*harvest.Client).ProspectPoolStages, harvest.ProspectPoolStageQuery{})[0]
	change := harvest.ApplicationChange{ProspectPoolID: stage.PoolID, ProspectPoolStageID: stage.ID}
	_, err := client.UpdateApplication(t.Context(), application, change)
	require.NoError(t, err)

	q := harvest.ProspectDetailQuery{ApplicationIDs: []harvest.ApplicationID{application}}
	require.Equal(t, []harvest.ProspectDetail{{ApplicationID: application, PoolID: stage.PoolID, PoolStageID: stage.ID}},
		collect(t, client, (*harvest.Client).ProspectDetails, q))
}
