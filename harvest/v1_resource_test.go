package harvest_test

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// listed reads a list of a server that answers by path, and returns what was asked for, below /v1/.
func listed[T, Q any](t *testing.T, answers map[string]string, method func(*harvest.Client, context.Context, Q) iter.Seq2[T, error], q Q) (rows []T, asked []string) {
	t.Helper()
	client, g := legacy(t, func(w http.ResponseWriter, r *http.Request) {
		body, found := answers[strings.TrimPrefix(r.URL.Path, apiPath+"/v1/")]
		if !found {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write([]byte(body))
	})
	rows = collect(t, client, method, q)
	for _, r := range g.seen() {
		asked = append(asked, strings.TrimPrefix(r.URL.RequestURI(), apiPath+"/v1/"))
	}
	return rows, asked
}

func TestLegacyJobs(t *testing.T) {
	const open = `{"id":8,"name":"Analyst","requisition_id":"R-1","status":"open","confidential":true,"is_template":null,"hiring_team":{}}`
	const closed = `{"id":9,"status":"closed"}`
	analyst := harvest.Job{ID: 8, Name: "Analyst", RequisitionID: "R-1", Status: "open", Confidential: true}
	answers := map[string]string{"jobs": `[` + open + `]`, "jobs/8": open, "jobs/9": closed}
	for name, test := range map[string]struct {
		q     harvest.JobQuery
		want  []harvest.Job
		asked []string
	}{
		"all":           {harvest.JobQuery{}, []harvest.Job{analyst}, []string{"jobs"}},
		"open":          {harvest.JobQuery{Status: "open"}, []harvest.Job{analyst}, []string{"jobs?status=open"}},
		"by id":         {harvest.JobQuery{IDs: []harvest.JobID{7, 8, 9}}, []harvest.Job{analyst, {ID: 9, Status: "closed"}}, []string{"jobs/7", "jobs/8", "jobs/9"}},
		"open, by id":   {harvest.JobQuery{IDs: []harvest.JobID{9, 8}, Status: "open"}, []harvest.Job{analyst}, []string{"jobs/9", "jobs/8"}},
		"none is there": {harvest.JobQuery{IDs: []harvest.JobID{7}}, nil, []string{"jobs/7"}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, asked := listed(t, answers, (*harvest.Client).Jobs, test.q)
			require.Equal(t, test.want, rows)
			require.Equal(t, test.asked, asked)
		})
	}
}

func TestLegacyRecordsAreChecked(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"no id":  {200, `{"name":"Sales"}`, new(harvest.UnavailableError)},
		"null":   {200, `null`, new(harvest.UnavailableError)},
		"a list": {200, `[{"id":8}]`, new(harvest.UnavailableError)},
		"HTML":   {200, `<html>`, new(harvest.UnavailableError)},
		"error":  {500, ``, new(harvest.UnavailableError)},
		"denied": {403, ``, new(harvest.PermissionError)},
	} {
		t.Run(name, func(t *testing.T) {
			client, g := legacy(t, say(test.status, test.body))
			_, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{IDs: []harvest.JobID{8, 9}}))
			require.IsType(t, test.want, err)
			require.Len(t, g.seen(), 1, "one error ends the list")
		})
	}
	client, g := legacy(t, say(200, `{"id":8}`))
	_, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{IDs: make([]harvest.JobID, 51)}))
	require.ErrorAs(t, err, new(*harvest.ValidationError))
	require.Empty(t, g.seen())
}

func TestLegacyRecordsAreFetchedWhenReached(t *testing.T) {
	client, g := legacy(t, say(200, `{"id":8}`))
	_, found, err := harvest.First(client.Jobs(t.Context(), harvest.JobQuery{IDs: []harvest.JobID{8, 9}}))
	require.NoError(t, err)
	require.True(t, found)
	require.Len(t, g.seen(), 1)
}

const legacyUser = `{"id":1,"name":"R C","first_name":"R","last_name":"C","primary_email_address":"rc@example.com","disabled":true,"site_admin":true,
	"emails":["rc@example.com","r.c@example.com"],"employee_id":null,"linked_candidate_ids":[]}`

func TestLegacyUsers(t *testing.T) {
	rc := []harvest.User{{ID: 1, Name: "R C", FirstName: "R", LastName: "C", PrimaryEmail: "rc@example.com", Deactivated: true, SiteAdmin: true}}
	answers := map[string]string{"users": `[` + legacyUser + `]`, "users/1": legacyUser}
	for name, test := range map[string]struct {
		q     harvest.UserQuery
		want  []harvest.User
		asked []string
	}{
		"all":              {harvest.UserQuery{}, rc, []string{"users"}},
		"by id":            {harvest.UserQuery{IDs: []harvest.UserID{2, 1}}, rc, []string{"users/2", "users/1"}},
		"by address":       {harvest.UserQuery{PrimaryEmail: "RC@example.com"}, rc, []string{"users?email=RC%40example.com"}},
		"by the other one": {harvest.UserQuery{PrimaryEmail: "r.c@example.com"}, nil, []string{"users?email=r.c%40example.com"}},
		"by both":          {harvest.UserQuery{IDs: []harvest.UserID{1}, PrimaryEmail: "x@example.com"}, nil, []string{"users/1"}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, asked := listed(t, answers, (*harvest.Client).Users, test.q)
			require.Equal(t, test.want, rows)
			require.Equal(t, test.asked, asked)
		})
	}
}

// Whether an unknown address is a 404 or an empty list is not documented.
func TestLegacyUnknownUser(t *testing.T) {
	for _, answers := range []map[string]string{{}, {"users": `[]`}} {
		rows, _ := listed(t, answers, (*harvest.Client).Users, harvest.UserQuery{PrimaryEmail: "x@example.com"})
		require.Empty(t, rows)
		addresses, _ := listed(t, answers, (*harvest.Client).UserEmails, harvest.UserEmailQuery{Email: "x@example.com"})
		require.Empty(t, addresses)
	}
}

func TestLegacyUserEmails(t *testing.T) {
	answers := map[string]string{"users": `[` + legacyUser + `]`}
	rows, asked := listed(t, answers, (*harvest.Client).UserEmails, harvest.UserEmailQuery{})
	require.Equal(t, []harvest.UserEmail{{UserID: 1, Email: "rc@example.com"}, {UserID: 1, Email: "r.c@example.com"}}, rows)
	require.Equal(t, []string{"users"}, asked)

	rows, asked = listed(t, answers, (*harvest.Client).UserEmails, harvest.UserEmailQuery{Email: "R.C@example.com"})
	require.Equal(t, []harvest.UserEmail{{UserID: 1, Email: "r.c@example.com"}}, rows)
	require.Equal(t, []string{"users?email=R.C%40example.com"}, asked)
}

func TestLegacySources(t *testing.T) {
	client, g := legacy(t, say(200, `[{"id":7,"name":"AmazingHiring","type":{"id":2,"name":"Prospecting"}}]`))
	rows, err := harvest.Collect(client.Sources(t.Context()))
	require.NoError(t, err)
	require.Equal(t, []harvest.Source{{ID: 7, Name: "AmazingHiring", TypeName: "Prospecting"}}, rows)
	require.Equal(t, apiPath+"/v1/sources", g.seen()[0].URL.RequestURI())
}

const legacySeniority = `{"id":32,"name":"Seniority","active":true,"field_type":"candidate","priority":1,"value_type":"single_select","private":false,
	"required":true,"name_key":"seniority","custom_field_options":[{"id":61,"name":"Senior","priority":0,"external_id":null},{"id":62,"name":"Staff"}]}`

func TestLegacyCustomFields(t *testing.T) {
	seniority := harvest.CustomField{ID: 32, Name: "Seniority", NameKey: "seniority", FieldType: "candidate", ValueType: "single_select", Required: true, Active: true}
	idle := harvest.CustomField{ID: 33, FieldType: "job"}
	answers := map[string]string{"custom_fields/candidate": `[` + legacySeniority + `]`, "custom_fields/job": `[{"id":33,"field_type":"job"}]`}

	rows, asked := listed(t, answers, (*harvest.Client).CustomFields, harvest.CustomFieldQuery{FieldType: "candidate", Active: true})
	require.Equal(t, []harvest.CustomField{seniority}, rows)
	require.Equal(t, []string{"custom_fields/candidate"}, asked)

	rows, asked = listed(t, answers, (*harvest.Client).CustomFields, harvest.CustomFieldQuery{})
	require.Equal(t, []harvest.CustomField{seniority, idle}, rows)
	require.Equal(t, []string{
		"custom_fields/candidate?include_inactive=true", "custom_fields/application?include_inactive=true", "custom_fields/job?include_inactive=true",
		"custom_fields/offer?include_inactive=true", "custom_fields/rejection_question?include_inactive=true",
		"custom_fields/referral_question?include_inactive=true", "custom_fields/user_attribute?include_inactive=true",
	}, asked)

	rows, _ = listed(t, answers, (*harvest.Client).CustomFields, harvest.CustomFieldQuery{Active: true})
	require.Equal(t, []harvest.CustomField{seniority}, rows)

	requireNotInDialect(t, func(ctx context.Context, c *harvest.Client) error {
		return toTheEnd(c.CustomFields(ctx, harvest.CustomFieldQuery{FieldType: "../jobs"}))
	})
}

func TestLegacyCustomFieldOptions(t *testing.T) {
	answers := map[string]string{
		"custom_fields/candidate": `[` + legacySeniority + `,{"id":34,"active":true,"name_key":"team","custom_field_options":[{"id":63,"name":"Red"}]}]`,
	}
	senior := harvest.CustomFieldOption{ID: 61, FieldID: 32, Name: "Senior", Active: true}
	staff := harvest.CustomFieldOption{ID: 62, FieldID: 32, Name: "Staff", Active: true}
	red := harvest.CustomFieldOption{ID: 63, FieldID: 34, Name: "Red", Active: true}
	for name, test := range map[string]struct {
		q    harvest.CustomFieldOptionQuery
		want []harvest.CustomFieldOption
	}{
		"all":    {harvest.CustomFieldOptionQuery{}, []harvest.CustomFieldOption{senior, staff, red}},
		"by id":  {harvest.CustomFieldOptionQuery{FieldIDs: []int64{32, 35}}, []harvest.CustomFieldOption{senior, staff}},
		"by key": {harvest.CustomFieldOptionQuery{FieldKey: "team", Active: true}, []harvest.CustomFieldOption{red}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, _ := listed(t, answers, (*harvest.Client).CustomFieldOptions, test.q)
			require.Equal(t, test.want, rows)
		})
	}
	requireNotInDialect(t, func(ctx context.Context, c *harvest.Client) error {
		return toTheEnd(c.CustomFieldOptions(ctx, harvest.CustomFieldOptionQuery{FieldKey: "school_name"}))
	})
	client, _ := legacy(t, say(200, `[{"id":32,"custom_field_options":[{"name":"Senior"}]}]`))
	_, err := harvest.Collect(client.CustomFieldOptions(t.Context(), harvest.CustomFieldOptionQuery{}))
	require.ErrorAs(t, err, new(*harvest.UnavailableError), "an option without id")
}

func TestLegacyCustomFieldWrites(t *testing.T) {
	field := harvest.NewCustomField{Name: "AmazingHiring URL", FieldType: "candidate", ValueType: "url", Description: "Where"}
	got := legacyCapture(t, customFieldRow, writes((*harvest.Client).CreateCustomField, field))
	requireSent(t, got, "POST", "/v1/custom_fields", `{"name":"AmazingHiring URL","field_type":"candidate","value_type":"url","description":"Where"}`)

	change := harvest.CustomFieldChange{Name: new("Profile"), Private: new(false)}
	got = legacyCapture(t, customFieldRow, updates((*harvest.Client).UpdateCustomField, 31, change))
	requireSent(t, got, "PATCH", "/v1/custom_fields/31", `{"name":"Profile","private":false}`)

	client, g := legacy(t, say(200, customFieldRow))
	made, err := client.CreateCustomField(t.Context(), field)
	require.NoError(t, err)
	require.Equal(t, linkField(), made)
	_, err = client.UpdateCustomField(t.Context(), 31, harvest.CustomFieldChange{})
	require.ErrorAs(t, err, new(*harvest.ValidationError), "nothing to change")
	require.Len(t, g.seen(), 1)
}
