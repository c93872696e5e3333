package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestProspectPoolQueries(t *testing.T) {
	requireQuery(t, (*harvest.Client).ProspectPools, harvest.ProspectPoolQuery{Active: true}, "/v3/prospect_pools", "active=true")
	stages := harvest.ProspectPoolStageQuery{PoolIDs: []harvest.PoolID{35, 36}}
	requireQuery(t, (*harvest.Client).ProspectPoolStages, stages, "/v3/prospect_pool_stages", "prospect_pool_ids=35,36")
}

func TestProspectPoolRows(t *testing.T) {
	pool := rowOf(t, `{"id":35,"name":"Go engineers","description":"To talk to","active":true,"job_ids":[]}`, (*harvest.Client).ProspectPools)
	require.Equal(t, harvest.ProspectPool{ID: 35, Name: "Go engineers", Description: "To talk to", Active: true}, pool)
	stage := rowOf(t, `{"id":36,"prospect_pool_id":35,"name":"Contacted","sort_order":1}`, (*harvest.Client).ProspectPoolStages)
	require.Equal(t, harvest.ProspectPoolStage{ID: 36, PoolID: 35, Name: "Contacted", SortOrder: 1}, stage)
}

func TestProspectPoolsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	pool := only(t, collect(t, client, (*harvest.Client).ProspectPools, harvest.ProspectPoolQuery{Active: true}))
	stages := collect(t, client, (*harvest.Client).ProspectPoolStages, harvest.ProspectPoolStageQuery{PoolIDs: []harvest.PoolID{pool.ID}})
	require.Len(t, stages, 3)
	require.Equal(t, pool.ID, stages[0].PoolID)
	require.Equal(t, 2, stages[0].SortOrder, "newest record first, so the last step")
}
