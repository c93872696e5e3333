package harvest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
)

func legacySandbox(server *sandbox.Server) harvest.Config {
	info := server.Info()
	return harvest.Config{
		Dialect: harvest.V1, BaseURL: info.HarvestURL, Key: harvest.Secret(info.V1Key), ActingUser: harvest.UserID(info.UserID),
		Timeout: 2 * time.Second,
	}
}

func candidateQuery(ids ...harvest.CandidateID) harvest.CandidateQuery {
	return harvest.CandidateQuery{IDs: ids}
}

// A person made in version 1 is the same person in version 3.
func TestLegacyPersonArrives(t *testing.T) {
	server := startSandbox(t)
	client, current := connect(t, legacySandbox(server)), connect(t, sandboxConfig(server))
	started := time.Now().Add(-time.Minute)
	jobs := openJobs(t, client)
	source, found, err := harvest.First(client.Sources(t.Context()))
	require.NoError(t, err)
	require.True(t, found)

	person := wholeAda(harvest.NewApplication{JobID: jobs[0].ID, SourceID: source.ID})
	person.CustomFields = []harvest.CustomFieldInput{{NameKey: "amazinghiring_url", Value: "https://profiles.example/1"}}
	made, err := client.CreateCandidate(t.Context(), person)
	require.NoError(t, err)
	require.NotNil(t, made.Application)
	require.Equal(t, jobs[0].ID, made.Application.JobID)

	for name, query := range map[string]harvest.CandidateQuery{
		"by id": candidateQuery(made.Candidate.ID), "by ids": candidateQuery(1, made.Candidate.ID),
		"by e-mail": {Email: "ada@EXAMPLE.org"}, "by time": {CreatedSince: started}, "by change": {UpdatedSince: started}, "all": {},
	} {
		require.Equal(t, []harvest.Candidate{made.Candidate}, collect(t, client, (*harvest.Client).Candidates, query), name)
	}
	same := only(t, everybody(t, current))
	require.Equal(t, made.Candidate.ID, same.ID)
	require.Equal(t, made.Candidate.Emails, same.Emails)
	require.Equal(t, made.Candidate.CustomFields["amazinghiring_url"].Value, same.CustomFields["amazinghiring_url"].Value)
}

func TestLegacyProspectAndSecondJob(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, legacySandbox(server))
	jobs := openJobs(t, client)
	person := ada()
	person.Application = &harvest.NewApplication{Prospect: true, RecruiterID: harvest.UserID(server.Info().UserID)}
	made, err := client.CreateCandidate(t.Context(), person)
	require.NoError(t, err)
	require.True(t, made.Application.Prospect)
	require.Empty(t, made.Application.ProspectiveJobIDs)

	asProspect := harvest.NewApplication{Prospect: true, JobIDs: []harvest.JobID{jobs[0].ID, jobs[1].ID}}
	second, err := client.CreateApplication(t.Context(), made.Candidate.ID, asProspect)
	require.NoError(t, err)
	require.Equal(t, asProspect.JobIDs, second.ProspectiveJobIDs)
	third, err := client.CreateApplication(t.Context(), made.Candidate.ID, harvest.NewApplication{JobID: jobs[1].ID})
	require.NoError(t, err)
	require.Equal(t, jobs[1].ID, third.JobID)

	listed := collect(t, client, (*harvest.Client).Applications, harvest.ApplicationQuery{CandidateIDs: []harvest.CandidateID{made.Candidate.ID}})
	require.ElementsMatch(t, []harvest.Application{third, second, *made.Application}, listed)
	onJob := collect(t, client, (*harvest.Client).Applications, harvest.ApplicationQuery{JobIDs: []harvest.JobID{jobs[0].ID}})
	require.Equal(t, second, only(t, onJob))
}

func TestLegacyPersonIsCreatedLater(t *testing.T) {
	server := startSandbox(t, "v1-not-ready=2")
	client := connect(t, legacySandbox(server))
	person := ada()
	person.Application = &harvest.NewApplication{JobID: openJobs(t, client)[0].ID}
	made, err := client.CreateCandidate(t.Context(), person)
	require.NoError(t, err)
	require.NotNil(t, made.Application)
	require.Equal(t, person.Application.JobID, made.Application.JobID, "filled in from what was asked for")

	query := candidateQuery(made.Candidate.ID)
	for range 2 {
		require.Empty(t, collect(t, client, (*harvest.Client).Candidates, query))
	}
	require.Equal(t, "Ada", only(t, collect(t, client, (*harvest.Client).Candidates, query)).FirstName)
	applications := collect(t, client, (*harvest.Client).Applications, harvest.ApplicationQuery{CandidateIDs: query.IDs})
	require.Equal(t, made.Application.ID, only(t, applications).ID)
}

func TestLegacyChangesOfTheSandbox(t *testing.T) {
	for _, shape := range []string{"v1-edited=object", "v1-edited=array"} {
		t.Run(shape, func(t *testing.T) {
			client := connect(t, legacySandbox(startSandbox(t, shape, "v1-created=200")))
			person := wholeAda(harvest.NewApplication{Prospect: true})
			person.CustomFields = []harvest.CustomFieldInput{
				{NameKey: "amazinghiring_url", Value: "https://profiles.example/1"}, {NameKey: "notice_period", Value: 3},
			}
			made, err := client.CreateCandidate(t.Context(), person)
			require.NoError(t, err)
			changed, err := client.UpdateCandidate(t.Context(), made.Candidate.ID, harvest.CandidateChange{
				Title: new("Countess"), CustomFields: []harvest.CustomFieldInput{{NameKey: "notice_period"}},
			})
			require.NoError(t, err)
			require.Equal(t, "Countess", changed.Title)
			require.JSONEq(t, `"https://profiles.example/1"`, values(changed)["amazinghiring_url"], "who is not named keeps the value")
			require.JSONEq(t, `null`, values(changed)["notice_period"])
			require.Equal(t, changed, only(t, collect(t, client, (*harvest.Client).Candidates, candidateQuery(made.Candidate.ID))))
		})
	}
}

func TestLegacyAttachmentsOfTheSandbox(t *testing.T) {
	client := connect(t, legacySandbox(startSandbox(t)))
	person, application := prospect(t, client)
	files := []harvest.NewAttachment{
		{ApplicationID: application, CandidateID: person, Filename: "ada.pdf", Type: "resume", Content: []byte("x")},
		{ApplicationID: application, CandidateID: person, Filename: "AmazingHiring profile.txt", Type: "other", Content: []byte("y")},
	}
	var made []harvest.Attachment
	for _, file := range files {
		one, err := client.CreateAttachment(t.Context(), file)
		require.NoError(t, err)
		made = append(made, one)
	}
	listed := collect(t, client, (*harvest.Client).Attachments, harvest.AttachmentQuery{CandidateIDs: []harvest.CandidateID{person}})
	require.Len(t, listed, 2)
	for _, file := range listed {
		require.Contains(t, []harvest.AttachmentID{made[0].ID, made[1].ID}, file.ID)
		require.Equal(t, application, file.ApplicationID)
	}
}

func TestLegacyWhoAmI(t *testing.T) {
	for _, unknown := range []string{"v1-unknown-user=empty", "v1-unknown-user=404"} {
		t.Run(unknown, func(t *testing.T) {
			server := startSandbox(t, unknown)
			client := connect(t, legacySandbox(server))
			me := only(t, collect(t, client, (*harvest.Client).Users, harvest.UserQuery{PrimaryEmail: server.Info().UserEmail}))
			require.EqualValues(t, server.Info().UserID, me.ID)
			require.Equal(t, me, only(t, collect(t, client, (*harvest.Client).Users, harvest.UserQuery{IDs: []harvest.UserID{me.ID}})))
			address := only(t, collect(t, client, (*harvest.Client).UserEmails, harvest.UserEmailQuery{Email: server.Info().UserEmail}))
			require.Equal(t, me.ID, address.UserID)
			require.Empty(t, collect(t, client, (*harvest.Client).Users, harvest.UserQuery{PrimaryEmail: "nobody@example.com"}))
			require.Empty(t, collect(t, client, (*harvest.Client).Users, harvest.UserQuery{IDs: []harvest.UserID{1}}))
			require.NoError(t, client.Ping(t.Context()))
		})
	}
}

func TestLegacyCustomFieldsOfTheSandbox(t *testing.T) {
	client := connect(t, legacySandbox(startSandbox(t)))
	made, err := client.CreateCustomField(t.Context(), harvest.NewCustomField{Name: "Profile page", FieldType: "candidate", ValueType: "url"})
	require.NoError(t, err)
	changed, err := client.UpdateCustomField(t.Context(), made.ID, harvest.CustomFieldChange{Name: new("Profile")})
	require.NoError(t, err)
	require.Equal(t, "Profile", changed.Name)
	fields := collect(t, client, (*harvest.Client).CustomFields, harvest.CustomFieldQuery{FieldType: "candidate", Active: true})
	require.Contains(t, fields, changed)
	require.Subset(t, collect(t, client, (*harvest.Client).CustomFields, harvest.CustomFieldQuery{}), fields)
	require.Positive(t, option(t, client, harvest.CustomFieldOptionQuery{FieldKey: "seniority"}, "Senior"))
}

func TestLegacyMishapsOfAWrite(t *testing.T) {
	tests := map[string]struct {
		want   error
		people int
	}{
		"reply-lost=1":                    {new(harvest.AmbiguousError), 1},
		"reset-before=1":                  {new(harvest.AmbiguousError), 0},
		"error-before=1":                  {new(harvest.AmbiguousError), 0},
		"error-after=1":                   {new(harvest.AmbiguousError), 1},
		"timeout-after=1":                 {new(harvest.AmbiguousError), 1},
		"garbage-after=1":                 {new(harvest.AmbiguousError), 1},
		"html-after=1":                    {new(harvest.AmbiguousError), 1},
		"redirect-after=1":                {new(harvest.AmbiguousError), 1},
		"v1-no-permission=candidates:add": {new(harvest.AuthError), 0},
		"v1-retired=410":                  {new(harvest.AuthError), 0},
		"v1-retired=401":                  {new(harvest.AuthError), 0},
		"v1-retired=403":                  {new(harvest.PermissionError), 0},
		"v1-retired=404":                  {new(harvest.NotFoundError), 0},
		"v1-retired=301":                  {new(harvest.AmbiguousError), 0},
	}
	for fault, test := range tests {
		t.Run(fault, func(t *testing.T) {
			server := startSandbox(t)
			cfg := legacySandbox(server)
			person := ada()
			person.Application = &harvest.NewApplication{JobID: openJobs(t, connect(t, cfg))[0].ID}
			require.NoError(t, server.SetFaults(fault))
			cfg.Timeout = 300 * time.Millisecond
			_, err := connect(t, cfg).CreateCandidate(t.Context(), person)
			require.IsType(t, test.want, err)
			require.NoError(t, server.SetFaults())
			require.Len(t, everybody(t, connect(t, cfg)), test.people)
		})
	}
}

func TestLegacyRetiredSandbox(t *testing.T) {
	for status, want := range map[string]error{
		"410": new(harvest.AuthError), "404": new(harvest.AuthError), "401": new(harvest.AuthError), "301": new(harvest.AuthError),
		"403": new(harvest.PermissionError),
	} {
		t.Run(status, func(t *testing.T) {
			client := connect(t, legacySandbox(startSandbox(t, "v1-retired="+status)))
			require.IsType(t, want, read(t.Context(), client))
		})
	}
}

func TestLegacyRefusalsOfTheSandbox(t *testing.T) {
	for _, shape := range []string{"v1-errors=message", "v1-errors=bare"} {
		t.Run(shape, func(t *testing.T) {
			client := connect(t, legacySandbox(startSandbox(t, shape)))
			person := ada()
			person.Application = &harvest.NewApplication{JobID: 1}
			_, err := client.CreateCandidate(t.Context(), person)
			var refused *harvest.ValidationError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, []string{"applications[0].job_id"}, refused.Fields)
			require.NotEmpty(t, refused.Messages)
		})
	}
}

func TestLegacyUnknownActingUserOfTheSandbox(t *testing.T) {
	server := startSandbox(t)
	cfg := legacySandbox(server)
	cfg.ActingUser = 1
	person := ada()
	person.Application = &harvest.NewApplication{Prospect: true}
	_, err := connect(t, cfg).CreateCandidate(t.Context(), person)
	require.IsType(t, new(harvest.NotFoundError), err)
	require.Empty(t, everybody(t, connect(t, legacySandbox(server))))
}

func TestLegacyPagesOfTheSandbox(t *testing.T) {
	client := connect(t, legacySandbox(startSandbox(t)))
	made := map[harvest.CandidateID]bool{}
	for range 5 {
		person, _ := prospect(t, client)
		made[person] = true
	}
	listed := collect(t, client, (*harvest.Client).Candidates, harvest.CandidateQuery{PerPage: 2})
	require.Len(t, listed, 5)
	for _, person := range listed {
		require.True(t, made[person.ID])
	}
}

func TestLegacyRateOfTheSandbox(t *testing.T) {
	for _, window := range []string{"v1-window=fixed", "v1-window=rolling"} {
		t.Run(window, func(t *testing.T) {
			client := connect(t, legacySandbox(startSandbox(t, "v1-rate=20/1", window)))
			readTimes(t, 20, client)
		})
	}
}
