package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestReferrerQuery(t *testing.T) {
	q := harvest.ReferrerQuery{UserIDs: []harvest.UserID{4002}}
	requireQuery(t, (*harvest.Client).Referrers, q, "/v3/referrers", "user_ids=4002")
}

func TestReferrerRows(t *testing.T) {
	user := rowOf(t, `{"id":18,"name":"Nora Feld","user_id":4002}`, (*harvest.Client).Referrers)
	require.Equal(t, harvest.Referrer{ID: 18, Name: "Nora Feld", UserID: 4002}, user)
	custom := rowOf(t, `{"id":19,"name":"A friend","user_id":null}`, (*harvest.Client).Referrers)
	require.Equal(t, harvest.Referrer{ID: 19, Name: "A friend"}, custom)
}

func TestReferrersOfTheSandbox(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, sandboxConfig(server))
	recruiter := harvest.UserID(server.Info().UserID)
	found := only(t, collect(t, client, (*harvest.Client).Referrers, harvest.ReferrerQuery{UserIDs: []harvest.UserID{recruiter}}))
	require.Equal(t, recruiter, found.UserID)
	require.NotEqualValues(t, recruiter, found.ID, "a referrer is not a user")
}
