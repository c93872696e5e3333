package sandbox_test

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var grant = url.Values{"grant_type": {"client_credentials"}}

func subject(id string) url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "sub": {id}}
}

func TestTokenSaysWhenItExpires(t *testing.T) {
	for position, want := range map[string][]string{
		"at":   {"access_token", "expires_at", "token_type"},
		"in":   {"access_token", "expires_in", "token_type"},
		"both": {"access_token", "expires_at", "expires_in", "token_type"},
		"none": {"access_token", "token_type"},
	} {
		got := start(t, "token-expiry="+position, "token-ttl=120").signIn("/token", grant)
		require.Equal(t, 200, got.status)
		var keys []string
		for key := range got.body.(object) {
			keys = append(keys, key)
		}
		assert.ElementsMatch(t, want, keys, position)
	}
}

func TestTokenExpiryIsAnHourByDefault(t *testing.T) {
	got := start(t).signIn("/token", grant).body.(object)
	at, err := time.Parse(time.RFC3339, got["expires_at"].(string))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now().Add(time.Hour), at, time.Minute)
	require.Equal(t, "Bearer", got["token_type"])
	require.Equal(t, 2, strings.Count(got["access_token"].(string), "."), "three parts, as a JWT has")
}

func TestTokenRefusals(t *testing.T) {
	c := signedIn(t)
	deactivated := c.row("/v3/users?deactivated=true")["id"].(json.Number).String()
	service := c.rows("/v3/users?show_service_accounts=true")[0]["id"].(json.Number).String()
	for name, test := range map[string]struct {
		form url.Values
		code string
	}{
		"other grant":      {url.Values{"grant_type": {"refresh_token"}}, "unsupported_grant_type"},
		"no grant":         {url.Values{}, "unsupported_grant_type"},
		"no number":        {subject("me"), "invalid_request"},
		"unknown user":     {subject("1"), "invalid_request"},
		"deactivated user": {subject(deactivated), "invalid_request"},
		"service user":     {subject(service), "invalid_request"},
	} {
		got := c.signIn("/token", test.form)
		assert.Equal(t, 400, got.status, name)
		assert.Equal(t, test.code, got.body.(object)["error"], name)
	}
}

func TestTokenAndIntrospectionNeedTheCredential(t *testing.T) {
	c := start(t)
	for _, path := range []string{"/token", "/introspect"} {
		request := c.request("POST", path, strings.NewReader(grant.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.SetBasicAuth(c.Info().ClientID, "wrong")
		got := c.do(request)
		require.Equal(t, 401, got.status, path)
		require.Equal(t, "invalid_client", got.body.(object)["error"], path)
	}
}

func TestTokenEndpointHasItsOwnWindow(t *testing.T) {
	c := start(t)
	for range 60 {
		require.Equal(t, 200, c.signIn("/token", grant).status)
	}
	got := c.signIn("/token", grant)
	require.Equal(t, 429, got.status)
	wait, err := strconv.Atoi(got.header.Get("Retry-After"))
	require.NoError(t, err)
	require.InDelta(t, 30, wait, 30)
}

func TestIntrospection(t *testing.T) {
	c := signedIn(t, "scopes=harvest:jobs:list harvest:users:list", "no-scope=harvest:users:list")
	got := c.signIn("/introspect", url.Values{"token": {c.writes}, "token_type_hint": {"access_token"}}).body.(object)
	require.Equal(t, true, got["active"])
	require.Equal(t, c.Info().ClientID, got["client_id"])
	require.Equal(t, strconv.FormatInt(c.Info().UserID, 10), got["sub"])
	require.Equal(t, "harvest:jobs:list", got["scope"])
	claims := got["https://auth.greenhouse.io/claims"].(object)
	require.Equal(t, "Sandbox Example Ltd", claims["organization"].(object)["name"])
	require.Equal(t, "job_admin", claims["user_role"])
	unknown := c.signIn("/introspect", url.Values{"token": {"nonsense"}})
	require.JSONEq(t, `{"active":false}`, unknown.raw)
}

func TestOneTokenRevokesTheEarlierOneOfTheSameSubject(t *testing.T) {
	c := signedIn(t, "one-token=on")
	reads, writes := c.reads, c.writes
	c.reads = c.mint("")
	require.Equal(t, 401, c.as(reads, "GET", "/v3/jobs", nil).status)
	require.Equal(t, 200, c.get("/v3/jobs").status)
	require.Equal(t, 201, c.as(writes, "POST", "/v3/candidates", named(nil)).status, "another subject keeps its token")
}

func TestEveryCallNeedsALiveToken(t *testing.T) {
	c := signedIn(t, "token-ttl=0")
	expired := c.mint("")
	bare := c.request("GET", "/v3/jobs", nil)
	for name, got := range map[string]reply{
		"none":    c.do(bare),
		"unknown": c.as("nonsense", "GET", "/v3/jobs", nil),
		"expired": c.as(expired, "GET", "/v3/jobs", nil),
	} {
		assert.Equal(t, 401, got.status, name)
		assert.Equal(t, "75", got.header.Get("X-RateLimit-Remaining"), name)
	}
}
