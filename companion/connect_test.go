package companion_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
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
