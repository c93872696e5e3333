package harvest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

const legacyPerson = `{"id": 5, "first_name": "Ada", "last_name": "Byron", "company": "Engines", "title": "Analyst",
	"created_at": "2026-11-01T10:00:00.123Z", "updated_at": "2026-11-02T10:00:00Z", "last_activity": null, "is_private": true,
	"photo_url": null, "can_email": true, "application_ids": [91, 90], "tags": ["sourced"],
	"phone_numbers": [{"value": "+15550100", "type": "mobile"}], "addresses": [],
	"email_addresses": [{"value": "ada@example.org", "type": "personal"}],
	"website_addresses": [{"value": "https://ada.example", "type": "portfolio"}],
	"social_media_addresses": [{"value": "https://social.example/ada"}],
	"recruiter": {"id": 4002, "name": "R C"}, "coordinator": null, "linked_user_ids": [],
	"custom_fields": {"seniority": "Senior", "notice": null},
	"keyed_custom_fields": {"seniority": {"name": "Seniority", "type": "single_select", "value": "Senior"}, "notice": null},
	"applications": [
		{"id": 91, "candidate_id": 5, "prospect": true, "applied_at": "2026-11-02T10:00:00Z", "status": "active", "jobs": [{"id": 11, "name": "Analyst"},
			{"id": 12, "name": "Engineer"}], "source": null, "recruiter": null, "current_stage": null, "attachments": []},
		{"id": 90, "prospect": false, "applied_at": "2026-11-01T10:00:00Z", "rejected_at": null, "last_activity_at": "2026-11-03T10:00:00Z",
			"source": {"id": 7, "public_name": "AmazingHiring"}, "credited_to": {"id": 4002}, "recruiter": {"id": 4002}, "coordinator": {"id": 4003},
			"jobs": [{"id": 8, "name": "Sales"}], "status": "rejected", "current_stage": {"id": 71, "name": "Review"},
			"attachments": [{"filename": "older.pdf", "url": "https://files.example/signed", "type": "resume"}]}],
	"attachments": [{"filename": "ada.pdf", "url": "https://files.example/signed", "type": "resume", "created_at": "2026-11-01T10:00:00Z"},
		{"filename": "older.pdf", "url": "https://files.example/signed", "type": "resume", "created_at": null}]}`

func legacyAda() harvest.Candidate {
	ada := adaRow()
	ada.ID = 5
	ada.CustomFields = map[string]harvest.CustomFieldValue{
		"seniority": {Name: "Seniority", Type: "single_select", Value: json.RawMessage(`"Senior"`)}, "notice": {},
	}
	return ada
}

// legacyQuery checks the one request that a list makes of a server without rows.
func legacyQuery(t *testing.T, list operation, uri string) {
	t.Helper()
	client, g := legacy(t, say(200, "[]"))
	require.NoError(t, list(t.Context(), client))
	require.Len(t, g.seen(), 1)
	require.Equal(t, "GET "+apiPath+"/v1/"+uri, g.seen()[0].Method+" "+g.seen()[0].URL.RequestURI())
}

func candidates(q harvest.CandidateQuery) operation {
	return func(ctx context.Context, c *harvest.Client) error { return toTheEnd(c.Candidates(ctx, q)) }
}

func TestLegacyCandidateFilters(t *testing.T) {
	at := time.Date(2026, 11, 1, 12, 0, 0, 999, time.FixedZone("", 3600))
	for uri, q := range map[string]harvest.CandidateQuery{
		"candidates":                           {},
		"candidates?candidate_ids=5%2C6":       {IDs: []harvest.CandidateID{5, 6}},
		"candidates?email=a%2Bb%40example.org": {Email: "a+b@example.org"},
		"candidates?created_after=2026-11-01T11%3A00%3A00Z&per_page=500":     {CreatedSince: at, PerPage: 500},
		"candidates?updated_after=2026-11-01T11%3A00%3A00Z":                  {UpdatedSince: at},
		"candidates?candidate_ids=5&created_after=2026-11-01T11%3A00%3A00Z":  {IDs: []harvest.CandidateID{5}, CreatedSince: at},
		"candidates?created_after=2026-11-01T11%3A00%3A00Z&email=a%40b.test": {Email: "a@b.test", CreatedSince: at},
	} {
		t.Run(uri, func(t *testing.T) { legacyQuery(t, candidates(q), uri) })
	}
}

func TestLegacyCandidatesThatAreNotAskedFor(t *testing.T) {
	requireNotInDialect(t, candidates(harvest.CandidateQuery{Tag: "sourced"}))
	for name, q := range map[string]harvest.CandidateQuery{
		"ids and e-mail": {IDs: []harvest.CandidateID{5}, Email: "a@b.test"}, // the e-mail would win
		"two dates":      {CreatedSince: time.Unix(1, 0), UpdatedSince: time.Unix(1, 0)},
		"too many ids":   {IDs: make([]harvest.CandidateID, 51)},
	} {
		t.Run(name, func(t *testing.T) {
			client, g := legacy(t, say(200, "[]"))
			require.ErrorAs(t, candidates(q)(t.Context(), client), new(*harvest.ValidationError))
			require.Empty(t, g.seen())
		})
	}
}

func TestLegacyCandidateRow(t *testing.T) {
	client, _ := legacy(t, say(200, "["+legacyPerson+"]"))
	require.Equal(t, []harvest.Candidate{legacyAda()}, collect(t, client, (*harvest.Client).Candidates, harvest.CandidateQuery{}))
}

func TestLegacyCandidateIsRetrieved(t *testing.T) {
	client, g := legacy(t, say(200, legacyPerson))
	q := harvest.CandidateQuery{IDs: []harvest.CandidateID{5}, PerPage: 1}
	require.Equal(t, []harvest.Candidate{legacyAda()}, collect(t, client, (*harvest.Client).Candidates, q))
	require.Equal(t, apiPath+"/v1/candidates/5", g.seen()[0].URL.RequestURI())
}

// Right after a create the person is a 404 for a while. That is "not yet", and so is every other empty answer.
func TestLegacyCandidateIsNotReadyYet(t *testing.T) {
	for name, q := range map[string]harvest.CandidateQuery{
		"retrieved": {IDs: []harvest.CandidateID{5}}, "listed": {IDs: []harvest.CandidateID{5, 6}},
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := legacy(t, say(404, `{"message":"Resource not found"}`))
			require.Empty(t, collect(t, client, (*harvest.Client).Candidates, q))
			byPerson := harvest.ApplicationQuery{CandidateIDs: q.IDs}
			require.Empty(t, collect(t, client, (*harvest.Client).Applications, byPerson))
		})
	}
}

func TestLegacyPages(t *testing.T) {
	following := map[string]string{"": "2", "2": "3"}
	client, g := legacy(t, func(w http.ResponseWriter, r *http.Request) {
		page := r.URL.Query().Get("page")
		if next := following[page]; next != "" {
			w.Header().Set("Link", fmt.Sprintf(`<https://harvest.greenhouse.io/v1/candidates?page=%s&per_page=9&email=x>; rel="next",
				<https://harvest.greenhouse.io/v1/candidates?page=3>; rel="last"`, next))
		}
		fmt.Fprintf(w, `[{"id":%d}]`, len(page)+1)
	})
	q := harvest.CandidateQuery{CreatedSince: time.Unix(0, 0), PerPage: 1}
	require.Len(t, collect(t, client, (*harvest.Client).Candidates, q), 3)
	for i, page := range []string{"", "page=2&", "page=3&"} {
		want := apiPath + "/v1/candidates?created_after=1970-01-01T00%3A00%3A00Z&" + page + "per_page=1"
		require.Equal(t, want, g.seen()[i].URL.RequestURI(), "only the number is taken from the link")
		require.Equal(t, "localhost", g.seen()[i].Host)
	}
}

func TestLegacyPageThatCannotBeAskedFor(t *testing.T) {
	for name, link := range map[string]string{
		"no number":  `<http://x.test/v1/jobs?cursor=x>; rel="next"`,
		"a word":     `<http://x.test/v1/jobs?page=two>; rel="next"`,
		"unreadable": `<http://[>; rel="next"`,
		"the first":  `<http://x.test/v1/jobs?page=1>; rel="next"`,
		"nowhere":    `<http://x.test/v1/jobs?page=0>; rel="next"`,
		"the same":   `<http://x.test/v1/jobs?page=2>; rel="next"`, // of the second page
	} {
		t.Run(name, func(t *testing.T) {
			client, g := legacy(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Link", link)
				_, _ = w.Write([]byte(`[{"id":1}]`))
			})
			_, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
			require.ErrorAs(t, err, new(*harvest.UnavailableError))
			require.LessOrEqual(t, len(g.seen()), 2)
		})
	}
}

// Half a list must not look like a whole one.
func TestLegacyListThatEndsIn404(t *testing.T) {
	client, _ := legacy(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("page") {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Link", `<http://x.test/v1/users?page=2>; rel="next"`)
		_, _ = w.Write([]byte(`[{"id":1,"emails":["a@b.test"]}]`))
	})
	_, err := harvest.Collect(client.UserEmails(t.Context(), harvest.UserEmailQuery{Email: "a@b.test"}))
	require.ErrorAs(t, err, new(*harvest.NotFoundError))
}

func legacyCapture(t *testing.T, answer string, call operation) sent {
	t.Helper()
	var got []byte
	client, g := legacy(t, echo(&got, 200, answer))
	require.NoError(t, call(t.Context(), client))
	require.Len(t, g.seen(), 1)
	return sent{g.seen()[0].Method, strings.TrimPrefix(g.seen()[0].URL.RequestURI(), apiPath), string(got)}
}

func wholeAda(application harvest.NewApplication) harvest.NewCandidate {
	return harvest.NewCandidate{
		FirstName: "Ada", LastName: "Byron", Company: "Engines", Title: "Analyst", Tags: []string{"sourced"}, Private: true,
		Emails:      []harvest.Address{{Value: "ada@example.org", Type: "personal"}},
		SocialMedia: []harvest.Address{{Value: "https://social.example/ada", Type: "other"}},
		CustomFields: []harvest.CustomFieldInput{
			{NameKey: "amazinghiring_url", Value: "https://profiles.example/1"}, {FieldID: 31, Value: harvest.OptionID(61)}, {NameKey: "unset"},
		},
		Application: &application,
	}
}

const wholeAdaSent = `"first_name":"Ada","last_name":"Byron","company":"Engines","title":"Analyst","tags":["sourced"],"is_private":true,
	"email_addresses":[{"value":"ada@example.org","type":"personal"}],"social_media_addresses":[{"value":"https://social.example/ada"}],
	"custom_fields":[{"name_key":"amazinghiring_url","value":"https://profiles.example/1"},{"id":31,"value":61}]`

func TestLegacyCandidateOnTheWire(t *testing.T) {
	person := wholeAda(harvest.NewApplication{JobID: 11, InitialStageID: 71, SourceID: 7, RecruiterID: 4002, CoordinatorID: 4003})
	got := legacyCapture(t, legacyPerson, writes((*harvest.Client).CreateCandidate, person))
	requireSent(t, got, "POST", "/v1/candidates", `{`+wholeAdaSent+`,"applications":[
		{"job_id":11,"initial_stage_id":71,"source_id":7,"recruiter_id":4002,"coordinator_id":4003}]}`)
}

func TestLegacyProspectOnTheWire(t *testing.T) {
	person := wholeAda(harvest.NewApplication{
		Prospect: true, JobIDs: []harvest.JobID{11, 12}, SourceID: 7, RecruiterID: 4002, CoordinatorID: 4003,
	})
	got := legacyCapture(t, legacyPerson, writes((*harvest.Client).CreateCandidate, person))
	requireSent(t, got, "POST", "/v1/prospects", `{`+wholeAdaSent+`,"application":{"job_ids":[11,12],"source_id":7},
		"recruiter":{"id":4002},"coordinator":{"id":4003}}`)

	person = ada()
	person.Application = &harvest.NewApplication{Prospect: true}
	got = legacyCapture(t, legacyPerson, writes((*harvest.Client).CreateCandidate, person))
	requireSent(t, got, "POST", "/v1/prospects", `{"first_name":"Ada","last_name":"Byron","application":{}}`)
}

func TestLegacyPeopleThatAreNotSent(t *testing.T) {
	for name, application := range map[string]*harvest.NewApplication{
		"no application":     nil,
		"referrer":           {JobID: 11, ReferrerID: 3},
		"prospect in a pool": {Prospect: true, ProspectPoolID: 51},
	} {
		t.Run(name, func(t *testing.T) {
			person := ada()
			person.Application = application
			requireNotInDialect(t, writes((*harvest.Client).CreateCandidate, person))
		})
	}
}

// While creation goes on, the answer holds ids only. What was asked for fills the rest, or the caller
// would find no application on the job and add another.
func TestLegacyAnswersToACreate(t *testing.T) {
	asked := harvest.NewApplication{JobID: 11, SourceID: 7, RecruiterID: 4002}
	whole := harvest.Application{ID: 92, CandidateID: 5, JobID: 11, Status: "in_process", SourceID: 7}
	bare := harvest.Application{ID: 92, CandidateID: 5, JobID: 11, SourceID: 7, RecruiterID: 4002}
	for name, test := range map[string]struct {
		body string
		want *harvest.Application
	}{
		"whole":           {`{"id":5,"application_ids":[92],"applications":[{"id":92,"candidate_id":5,"status":"active","jobs":[{"id":11}],"source":{"id":7}}]}`, &whole},
		"ids":             {`{"id":5,"application_ids":[92]}`, &bare},
		"bare row":        {`{"id":5,"applications":[{"id":92}]}`, &bare},
		"several":         {`{"id":5,"application_ids":[90,92,91],"applications":[{"id":90,"status":"rejected"}]}`, &bare},
		"no application":  {`{"id":5}`, nil},
		"null":            {`{"id":5,"application_ids":null,"applications":null}`, nil},
		"in an array":     {`[{"id":5,"application_ids":[92]}]`, &bare},
		"with no errors":  {`{"id":5,"application_ids":[92],"errors":[]}`, &bare},
		"with null error": {`{"id":5,"application_ids":[92],"errors":null}`, &bare},
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := legacy(t, say(201, test.body))
			person := ada()
			person.Application = &asked
			made, err := client.CreateCandidate(t.Context(), person)
			require.NoError(t, err)
			require.Equal(t, harvest.CandidateID(5), made.Candidate.ID)
			require.Equal(t, test.want, made.Application)
		})
	}
	client, _ := legacy(t, say(201, `{"id":5,"applications":[{"status":"active"}]}`))
	require.ErrorAs(t, legacyWrite(t.Context(), client), new(*harvest.AmbiguousError), "an application without id")
}

func TestLegacyCandidateChange(t *testing.T) {
	change := harvest.CandidateChange{
		Title: new(""), Emails: []harvest.Address{}, SocialMedia: []harvest.Address{{Value: "https://x.test", Type: "other"}},
		CustomFields: []harvest.CustomFieldInput{{NameKey: "a", Value: 0}, {FieldID: 31}},
	}
	call := updates((*harvest.Client).UpdateCandidate, 5, change)
	requireSent(t, legacyCapture(t, legacyPerson, call), "PATCH", "/v1/candidates/5", `{"title":"","email_addresses":[],
		"social_media_addresses":[{"value":"https://x.test"}],"custom_fields":[{"name_key":"a","value":0},{"id":31,"delete_value":"true"}]}`)

	for _, body := range []string{legacyPerson, "[" + legacyPerson + "]"} {
		client, _ := legacy(t, say(200, body))
		changed, err := client.UpdateCandidate(t.Context(), 5, change)
		require.NoError(t, err)
		require.Equal(t, legacyAda(), changed)
	}
}

func TestLegacyChangesThatAreNotSent(t *testing.T) {
	requireNotInDialect(t, updates((*harvest.Client).UpdateCandidate, 5, harvest.CandidateChange{PreferredName: new("Ada")}))
	for name, change := range map[string]harvest.CandidateChange{
		"nothing":          {},
		"no custom fields": {CustomFields: []harvest.CustomFieldInput{}}, // version 1 would change nothing
		"blank name":       {FirstName: new(" ")},
	} {
		t.Run(name, func(t *testing.T) {
			client, g := legacy(t, say(200, legacyPerson))
			_, err := client.UpdateCandidate(t.Context(), 5, change)
			require.ErrorAs(t, err, new(*harvest.ValidationError))
			require.Empty(t, g.seen())
		})
	}
}
