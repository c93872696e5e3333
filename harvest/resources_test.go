package harvest_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

type queryCase struct {
	list func(*harvest.Client) error
	path string
	want url.Values
}

func TestQueriesForPeople(t *testing.T) {
	since := time.Date(2026, 11, 1, 12, 0, 0, 999, time.FixedZone("", 3600))
	checkQueries(t, map[string]queryCase{
		"all candidates": {
			drain(func(c *harvest.Client) seq[harvest.Candidate] {
				return c.Candidates(t.Context(), harvest.CandidateQuery{})
			}),
			"candidates", url.Values{},
		},
		"candidates": {
			drain(func(c *harvest.Client) seq[harvest.Candidate] {
				return c.Candidates(t.Context(), harvest.CandidateQuery{
					IDs: []harvest.CandidateID{17130511003, 5}, Email: "a+b@example.org", CreatedSince: since, PerPage: 500,
				})
			}),
			"candidates", url.Values{
				"ids": {"17130511003,5"}, "email": {"a+b@example.org"}, "created_at": {"gte|2026-11-01T11:00:00Z"}, "per_page": {"500"},
			},
		},
		"applications": {
			drain(func(c *harvest.Client) seq[harvest.Application] {
				return c.Applications(t.Context(), harvest.ApplicationQuery{
					CandidateIDs: []harvest.CandidateID{7}, JobIDs: []harvest.JobID{8, 9}, CreatedSince: since,
				})
			}),
			"applications", url.Values{"candidate_ids": {"7"}, "job_ids": {"8,9"}, "created_at": {"gte|2026-11-01T11:00:00Z"}},
		},
	})
}

func TestQueriesForTheRest(t *testing.T) {
	checkQueries(t, map[string]queryCase{
		"jobs": {
			drain(func(c *harvest.Client) seq[harvest.Job] {
				return c.Jobs(t.Context(), harvest.JobQuery{IDs: []harvest.JobID{8}, Status: "open"})
			}),
			"jobs", url.Values{"ids": {"8"}, "status": {"open"}},
		},
		"users": {
			drain(func(c *harvest.Client) seq[harvest.User] {
				return c.Users(t.Context(), harvest.UserQuery{IDs: []harvest.UserID{1}, PrimaryEmail: "rec@example.com"})
			}),
			"users", url.Values{"ids": {"1"}, "primary_email": {"rec@example.com"}},
		},
		"user e-mails": {
			drain(func(c *harvest.Client) seq[harvest.UserEmail] {
				return c.UserEmails(t.Context(), harvest.UserEmailQuery{Email: "rec@example.com"})
			}),
			"user_emails", url.Values{"email": {"rec@example.com"}},
		},
		"sources": {
			drain(func(c *harvest.Client) seq[harvest.Source] { return c.Sources(t.Context()) }),
			"sources", url.Values{},
		},
	})
}

func checkQueries(t *testing.T, cases map[string]queryCase) {
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			client, g := serve(t, say(200, "[]"))
			require.NoError(t, test.list(client))
			got := g.seen()[0]
			require.Equal(t, http.MethodGet, got.Method)
			require.Equal(t, apiPath+"/v3/"+test.path, got.URL.Path)
			require.Equal(t, test.want, got.URL.Query())
		})
	}
}

type seq[T any] = func(yield func(T, error) bool)

func drain[T any](open func(*harvest.Client) seq[T]) func(*harvest.Client) error {
	return func(c *harvest.Client) error {
		_, err := harvest.Collect(open(c))
		return err
	}
}

const candidateRow = `{
	"id": 17130511003, "first_name": "Ada", "last_name": "Byron", "preferred_name": null, "company": "Engines", "title": "Analyst",
	"created_at": "2026-11-01T10:00:00.123Z", "updated_at": "2026-11-02T10:00:00Z", "last_activity_at": null,
	"private": true, "can_email": true, "tags": ["sourced"], "phone_numbers": [{"value": "+15550100", "type": "mobile"}],
	"addresses": [], "email_addresses": [{"value": "ada@example.org", "type": "personal"}],
	"website_addresses": [{"value": "https://ada.example", "type": "portfolio"}],
	"social_media_addresses": [{"value": "https://social.example/ada"}], "something_new": {"x": [1]} }`

func adaRow() harvest.Candidate {
	return harvest.Candidate{
		ID: 17130511003, FirstName: "Ada", LastName: "Byron", Company: "Engines", Title: "Analyst",
		CreatedAt: time.Date(2026, 11, 1, 10, 0, 0, 123e6, time.UTC), UpdatedAt: time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC),
		Private: true, CanEmail: true, Tags: []string{"sourced"},
		Phones: []harvest.Address{{Value: "+15550100", Type: "mobile"}}, Addresses: []harvest.Address{},
		Emails:      []harvest.Address{{Value: "ada@example.org", Type: "personal"}},
		Websites:    []harvest.Address{{Value: "https://ada.example", Type: "portfolio"}},
		SocialMedia: []harvest.Address{{Value: "https://social.example/ada"}},
	}
}

func TestCandidateRows(t *testing.T) {
	client, _ := serve(t, say(200, "["+candidateRow+`,{"message":"This candidate is private."}]`))
	got, err := harvest.Collect(client.Candidates(t.Context(), harvest.CandidateQuery{}))
	require.NoError(t, err)
	require.Equal(t, []harvest.Candidate{adaRow(), {Message: "This candidate is private."}}, got)
}

const applicationRow = `{"id": 90, "candidate_id": 17130511003, "job_id": null, "prospect": true, "prospective_job_ids": [11, 12],
	"status": "in_process", "stage_name": null, "source_id": 7, "referrer_id": null, "recruiter_id": 4002, "coordinator_id": 4003,
	"created_at": "2026-11-01T10:00:00Z", "updated_at": "2026-11-01T10:00:00Z"}`

func adaProspect() harvest.Application {
	at := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
	return harvest.Application{
		ID: 90, CandidateID: 17130511003, Prospect: true, ProspectiveJobIDs: []harvest.JobID{11, 12}, Status: "in_process",
		SourceID: 7, RecruiterID: 4002, CoordinatorID: 4003, CreatedAt: at, UpdatedAt: at,
	}
}

func TestOtherRows(t *testing.T) {
	t.Run("applications", func(t *testing.T) {
		client, _ := serve(t, say(200, "["+applicationRow+"]"))
		got, err := harvest.Collect(client.Applications(t.Context(), harvest.ApplicationQuery{}))
		require.NoError(t, err)
		require.Equal(t, []harvest.Application{adaProspect()}, got)
	})
	t.Run("jobs", func(t *testing.T) {
		client, _ := serve(t, say(200, `[{"id":8,"name":"Analyst","requisition_id":"R-1","status":"open","confidential":true,"is_template":true}]`))
		got, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
		require.NoError(t, err)
		want := harvest.Job{ID: 8, Name: "Analyst", RequisitionID: "R-1", Status: "open", Confidential: true, IsTemplate: true}
		require.Equal(t, []harvest.Job{want}, got)
	})
	t.Run("users", func(t *testing.T) {
		client, _ := serve(t, say(200, `[{"id":1,"name":"R C","first_name":"R","last_name":"C","primary_email":"rc@example.com","deactivated":true,"site_admin":true}]`))
		got, err := harvest.Collect(client.Users(t.Context(), harvest.UserQuery{}))
		require.NoError(t, err)
		want := harvest.User{ID: 1, Name: "R C", FirstName: "R", LastName: "C", PrimaryEmail: "rc@example.com", Deactivated: true, SiteAdmin: true}
		require.Equal(t, []harvest.User{want}, got)
	})
	t.Run("user e-mails", func(t *testing.T) {
		client, _ := serve(t, say(200, `[{"id":5,"user_id":1,"email":"rc@example.com","verified":true}]`))
		got, err := harvest.Collect(client.UserEmails(t.Context(), harvest.UserEmailQuery{}))
		require.NoError(t, err)
		require.Equal(t, []harvest.UserEmail{{UserID: 1, Email: "rc@example.com", Verified: true}}, got)
	})
	t.Run("sources", func(t *testing.T) {
		client, _ := serve(t, say(200, `[{"id":7,"name":"AmazingHiring","type":{"id":2,"name":"Prospecting"}},{"id":8,"name":"Other","type":null}]`))
		got, err := harvest.Collect(client.Sources(t.Context()))
		require.NoError(t, err)
		require.Equal(t, []harvest.Source{{ID: 7, Name: "AmazingHiring", TypeName: "Prospecting"}, {ID: 8, Name: "Other"}}, got)
	})
}

// echo keeps the body it got and gives a fixed answer.
func echo(into *[]byte, status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		*into, _ = io.ReadAll(r.Body)
		say(status, body)(w, r)
	}
}

func TestCreateCandidate(t *testing.T) {
	var sent []byte
	client, g := serve(t, echo(&sent, 201, `{"candidate":`+candidateRow+`,"application":`+applicationRow+`}`))
	got, err := client.CreateCandidate(t.Context(), harvest.NewCandidate{
		FirstName: "Ada", LastName: "Byron", Company: "Engines", Title: "Analyst",
		Emails:      []harvest.Address{{Value: "ada@example.org", Type: "personal"}},
		Phones:      []harvest.Address{{Value: "+15550100", Type: "mobile"}},
		Websites:    []harvest.Address{{Value: "https://ada.example", Type: "portfolio"}},
		SocialMedia: []harvest.Address{{Value: "https://social.example/ada", Type: "other"}},
		Application: &harvest.NewApplication{Prospect: true, JobIDs: []harvest.JobID{11, 12}, SourceID: 7},
	})
	require.NoError(t, err)
	application := adaProspect()
	require.Equal(t, harvest.CreatedCandidate{Candidate: adaRow(), Application: &application}, got)
	require.JSONEq(t, `{"first_name":"Ada","last_name":"Byron","company":"Engines","title":"Analyst",
		"email_addresses":[{"value":"ada@example.org","type":"personal"}],"phone_numbers":[{"value":"+15550100","type":"mobile"}],
		"website_addresses":[{"value":"https://ada.example","type":"portfolio"}],
		"social_media_addresses":[{"value":"https://social.example/ada"}],
		"application":{"prospect":true,"job_ids":[11,12],"source_id":7}}`, string(sent))
	require.Equal(t, apiPath+"/v3/candidates", g.seen()[0].URL.Path)
	require.Equal(t, http.MethodPost, g.seen()[0].Method)
	require.Equal(t, "Bearer token-1-for-4002", g.seen()[0].Header.Get("Authorization"))
	require.Equal(t, "application/json", g.seen()[0].Header.Get("Content-Type"))
}

func TestCreateCandidateAnswers(t *testing.T) {
	for name, body := range map[string]string{
		"no application": `{"candidate":` + candidateRow + `,"application":null}`,
		"bare":           candidateRow,
		"empty errors":   `{"candidate":` + candidateRow + `,"errors":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := serve(t, say(201, body))
			got, err := client.CreateCandidate(t.Context(), ada())
			require.NoError(t, err)
			require.Equal(t, harvest.CreatedCandidate{Candidate: adaRow()}, got)
		})
	}
}

func TestCreateApplication(t *testing.T) {
	var sent []byte
	client, g := serve(t, echo(&sent, 201, applicationRow))
	got, err := client.CreateApplication(t.Context(), 17130511003, harvest.NewApplication{
		JobID: 11, SourceID: 7, ReferrerID: 3, RecruiterID: 4002, CoordinatorID: 4003,
	})
	require.NoError(t, err)
	require.Equal(t, adaProspect(), got)
	require.JSONEq(t, `{"candidate_id":17130511003,"job_id":11,"source_id":7,"referrer_id":3,"recruiter_id":4002,"coordinator_id":4003}`, string(sent))
	require.Equal(t, apiPath+"/v3/applications", g.seen()[0].URL.Path)
}

func TestRefusedBeforeSending(t *testing.T) {
	tests := map[string]struct {
		change func(*harvest.NewCandidate)
		fields []string
	}{
		"no first name": {func(n *harvest.NewCandidate) { n.FirstName = " " }, []string{"first_name"}},
		"no last name":  {func(n *harvest.NewCandidate) { n.LastName = "" }, []string{"last_name"}},
		"no form": {
			func(n *harvest.NewCandidate) { n.Application = &harvest.NewApplication{SourceID: 7} },
			[]string{"job_id", "prospect"},
		},
		"both forms": {
			func(n *harvest.NewCandidate) { n.Application = &harvest.NewApplication{JobID: 1, Prospect: true} },
			[]string{"job_id", "prospect"},
		},
		"candidate on two jobs": {
			func(n *harvest.NewCandidate) {
				n.Application = &harvest.NewApplication{JobID: 1, JobIDs: []harvest.JobID{2}}
			},
			[]string{"job_ids"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client, g := serve(t, say(201, candidateRow))
			candidate := ada()
			test.change(&candidate)
			_, err := client.CreateCandidate(t.Context(), candidate)
			var invalid *harvest.ValidationError
			require.ErrorAs(t, err, &invalid)
			require.Equal(t, test.fields, invalid.Fields)
			require.Zero(t, invalid.Status)
			require.Empty(t, g.seen())
		})
	}
}

func TestEmptyFieldsAreNotSent(t *testing.T) {
	var sent []byte
	client, _ := serve(t, echo(&sent, 201, candidateRow))
	_, err := client.CreateCandidate(t.Context(), ada())
	require.NoError(t, err)
	require.JSONEq(t, `{"first_name":"Ada","last_name":"Byron"}`, string(sent))
}
