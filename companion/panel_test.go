package companion_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

func TestJobsForThePicker(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	all, err := extension.Call[extension.Jobs](t.Context(), client, extension.JobsQuery{})
	require.NoError(t, err)
	require.False(t, all.Stale)
	var names []string
	for _, j := range all.Jobs {
		names = append(names, j.Name)
	}
	require.Contains(t, names, "Platform Engineer")
	require.NotContains(t, names, "Site Reliability Engineer", "it is closed")

	w.line.cut()
	found, err := extension.Call[extension.Jobs](t.Context(), client, extension.JobsQuery{Query: "engineer plat", Limit: 1})
	require.NoError(t, err, "the picker works offline")
	require.Len(t, found.Jobs, 1)
	require.Equal(t, "Platform Engineer", found.Jobs[0].Name)
}

func TestJobsWithoutGreenhouse(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	_, err := extension.Call[extension.Jobs](t.Context(), w.command(), extension.JobsQuery{})
	requireCode(t, extension.CodeNotConnected, err)

	w = newWorld(t)
	w.line.cut()
	w.run()
	_, err = extension.Call[extension.Jobs](t.Context(), w.command(), extension.JobsQuery{})
	requireCode(t, companion.CodeOffline, err)
}

// runWithAmazingHiring runs the service with the pretend AmazingHiring as its source of profiles.
func (w *world) runWithAmazingHiring() *pretend.Server {
	w.t.Helper()
	source, err := pretend.Start("")
	require.NoError(w.t, err)
	w.t.Cleanup(source.Close)
	w.settings.AmazingHiring.URL = source.URL()
	w.run()
	return source
}

func TestPreviewByID(t *testing.T) {
	w := newEmptyWorld(t)
	source := w.runWithAmazingHiring()
	client := w.command()
	ask := func(id extension.ID) (extension.Preview, error) {
		return extension.Call[extension.Preview](t.Context(), client, extension.PreviewQuery{ProfileID: id})
	}
	_, err := ask(900000000000101)
	requireCode(t, extension.CodeAmazingHiringNotConnected, err)
	require.NoError(t, companion.ConnectAmazingHiring(w.dir, "a-wrong-token", companion.StoreFile))
	_, err = ask(900000000000101)
	requireCode(t, extension.CodeAmazingHiringRefused, err)

	require.NoError(t, companion.ConnectAmazingHiring(w.dir, harvest.Secret(source.Token()), companion.StoreFile))
	got, err := ask(900000000000101)
	require.NoError(t, err)
	require.Equal(t, "amazinghiring_api", got.Source)
	require.Equal(t, "Marta", got.Person.FirstName)
	require.True(t, got.Person.NameSure)
	require.Equal(t, []string{"marta.okafor@example.com"}, got.Person.Emails)
	require.Equal(t, source.URL()+"/profiles/900000000000101", got.Person.URL)
	require.Empty(t, got.Person.LeftOut, "everything has a place in Greenhouse")
	got, err = ask(900000000000104)
	require.NoError(t, err)
	require.False(t, got.Person.NameSure)
	_, err = ask(1)
	requireCode(t, extension.CodeProfileUnknown, err)
	source.Close()
	_, err = ask(900000000000101)
	requireCode(t, extension.CodeAmazingHiringUnavailable, err)
}

func TestPreviewOfAMessage(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	got, err := extension.Call[extension.Preview](t.Context(), client, extension.PreviewQuery{Profile: person(5, "Ada Example", "ada@example.com")})
	require.NoError(t, err)
	require.Equal(t, "message", got.Source)
	require.JSONEq(t, string(person(5, "Ada Example", "ada@example.com")), string(got.Profile))
	_, err = extension.Call[extension.Preview](t.Context(), client, extension.PreviewQuery{})
	requireCode(t, extension.CodeBadProfile, err)
}

// TestPairing: a browser shows that it holds the key the user copied; from then on it has a key of its own, until it is forgotten.
func TestPairing(t *testing.T) {
	w := newEmptyWorld(t)
	w.settings.WebSocket.Unpaired = false
	service, stop := w.run()
	command := w.command()
	key, err := extension.Call[extension.PairingKey](t.Context(), command, extension.Pair{})
	require.NoError(t, err)

	client, paired, err := extension.PairWebSocket(t.Context(), service.WebSocketURL(), testOrigin, info, key.Key)
	require.NoError(t, err)
	send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	_, _, err = extension.PairWebSocket(t.Context(), service.WebSocketURL(), testOrigin, info, key.Key)
	require.Error(t, err, "a key works once")
	stop()

	service, _ = w.run()
	again, err := extension.DialPaired(t.Context(), service.WebSocketURL(), testOrigin, info, paired.Key)
	require.NoError(t, err)
	again.Close()
	command = w.command()
	known, err := extension.Call[extension.Clients](t.Context(), command, extension.ClientsQuery{})
	require.NoError(t, err)
	require.Len(t, known.Clients, 1)
	named, err := extension.Call[extension.Clients](t.Context(), command, extension.RenameClient{KeyID: known.Clients[0].KeyID, Name: "Work"})
	require.NoError(t, err)
	require.Equal(t, "Work", named.Clients[0].Name)
	_, err = extension.Call[extension.Clients](t.Context(), command, extension.RenameClient{KeyID: "unknown", Name: "Work"})
	requireCode(t, extension.CodeBadRequest, err)
	_, err = extension.Call[extension.Clients](t.Context(), command, extension.Forget{KeyID: known.Clients[0].KeyID})
	require.NoError(t, err)
	_, err = extension.DialPaired(t.Context(), service.WebSocketURL(), testOrigin, info, paired.Key)
	require.Error(t, err)
}

// TestBrowserIsConfirmedOnce: a browser that comes through the native host is asked about once, and remembered.
func TestBrowserIsConfirmedOnce(t *testing.T) {
	w := newEmptyWorld(t)
	_, stop := w.run()
	host := w.unconfirmedHost()
	add := newAdd(person(1, "Ada Example", "ada@example.com"), inBase)
	require.Equal(t, "error", host.add(add).Type)
	require.Equal(t, "confirmed", host.call(map[string]any{"id": "confirm", "type": "confirm"}).Type)
	require.Equal(t, "receipt", host.add(add).Type)
	stop()

	w.run()
	require.Equal(t, "receipt", w.unconfirmedHost().add(add).Type)
}
