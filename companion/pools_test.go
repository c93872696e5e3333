package companion_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

func poolsNow(t *testing.T, c *extension.Client) extension.Pools {
	t.Helper()
	reply, err := extension.Call[extension.Pools](t.Context(), c, extension.PoolsQuery{})
	require.NoError(t, err)
	return reply
}

// TestPoolsForThePicker: pools come with their stages in order, and are known for a while after the line is cut.
func TestPoolsForThePicker(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	got := poolsNow(t, client)
	require.Empty(t, got.Missing)
	require.Len(t, got.Pools, 1)
	require.Equal(t, "Go engineers", got.Pools[0].Name)
	var stages []string
	for _, stage := range got.Pools[0].Stages {
		stages = append(stages, stage.Name)
	}
	require.Equal(t, []string{"New", "Contacted", "Interested"}, stages)
	w.line.cut()
	require.Equal(t, got, poolsNow(t, client))
}

// TestPoolsThatCannotBeRead: what stays is an answer with the reason, what passes is an error.
func TestPoolsThatCannotBeRead(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.greenhouse.SetFaults("no-scope=harvest:prospect_pool_stages:list"))
	w.run()
	got := poolsNow(t, w.command())
	require.Len(t, got.Pools, 1)
	require.Empty(t, got.Pools[0].Stages, "pools are worth having without their stages")

	w = newWorld(t)
	require.NoError(t, w.greenhouse.SetFaults("no-scope=harvest:prospect_pools:list"))
	w.run()
	require.Equal(t, extension.Pools{Pools: []extension.Pool{}, Missing: extension.PoolsNoPermission}, poolsNow(t, w.command()))

	w = newEmptyWorld(t)
	_, err := companion.Connect(t.Context(), w.legacyRequest())
	require.NoError(t, err)
	w.run()
	require.Equal(t, extension.PoolsNotInVersion, poolsNow(t, w.command()).Missing)

	w = newWorld(t)
	w.line.cut()
	w.run()
	_, err = extension.Call[extension.Pools](t.Context(), w.command(), extension.PoolsQuery{})
	requireCode(t, companion.CodeOffline, err)

	w = newEmptyWorld(t)
	w.run()
	_, err = extension.Call[extension.Pools](t.Context(), w.command(), extension.PoolsQuery{})
	requireCode(t, extension.CodeNotConnected, err)
}
