package companion_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// withStarterKit runs the service with the route switched on and the pretend AmazingHiring connected.
func (w *world) withStarterKit() (people []int64, token extension.StarterKitToken) {
	w.t.Helper()
	w.settings.StarterKit = companion.StarterKitSettings{Enabled: true, Origins: []string{testOrigin}, Listen: "127.0.0.1:0"}
	source, _ := w.withFolders()
	token, err := extension.Call[extension.StarterKitToken](w.t.Context(), w.command(), extension.MakeStarterKitToken{})
	require.NoError(w.t, err)
	return source.Plain(), token
}

// save calls the route as the sample extension does, with one header.
func save(t *testing.T, url string, profile extension.ID, header, value string) (status int, receipt extension.Receipt) {
	t.Helper()
	id := strings.Trim(string(must(json.Marshal(profile))), `"`)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.Replace(url, "<id>", id, 1), nil)
	require.NoError(t, err)
	req.Header.Set(header, value)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	_ = json.NewDecoder(resp.Body).Decode(&receipt)
	return resp.StatusCode, receipt
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// TestStarterKitBringsAPerson: the receipt comes at once, the person arrives, and the same call again is the same request.
func TestStarterKitBringsAPerson(t *testing.T) {
	w := newWorld(t)
	people, token := w.withStarterKit()
	profile := extension.ID(people[0])
	status, receipt := save(t, token.URL, profile, "Authorization", "Bearer "+token.Token)
	require.Equal(t, http.StatusAccepted, status)
	client := w.command()
	await(t, client, receipt.ItemID, "done")
	status, again := save(t, token.URL, profile, "Origin", testOrigin)
	require.Equal(t, http.StatusAccepted, status)
	require.Equal(t, receipt.ItemID, again.ItemID)
	items, err := extension.Call[extension.Items](t.Context(), client, extension.ItemsQuery{})
	require.NoError(t, err)
	require.Len(t, items.Items, 2, "the fetch and the add")
	for _, item := range items.Items {
		await(t, client, item.ItemID, "done")
	}
	w.requirePeople("Marta Okafor")
}

// TestStarterKitTokenIsRevocable: it is kept as a hash, listed, replaced by the next one, and can be taken back.
func TestStarterKitTokenIsRevocable(t *testing.T) {
	w := newWorld(t)
	people, first := w.withStarterKit()
	client := w.command()
	second, err := extension.Call[extension.StarterKitToken](t.Context(), client, extension.MakeStarterKitToken{})
	require.NoError(t, err)
	kept, err := os.ReadFile(filepath.Join(w.dir, "starter-kit.json"))
	require.NoError(t, err)
	require.NotContains(t, string(kept), strings.TrimPrefix(second.Token, "ghc_"))
	known, err := extension.Call[extension.Clients](t.Context(), client, extension.ClientsQuery{})
	require.NoError(t, err)
	require.Len(t, known.Clients, 1)
	require.Equal(t, second.KeyID, known.Clients[0].KeyID)

	try := func(token string) int {
		status, _ := save(t, first.URL, extension.ID(people[0]), "Authorization", "Bearer "+token)
		return status
	}
	require.Equal(t, http.StatusForbidden, try(first.Token))
	require.Equal(t, http.StatusAccepted, try(second.Token))
	left, err := extension.Call[extension.Clients](t.Context(), client, extension.Forget{KeyID: second.KeyID})
	require.NoError(t, err)
	require.Empty(t, left.Clients)
	require.Equal(t, http.StatusForbidden, try(second.Token))
}

func TestStarterKitTokenSurvivesARestart(t *testing.T) {
	w := newWorld(t)
	w.settings.StarterKit = companion.StarterKitSettings{Enabled: true, Listen: "127.0.0.1:0"}
	_, stop := w.run()
	token, err := extension.Call[extension.StarterKitToken](t.Context(), w.command(), extension.MakeStarterKitToken{})
	require.NoError(t, err)
	stop()
	w.run()
	known, err := extension.Call[extension.Clients](t.Context(), w.command(), extension.ClientsQuery{})
	require.NoError(t, err)
	require.Len(t, known.Clients, 1)
	require.Equal(t, token.KeyID, known.Clients[0].KeyID)
}

// TestStarterKitIsOffByDefault: nothing listens, no token is made, and the refusal says what switching it on may cost.
func TestStarterKitIsOffByDefault(t *testing.T) {
	w := newWorld(t)
	w.run()
	_, err := extension.Call[extension.StarterKitToken](t.Context(), w.command(), extension.MakeStarterKitToken{})
	var refusal *extension.Error
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, extension.CodeBadState, refusal.Code)
	require.Contains(t, refusal.Remedy, "contact credit")
}

// TestStarterKitSettings: only extensions may be listed, and the port is one.
func TestStarterKitSettings(t *testing.T) {
	load := func(text string) (companion.Settings, error) {
		path := filepath.Join(t.TempDir(), "config.toml")
		require.NoError(t, os.WriteFile(path, []byte("[starter_kit]\n"+text), 0o600))
		return companion.LoadSettings(path, false)
	}
	settings, err := load("enabled = true\norigins = [\"" + testOrigin + "\"]")
	require.NoError(t, err)
	require.Equal(t, companion.StarterKitSettings{Enabled: true, Origins: []string{testOrigin}, Port: 8888}, settings.StarterKit)
	for text, problem := range map[string]string{
		`origins = ["https://search.amazinghiring.com"]`: "origin",
		`origins = ["chrome-extension://*"]`:             "origin",
		`port = 70000`:                                   "port",
		`port = -1`:                                      "port",
	} {
		_, err := load(text)
		require.ErrorContains(t, err, problem, text)
	}
}

// TestPairedClientHasTheUsersName: the name given with pair is the one in the list.
func TestPairedClientHasTheUsersName(t *testing.T) {
	w := newWorld(t)
	w.settings.WebSocket.Unpaired = false
	service, _ := w.run()
	client := w.command()
	key, err := extension.Call[extension.PairingKey](t.Context(), client, extension.Pair{Name: "Work laptop"})
	require.NoError(t, err)
	paired, kept, err := extension.PairWebSocket(t.Context(), service.WebSocketURL(), testOrigin, info, key.Key)
	require.NoError(t, err)
	defer paired.Close()
	known, err := extension.Call[extension.Clients](t.Context(), client, extension.ClientsQuery{})
	require.NoError(t, err)
	require.Len(t, known.Clients, 1)
	require.Equal(t, "Work laptop", known.Clients[0].Name)
	require.Equal(t, kept.KeyID, known.Clients[0].KeyID)
	_, err = extension.Call[extension.PairingKey](t.Context(), client, extension.Pair{Name: strings.Repeat("x", 101)})
	require.ErrorContains(t, err, "too long")
}
