package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (c *client) column(path, column string) []any {
	c.t.Helper()
	var values []any
	for _, row := range c.rows(path) {
		values = append(values, row[column])
	}
	return values
}

func TestFreshOrganisation(t *testing.T) {
	c := signedIn(t)
	for path, want := range map[string][]any{
		"/v3/candidates": nil,
		"/v3/jobs?status=open&confidential=false": {"Engineer (template)", "Data Engineer", "Platform Engineer"},
		"/v3/jobs?status=closed":                  {"Site Reliability Engineer"},
		"/v3/jobs?confidential=true":              {"Head of Engineering"},
		"/v3/jobs?requisition_id=ENG-102":         {"Data Engineer"},
		"/v3/sources":                             {"LinkedIn", "AmazingHiring"},
		"/v3/prospect_pools?active=true":          {"Go engineers"},
		"/v3/prospect_pool_stages":                {"Interested", "Contacted", "New"},
		"/v3/custom_fields?field_type=candidate": {
			"Introduced by", "Summary", "Current city", "Team size", "Salary range", "Expected salary", "Available from",
			"Open to relocation", "Skills", "Notice period", "Seniority", "AmazingHiring URL",
		},
		"/v3/custom_fields?field_type=application":                   {"Cover note"},
		"/v3/custom_field_options?custom_field_key=seniority":        {"Staff", "Senior", "Middle", "Junior"},
		"/v3/referrers" + query("user_ids", number(c.Info().UserID)): {"Nora Feld"},
		"/v3/rejection_reasons":                                      {"Wrong time zone"},
		"/v3/rejection_reasons?include_defaults=true":                {"Wrong time zone", "Took another offer", "Lacking skills"},
		"/v3/users?deactivated=true":                                 {"Tess Moran"},
		"/v3/users?primary_email=nora.feld@example.com":              {"Nora Feld"},
		"/v3/users?primary_email=sam@example.org":                    nil,
		"/v3/users?employee_ids=1,2":                                 nil,
		"/v3/users?show_service_accounts=true&ids=" + "12044518007":  {"Harvest Integration"},
		"/v3/users?ids=" + "12044518007":                             nil,
	} {
		assert.Equal(t, want, c.column(path, "name"), path)
	}
	require.Equal(t, true, c.row("/v3/custom_fields?name_key=seniority")["required"])
	require.Equal(t, []any{"seniority"}, c.column("/v3/custom_fields?name=Seniority", "name_key"))
	schools := c.column("/v3/custom_field_options?custom_field_key=school_name", "name")
	require.GreaterOrEqual(t, len(schools), 30)
	require.Contains(t, schools, "University of Example")
}

func TestUserEmailsFindSecondaryAddresses(t *testing.T) {
	c := signedIn(t)
	require.Len(t, c.rows("/v3/user_emails?email=SAM@example.org&verified=true"), 1)
	require.Len(t, c.rows("/v3/user_emails?email=talent@example.net"), 2, "shared by two users")
	require.Len(t, c.rows("/v3/user_emails?user_ids="+number(c.Info().UserID)), 1)
}

func TestInfoNamesTheRecruiter(t *testing.T) {
	c := signedIn(t)
	user := c.row("/v3/users?ids=" + number(c.Info().UserID))
	require.Equal(t, c.Info().UserEmail, user["primary_email"])
	require.Equal(t, false, user["site_admin"])
	admin := c.row("/v3/users?ids=" + number(c.SiteAdminID()))
	require.Equal(t, true, admin["site_admin"])
}
