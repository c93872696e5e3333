package harvest_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
)

func startSandbox(t *testing.T, faults ...string) *sandbox.Server {
	t.Helper()
	server, err := sandbox.Start(sandbox.Options{Faults: faults})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	return server
}

func sandboxConfig(server *sandbox.Server) harvest.Config {
	info := server.Info()
	return harvest.Config{
		BaseURL: info.HarvestURL, AuthURL: info.AuthURL, ClientID: info.ClientID, ClientSecret: harvest.Secret(info.ClientSecret),
		ActingUser: harvest.UserID(info.UserID), ReadSubject: harvest.UserID(server.SiteAdminID()), Timeout: 2 * time.Second,
	}
}

func everybody(t *testing.T, c *harvest.Client) []harvest.Candidate {
	t.Helper()
	people, err := harvest.Collect(c.Candidates(t.Context(), harvest.CandidateQuery{}))
	require.NoError(t, err)
	return people
}

func openJobs(t *testing.T, c *harvest.Client) []harvest.Job {
	t.Helper()
	jobs, err := harvest.Collect(c.Jobs(t.Context(), harvest.JobQuery{Status: "open"}))
	require.NoError(t, err)
	jobs = slices.DeleteFunc(jobs, func(j harvest.Job) bool { return j.IsTemplate || j.Confidential })
	require.GreaterOrEqual(t, len(jobs), 2)
	return jobs
}

func TestAPersonArrives(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, sandboxConfig(server))
	started := time.Now().Add(-time.Minute)
	jobs := openJobs(t, client)
	source, found, err := harvest.First(client.Sources(t.Context()))
	require.NoError(t, err)
	require.True(t, found)

	made, err := client.CreateCandidate(t.Context(), harvest.NewCandidate{
		FirstName: "Ada", LastName: "Byron", Company: "Engines", Title: "Analyst",
		Emails:      []harvest.Address{{Value: "Ada@example.org", Type: "personal"}},
		Phones:      []harvest.Address{{Value: "+15550100", Type: "mobile"}},
		Addresses:   []harvest.Address{{Value: "1 Example Street", Type: "home"}},
		Websites:    []harvest.Address{{Value: "https://ada.example", Type: "portfolio"}},
		SocialMedia: []harvest.Address{{Value: "https://social.example/ada", Type: "other"}},
		Application: &harvest.NewApplication{JobID: jobs[0].ID, SourceID: source.ID},
	})
	require.NoError(t, err)
	require.NotNil(t, made.Application)

	for name, query := range map[string]harvest.CandidateQuery{
		"by id": {IDs: []harvest.CandidateID{made.Candidate.ID}}, "by e-mail": {Email: "ada@EXAMPLE.org"},
		"by time": {CreatedSince: started}, "all": {},
	} {
		people, err := harvest.Collect(client.Candidates(t.Context(), query))
		require.NoError(t, err, name)
		require.Equal(t, []harvest.Candidate{made.Candidate}, people, name)
	}

	second, err := client.CreateApplication(t.Context(), made.Candidate.ID, harvest.NewApplication{Prospect: true, JobIDs: []harvest.JobID{jobs[1].ID}})
	require.NoError(t, err)
	applications, err := harvest.Collect(client.Applications(t.Context(), harvest.ApplicationQuery{
		CandidateIDs: []harvest.CandidateID{made.Candidate.ID}, CreatedSince: started,
	}))
	require.NoError(t, err)
	require.Equal(t, []harvest.Application{second, *made.Application}, applications)
}

func TestWhoAmI(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, sandboxConfig(server))
	user, found, err := harvest.First(client.Users(t.Context(), harvest.UserQuery{PrimaryEmail: server.Info().UserEmail}))
	require.NoError(t, err)
	require.True(t, found)
	require.EqualValues(t, server.Info().UserID, user.ID)
	address, found, err := harvest.First(client.UserEmails(t.Context(), harvest.UserEmailQuery{Email: server.Info().UserEmail}))
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, user.ID, address.UserID)

	self, err := client.Introspect(t.Context())
	require.NoError(t, err)
	require.True(t, self.Active)
	require.Equal(t, "Sandbox Example Ltd", self.Organization)
	require.Contains(t, self.Scopes, "harvest:candidates:create")
	require.NoError(t, client.Ping(t.Context()))
	require.InDelta(t, 0, client.ClockSkew().Seconds(), 2)
}

func TestPagesOfTheSandbox(t *testing.T) {
	client := connect(t, sandboxConfig(startSandbox(t)))
	var made []harvest.CandidateID
	for range 5 {
		created, err := client.CreateCandidate(t.Context(), ada())
		require.NoError(t, err)
		made = append([]harvest.CandidateID{created.Candidate.ID}, made...)
	}
	var listed []harvest.CandidateID
	for candidate, err := range client.Candidates(t.Context(), harvest.CandidateQuery{PerPage: 2}) {
		require.NoError(t, err)
		listed = append(listed, candidate.ID)
	}
	require.Equal(t, made, listed)
}

// What each mishap of a write is reported as, and how many people there are afterwards.
func TestMishapsOfAWrite(t *testing.T) {
	tests := map[string]struct {
		want   error
		people int
	}{
		"reply-lost=1":                       {new(harvest.AmbiguousError), 1},
		"reset-before=1":                     {new(harvest.AmbiguousError), 0},
		"error-before=1":                     {new(harvest.AmbiguousError), 0},
		"error-after=1":                      {new(harvest.AmbiguousError), 1},
		"timeout-after=1":                    {new(harvest.AmbiguousError), 1},
		"garbage-after=1":                    {new(harvest.AmbiguousError), 1},
		"html-after=1":                       {new(harvest.AmbiguousError), 1},
		"redirect-after=1":                   {new(harvest.AmbiguousError), 1},
		"partial=on":                         {new(harvest.AmbiguousError), 1},
		"down":                               {new(harvest.UnavailableError), 0},
		"no-scope=harvest:candidates:create": {new(harvest.PermissionError), 0},
		"error-before=1,scope=token":         {new(harvest.UnavailableError), 0},
	}
	for fault, test := range tests {
		t.Run(fault, func(t *testing.T) {
			server := startSandbox(t)
			cfg := sandboxConfig(server)
			job := openJobs(t, connect(t, cfg))[0].ID
			require.NoError(t, server.SetFaults(fault))
			cfg.Timeout = 300 * time.Millisecond
			candidate := ada()
			candidate.Application = &harvest.NewApplication{JobID: job}
			_, err := connect(t, cfg).CreateCandidate(t.Context(), candidate)
			require.IsType(t, test.want, err)

			require.NoError(t, server.SetFaults())
			require.Len(t, everybody(t, connect(t, cfg)), test.people)
		})
	}
}

func TestMishapsOfARead(t *testing.T) {
	for _, fault := range []string{"reply-lost", "error-before", "timeout-after", "garbage-after", "html-after", "redirect-after"} {
		t.Run(fault, func(t *testing.T) {
			cfg := sandboxConfig(startSandbox(t, fault+"=1,scope=reads"))
			cfg.Timeout = 300 * time.Millisecond
			require.ErrorAs(t, read(t.Context(), connect(t, cfg)), new(*harvest.UnavailableError))
		})
	}
}

func TestReadsNeedASiteAdmin(t *testing.T) {
	server := startSandbox(t)
	cfg := sandboxConfig(server)
	cfg.ReadSubject = cfg.ActingUser
	var denied *harvest.PermissionError
	require.ErrorAs(t, read(t.Context(), connect(t, cfg)), &denied)
	require.Equal(t, &harvest.PermissionError{Op: reading, Scope: "harvest:sources:list", Subject: cfg.ActingUser}, denied)
}

func TestUnknownRecords(t *testing.T) {
	client := connect(t, sandboxConfig(startSandbox(t)))
	_, err := client.CreateApplication(t.Context(), 1, harvest.NewApplication{Prospect: true})
	require.Error(t, err)
	require.NotErrorAs(t, err, new(*harvest.AmbiguousError))
}

func TestTokensOfTheSandbox(t *testing.T) {
	for _, fault := range []string{"token-expiry=at", "token-expiry=in", "token-expiry=both", "token-expiry=none", "one-token=on", "token-ttl=1"} {
		t.Run(fault, func(t *testing.T) {
			client := connect(t, sandboxConfig(startSandbox(t, fault)))
			var all sync.WaitGroup
			for range 5 {
				all.Go(func() { assert.NoError(t, read(t.Context(), client)) })
				all.Go(func() { assert.NoError(t, write(t.Context(), client)) })
			}
			all.Wait()
		})
	}
}

// Tokens that end while nobody looks: the kept one is refused, and the call goes through all the same.
func TestTokenRevokedBehindOurBack(t *testing.T) {
	server := startSandbox(t, "one-token=on")
	first, second := connect(t, sandboxConfig(server)), connect(t, sandboxConfig(server))
	for range 3 {
		require.NoError(t, write(t.Context(), first))
		require.NoError(t, write(t.Context(), second))
	}
	require.Len(t, everybody(t, first), 6)
}

func TestRateOfTheSandbox(t *testing.T) {
	client := connect(t, sandboxConfig(startSandbox(t, "rate=5/1")))
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() { assert.NoError(t, write(t.Context(), client)) })
	}
	all.Wait()
}

// Somebody else spends the window; the next call is refused, and the one after that waits.
func TestSharedRate(t *testing.T) {
	server := startSandbox(t, "rate=2/2")
	ours, theirs := connect(t, sandboxConfig(server)), connect(t, sandboxConfig(server))
	require.NoError(t, read(t.Context(), ours))
	require.NoError(t, read(t.Context(), theirs))
	var limited *harvest.RateLimitError
	require.ErrorAs(t, read(t.Context(), ours), &limited)
	require.Positive(t, limited.RetryAfter)
	require.NoError(t, read(t.Context(), ours))
}

// The sandbox behind a gateway that mounts it under a path.
func TestSandboxUnderAPath(t *testing.T) {
	var proxy http.Handler
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { proxy.ServeHTTP(w, r) }))
	t.Cleanup(gateway.Close)
	server, err := sandbox.Start(sandbox.Options{PublicURL: gateway.URL + "/mount"})
	require.NoError(t, err)
	t.Cleanup(func() { _ = server.Close() })
	target, err := url.Parse(server.URL())
	require.NoError(t, err)
	proxy = http.StripPrefix("/mount", httputil.NewSingleHostReverseProxy(target))

	client := connect(t, sandboxConfig(server))
	for range 3 {
		require.NoError(t, write(t.Context(), client))
	}
	people, err := harvest.Collect(client.Candidates(t.Context(), harvest.CandidateQuery{PerPage: 1}))
	require.NoError(t, err)
	require.Len(t, people, 3)
}
