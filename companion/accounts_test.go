package companion_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// TestStatusShowsEveryAccount: one that stands still must not hide behind one that works.
func TestStatusShowsEveryAccount(t *testing.T) {
	w := newWorld(t)
	second := w.legacyRequest()
	second.Account = "second"
	_, err := companion.Connect(t.Context(), second)
	require.NoError(t, err)
	require.NoError(t, w.greenhouse.SetFaults("v1-retired=401"))
	w.run()
	client := w.command()
	add := newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0))
	add.Account = "second"
	await(t, client, send(t, client, add), "waiting", companion.CauseConnectAgain)

	status, err := extension.Call[extension.Status](t.Context(), client, extension.StatusQuery{})
	require.NoError(t, err)
	working := extension.AccountInfo{
		Name: "default", Organization: "Sandbox Example Ltd", User: "Nora Feld", Email: "nora.feld@example.com", Dialect: "v3", Connected: true,
	}
	standing := extension.AccountInfo{
		Name: "second", User: "Nora Feld", Email: "nora.feld@example.com", Dialect: "v1", Connected: true, Paused: companion.CauseConnectAgain,
	}
	require.Equal(t, working, status.Account)
	require.Equal(t, []extension.AccountInfo{working, standing}, status.Accounts)
	require.True(t, status.Online)
}
