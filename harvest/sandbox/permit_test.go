package sandbox_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScopesDecideWhatACredentialMayDo(t *testing.T) {
	c := signedIn(t, "no-scope=harvest:candidates:create", "no-scope=harvest:jobs:list")
	got := c.post("/v3/candidates", named(nil))
	require.Equal(t, 403, got.status)
	require.Contains(t, got.raw, "harvest:candidates:create")
	require.Equal(t, 403, c.get("/v3/jobs").status)
	require.Equal(t, 200, c.get("/v3/candidates").status)

	require.NoError(t, c.SetFaults("scopes=harvest:jobs:list"))
	require.Equal(t, 200, c.get("/v3/jobs").status)
	require.Equal(t, 403, c.get("/v3/candidates").status)
}

func TestListsNeedASiteAdmin(t *testing.T) {
	c := signedIn(t)
	admin := c.mint(strconv.FormatInt(c.SiteAdminID(), 10))
	for name, test := range map[string]struct {
		faults []string
		token  string
		status int
		empty  bool
	}{
		"site admin":          {nil, admin, 200, false},
		"site admin, always":  {[]string{"nonadmin-reads=empty", "service-reads=403"}, admin, 200, false},
		"recruiter":           {nil, c.writes, 403, true},
		"recruiter sees none": {[]string{"nonadmin-reads=empty"}, c.writes, 200, true},
		"service":             {nil, c.reads, 200, false},
		"service refused":     {[]string{"service-reads=403"}, c.reads, 403, true},
		"service sees none":   {[]string{"service-reads=empty"}, c.reads, 200, true},
	} {
		require.NoError(t, c.SetFaults(test.faults...))
		got := c.as(test.token, "GET", "/v3/jobs", nil)
		assert.Equal(t, test.status, got.status, name)
		rows, _ := got.body.([]any)
		assert.Equal(t, test.empty, len(rows) == 0, name)
	}
}

func TestUnattachedProspectsNeedAPermission(t *testing.T) {
	c := signedIn(t)
	basic := c.mint(c.row("/v3/user_emails" + query("email", "sam@example.org"))["user_id"].(json.Number).String())
	unattached := named(object{"application": object{"prospect": true}})
	attached := named(object{"application": object{"prospect": true, "job_ids": []int64{c.job("Data Engineer")}}})

	got := c.as(basic, "POST", "/v3/candidates", unattached)
	require.Equal(t, 403, got.status)
	require.Contains(t, got.raw, "manage unattached prospects")
	require.Empty(t, c.rows("/v3/candidates"))

	person := c.add("/v3/candidates", unattached)["candidate"].(object)["id"]
	require.Equal(t, 201, c.as(basic, "POST", "/v3/candidates", attached).status)
	require.Equal(t, 201, c.as(c.reads, "POST", "/v3/candidates", unattached).status, "the service user acts as itself")
	require.Equal(t, 403, c.as(basic, "POST", "/v3/applications", object{"candidate_id": person, "prospect": true}).status)
}
