package companion_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRotatingTheSecretLosesNothing: between rotating in Greenhouse and connecting again, adds wait and nothing is lost.
func TestRotatingTheSecretLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.keep(`{"credential default":"the secret before rotating"}`)
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
	await(t, client, id, "waiting", companion.CauseConnectAgain)

	w.connect()
	_, err := extension.Call[extension.Status](t.Context(), client, companion.Reload{})
	require.NoError(t, err)
	require.Equal(t, "created", await(t, client, id, "done").Outcome)
	w.requirePeople("Ada Example")
}

// TestConnectWithTooFewPermissions: the account is connected all the same, so that the rest works and doctor can tell.
func TestConnectWithTooFewPermissions(t *testing.T) {
	const missing = "harvest:applications:create"
	w := newEmptyWorld(t, "no-scope="+missing, "no-scope=harvest:notes:create")
	account, err := companion.Connect(t.Context(), w.connectRequest())
	require.NoError(t, err)
	require.Equal(t, "Sandbox Example Ltd", account.Organization)
	require.FileExists(t, w.dir+"/accounts.json")

	off := companion.SwitchedOff(account.Permissions)
	require.NotEmpty(t, off)
	for _, p := range off {
		assert.Equal(t, missing, p.Scope)
		assert.NotEmpty(t, p.Feature)
	}
	states := map[string]companion.PermissionState{}
	for _, p := range account.Permissions {
		states[p.Scope] = p.State
	}
	assert.Equal(t, companion.PermissionMissing, states["harvest:notes:create"])
	assert.Equal(t, companion.PermissionGranted, states["harvest:candidates:list"])
}

// TestConnectIsNotFooledByEmptyLists: a read subject without rights may get empty lists instead of a refusal. That must
// not read as "unknown address", nor may a Site Admin as read subject be overlooked.
func TestConnectIsNotFooledByEmptyLists(t *testing.T) {
	w := newEmptyWorld(t, "service-reads=empty")
	req := w.connectRequest()
	_, err := companion.Connect(t.Context(), req)
	requireCode(t, companion.CodeReadsRefused, err)

	req.ReadSubject = w.greenhouse.SiteAdminID()
	account, err := companion.Connect(t.Context(), req)
	require.NoError(t, err)
	require.Equal(t, w.greenhouse.Info().UserID, account.UserID)
}

func TestConnectFindsSecondaryAddresses(t *testing.T) {
	w := newEmptyWorld(t)
	req := w.connectRequest()
	req.Email = "sam@example.org"
	account, err := companion.Connect(t.Context(), req)
	require.NoError(t, err)
	require.Equal(t, "Sam Reyes", account.UserName)
	require.Equal(t, harvest.Secret(w.greenhouse.Info().ClientSecret).Tail(), account.KeyTail)
}

// legacyRequest connects with a key of the legacy version.
func (w *world) legacyRequest() companion.ConnectRequest {
	req := w.connectRequest()
	req.Dialect, req.Key = harvest.V1, harvest.Secret(w.greenhouse.Info().V1Key)
	req.ClientID, req.ClientSecret = "", ""
	return req
}

func TestConnectWithALegacyKey(t *testing.T) {
	w := newEmptyWorld(t)
	req := w.legacyRequest()
	req.ReadSubject = w.greenhouse.SiteAdminID() // of the settings; it means nothing here
	account, err := companion.Connect(t.Context(), req)
	require.NoError(t, err)
	require.Equal(t, "v1", account.Dialect)
	require.Equal(t, "Nora Feld", account.UserName)
	require.Equal(t, w.greenhouse.Info().UserID, account.UserID)
	require.Equal(t, harvest.Secret(w.greenhouse.Info().V1Key).Tail(), account.KeyTail)
	require.Empty(t, account.ClientID)
	require.Empty(t, companion.SwitchedOff(account.Permissions))
	states := map[string]companion.PermissionState{}
	for _, p := range account.Permissions {
		states[p.Operation] = p.State
	}
	require.Equal(t, companion.PermissionGranted, states["list jobs"])
	require.Equal(t, companion.PermissionUnknown, states["create candidate"])

	w.connect()
	again, _, err := store.Open(w.dir).Account(companion.DefaultAccount)
	require.NoError(t, err)
	require.Equal(t, "v3", again.Dialect, "the newer connection replaces the legacy one")
}

// TestLegacyKeyDelivers: whoever still has only a key can work with it until Greenhouse removes v1.
func TestLegacyKeyDelivers(t *testing.T) {
	w := newEmptyWorld(t)
	_, err := companion.Connect(t.Context(), w.legacyRequest())
	require.NoError(t, err)
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
	require.Equal(t, "created", await(t, client, id, "done").Outcome)
	w.requirePeople("Ada Example")
}

// TestLegacyPermissionsByReading: what a key lacks shows where a read can show it, and nowhere else.
func TestLegacyPermissionsByReading(t *testing.T) {
	for _, lacking := range []string{"401", "403"} {
		w := newEmptyWorld(t, "v1-lacking="+lacking, "v1-no-permission=sources:list", "v1-no-permission=jobs:retrieve", "v1-no-permission=candidates:add")
		account, err := companion.Connect(t.Context(), w.legacyRequest())
		require.NoError(t, err)
		var missing []string
		for _, p := range companion.SwitchedOff(account.Permissions) {
			missing = append(missing, p.Scope)
		}
		require.ElementsMatch(t, []string{"Sources: List", "Jobs: Retrieve, List"}, missing, "refused with %s", lacking)
	}
}

// TestConnectRefuses: each thing that is wrong has a message of its own, in both dialects, and nothing is kept.
func TestConnectRefuses(t *testing.T) {
	wrong := func(r *companion.ConnectRequest) { r.ClientSecret, r.Key = "wrong", "wrong" }
	as := func(email string) func(*companion.ConnectRequest) {
		return func(r *companion.ConnectRequest) { r.Email = email }
	}
	tests := map[string]struct {
		spoil func(*companion.ConnectRequest)
		code  string
	}{
		"wrong secret":    {wrong, companion.CodeCredentialRefused},
		"unknown address": {as("nobody@example.com"), companion.CodeUserUnknown},
		"deactivated":     {as("tess.moran@example.com"), companion.CodeUserDeactivated},
		"several users":   {as("talent@example.net"), companion.CodeUserAmbiguous},
	}
	for _, legacy := range []string{"v1-unknown-user=empty", "v1-unknown-user=404"} {
		w := newEmptyWorld(t, legacy)
		for dialect, request := range map[string]func() companion.ConnectRequest{"v3": w.connectRequest, legacy: w.legacyRequest} {
			messages := map[string]bool{}
			for name, test := range tests {
				req := request()
				test.spoil(&req)
				_, err := companion.Connect(t.Context(), req)
				require.Error(t, err, "%s, %s", dialect, name)
				requireCode(t, test.code, err)
				messages[err.Error()] = true
			}
			require.Len(t, messages, len(tests), dialect)
		}
		require.NoFileExists(t, w.dir+"/accounts.json")
		require.NoFileExists(t, w.dir+"/secrets.json")
	}
}

func TestConnectTellsWhatIsWrongWithALegacyKey(t *testing.T) {
	tests := map[string]struct {
		faults []string
		code   string
		text   string
	}{
		"gone, 410":                 {[]string{"v1-retired=410"}, companion.CodeDialectRetired, harvest.V1Retired},
		"gone, 404":                 {[]string{"v1-retired=404"}, companion.CodeDialectRetired, "connect --request"},
		"gone, redirected":          {[]string{"v1-retired=301"}, companion.CodeDialectRetired, harvest.V1Retired},
		"every key refused, 401":    {[]string{"v1-retired=401"}, companion.CodeCredentialRefused, "switched off"},
		"every key refused, 403":    {[]string{"v1-retired=403"}, companion.CodeCredentialRefused, "switched off"},
		"key without users, 401":    {[]string{"v1-no-permission=users:list"}, companion.CodeReadsRefused, "The key is right"},
		"key without users, 403":    {[]string{"v1-no-permission=users:list", "v1-lacking=403"}, companion.CodeReadsRefused, "Users: Retrieve, List"},
		"Greenhouse does not reply": {[]string{"down"}, companion.CodeOffline, "cannot be reached"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newEmptyWorld(t, test.faults...)
			_, err := companion.Connect(t.Context(), w.legacyRequest())
			requireCode(t, test.code, err)
			var told *extension.Error
			require.ErrorAs(t, err, &told)
			require.Contains(t, told.Message+" "+told.Remedy, test.text)
			require.NotContains(t, told.Message+told.Remedy, w.greenhouse.Info().V1Key)
		})
	}
}
