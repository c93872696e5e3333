package companion_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// TestAddBeforeConnect: an add is accepted before there is an account, waits for one, and goes on by itself.
func TestAddBeforeConnect(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	await(t, client, id, "waiting", companion.CauseNotConnected)

	w.connect()
	status, err := extension.Call[extension.Status](t.Context(), client, companion.Reload{})
	require.NoError(t, err)
	require.True(t, status.Account.Connected)
	await(t, client, id, "done")
	w.requirePeople("Ada Example")
}

func TestSameRequestGivesSameReceipt(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	add := newAdd(person(1, "Ada Example", "ada@example.com"), inBase)
	first := send(t, client, add)
	again, err := extension.Call[extension.Receipt](t.Context(), client, add)
	require.NoError(t, err)
	require.True(t, again.Duplicate)
	require.Equal(t, first, again.ItemID)
}

// TestDoubtfulNameIsAsked: one-word and noisy names wait for the recruiter, with a proposal.
func TestDoubtfulNameIsAsked(t *testing.T) {
	tests := []struct {
		name, cause, choice string
		choices             int
		values              map[string]string
		want                string
	}{
		{"田中太郎", companion.CauseName, "accept", 2, nil, "太郎 田中"},
		{"Dr. Ana-María  de la Cruz 🚀 (she/her)", companion.CauseName, "accept", 2, nil, "Ana-María de la Cruz"},
		{"Prince", companion.CauseOneWordName, "name", 1, map[string]string{"first_name": "Prince", "last_name": "Example"}, "Prince Example"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.run()
			client := w.command()
			id := send(t, client, newAdd(person(1, test.name, "p@example.com"), inBase))
			item := await(t, client, id, "needs_you", test.cause)
			require.NotNil(t, item.Question)
			require.Len(t, item.Question.Choices, test.choices)
			w.requirePeople()

			answer(t, client, id, test.choice, test.values)
			await(t, client, id, "done")
			w.requirePeople(test.want)
		})
	}
}

func answer(t *testing.T, c *extension.Client, id, choice string, values map[string]string) {
	t.Helper()
	_, err := extension.Call[extension.ItemReply](t.Context(), c, extension.Answer{ItemID: id, Choice: choice, Values: values})
	require.NoError(t, err)
}

// TestColleagueWasFirst: somebody with the same e-mail address is in Greenhouse already; only the recruiter can tell who it is.
func TestColleagueWasFirst(t *testing.T) {
	tests := map[string]struct {
		choice  string
		people  int
		outcome string
	}{
		"same person":   {"same", 1, "application_added"},
		"somebody else": {"new", 2, "created"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.colleagueAdds("Ada", "Example", "ada@example.com")
			w.run()
			client := w.command()
			id := send(t, client, newAdd(person(1, "Ada Example", "ADA@example.com"), w.onJob(0)))
			item := await(t, client, id, "needs_you", companion.CauseSamePerson)
			require.Contains(t, item.Question.Text, "same e-mail address")

			answer(t, client, id, test.choice, nil)
			require.Equal(t, test.outcome, await(t, client, id, "done").Outcome)
			people, applications := w.greenhouseHolds()
			require.Len(t, people, test.people)
			require.Len(t, applications, 1)
		})
	}
}

func (w *world) colleagueAdds(first, last, email string) {
	w.t.Helper()
	_, err := w.recruiter().CreateCandidate(w.t.Context(), harvest.NewCandidate{
		FirstName: first, LastName: last, Emails: []harvest.Address{{Value: email, Type: "work"}},
	})
	require.NoError(w.t, err)
}

// recruiter is a client of its own, as another program with the same credential has it.
func (w *world) recruiter() *harvest.Client {
	w.t.Helper()
	i := w.greenhouse.Info()
	client, err := harvest.New(harvest.Config{
		BaseURL: i.HarvestURL, AuthURL: i.AuthURL, ClientID: i.ClientID, ClientSecret: harvest.Secret(i.ClientSecret),
		ActingUser: harvest.UserID(i.UserID),
	})
	require.NoError(w.t, err)
	return client
}

// TestSamePersonOtherJob: the second add of a profile adds an application to the person, also after a restart.
func TestSamePersonOtherJob(t *testing.T) {
	w := newWorld(t)
	_, stop := w.run()
	client := w.command()
	first := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
	await(t, client, first, "done")
	stop()

	w.run()
	client = w.command()
	second := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(1)))
	require.Equal(t, "application_added", await(t, client, second, "done").Outcome)
	people, applications := w.greenhouseHolds()
	require.Len(t, people, 1)
	require.Len(t, applications, 2)
}

// TestJobThatTakesNobody: unknown and closed jobs are asked about and never replaced; nothing is half sent.
func TestJobThatTakesNobody(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	unknown := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), extension.Target{Kind: "candidate", JobIDs: []extension.ID{9007199254740993}}))
	item := await(t, client, unknown, "needs_you", companion.CauseJobUnknown)
	require.Contains(t, item.Message, "9007199254740993")

	w.greenhouse.CloseJob(int64(w.job(0)))
	closed := w.closedJob()
	id := send(t, client, newAdd(person(2, "Ben Example", "ben@example.com"), extension.Target{Kind: "candidate", JobIDs: []extension.ID{closed}}))
	await(t, client, id, "needs_you", companion.CauseJobClosed)
	w.requirePeople()

	w.greenhouse.OpenJob(int64(closed))
	answer(t, client, id, "retry", nil)
	await(t, client, id, "done")
	w.requirePeople("Ben Example")
}

func (w *world) closedJob() extension.ID {
	w.t.Helper()
	for _, j := range w.greenhouse.Jobs() {
		if j.Status == "closed" {
			return extension.ID(j.ID)
		}
	}
	w.t.Fatal("no closed job")
	return 0
}

// TestRefusedCredentialHoldsTheQueue: a revoked credential pauses the account; connecting again lets everything go on.
func TestRefusedCredentialHoldsTheQueue(t *testing.T) {
	w := newWorld(t)
	secrets := filepath.Join(w.dir, "secrets.json")
	good, err := os.ReadFile(secrets)
	require.NoError(t, err)
	secret := w.greenhouse.Info().ClientSecret
	require.NoError(t, os.WriteFile(secrets, []byte(strings.ReplaceAll(string(good), secret, "revoked-secret")), 0o600))
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	await(t, client, id, "waiting", companion.CauseConnectAgain)

	w.connect()
	_, err = extension.Call[extension.Status](t.Context(), client, companion.Reload{})
	require.NoError(t, err)
	await(t, client, id, "done")
	w.requirePeople("Ada Example")
}

// TestEmptyListsProveNothing: where reading gives empty lists instead of a refusal, nothing is sent at all.
func TestEmptyListsProveNothing(t *testing.T) {
	for _, fault := range []string{"service-reads=empty", "service-reads=403"} {
		t.Run(fault, func(t *testing.T) {
			w := newWorld(t)
			require.NoError(t, w.greenhouse.SetFaults(fault))
			w.run()
			client := w.command()
			id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
			await(t, client, id, "waiting", companion.CauseReadsRefused)
			require.NoError(t, w.greenhouse.SetFaults())
			w.requirePeople()
		})
	}
}

// TestLostAnswersAndLaggingLists: whatever becomes of the answer, and while lists lag, there is one person with one application.
func TestLostAnswersAndLaggingLists(t *testing.T) {
	for _, faults := range [][]string{
		{"reply-lost=1,times=1"},
		{"reply-lost=1,times=1", "lag=0.3"},
		{"reset-before=1,times=2"},
		{"error-after=1,times=1", "lag=0.2"},
		{"garbage-after=1,times=1"},
		{"html-after=1,times=1"},
		{"redirect-after=1,times=1"},
		{"partial=on,times=1"},
		{"partial=on,times=1", "lag=0.3"},
		{"lag=0.3"},
	} {
		t.Run(strings.Join(faults, " "), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, faults...)
			w.run()
			client := w.command()
			id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
			await(t, client, id, "done")
			w.requirePeople("Ada Example")
		})
	}
}

// TestSecondAddWaitsForADoubt: while it is not known whether the first add arrived, a second add of the person is not started.
func TestSecondAddWaitsForADoubt(t *testing.T) {
	w := newWorld(t, "reply-lost=1,times=1", "lag=0.3")
	w.run()
	client := w.command()
	first := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
	await(t, client, first, "waiting", companion.CauseInDoubt)
	second := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(1)))
	require.Equal(t, "created", await(t, client, first, "done").Outcome)
	require.Equal(t, "application_added", await(t, client, second, "done").Outcome)
	people, applications := w.greenhouseHolds()
	require.Len(t, people, 1)
	require.Len(t, applications, 2)
}

// TestRefusedAddBlocksNobody: an add that Greenhouse refused has written nothing, so another add of the person goes ahead.
func TestRefusedAddBlocksNobody(t *testing.T) {
	w := newWorld(t, "application-required=off", "no-scope=harvest:candidates:create")
	w.run()
	client := w.command()
	refused := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
	item := await(t, client, refused, "needs_you", companion.CausePermission)
	require.Contains(t, item.Message, "harvest:candidates:create")

	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	second := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(1)))
	await(t, client, second, "done")
	answer(t, client, refused, "retry", nil)
	require.Equal(t, "application_added", await(t, client, refused, "done").Outcome)
}

func TestCancel(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	await(t, client, id, "waiting")
	reply, err := extension.Call[extension.ItemReply](t.Context(), client, extension.Cancel{ItemID: id})
	require.NoError(t, err)
	require.Equal(t, "stopped", reply.Item.Status)
	_, err = extension.Call[extension.ItemReply](t.Context(), client, extension.Retry{ItemID: id})
	requireCode(t, extension.CodeBadState, err)
}

func requireCode(t *testing.T, code string, err error) {
	t.Helper()
	var e *extension.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, code, e.Code, "%v", err)
	require.NotEmpty(t, e.Message)
	require.NotEmpty(t, e.Remedy, "an error says what to do")
}

// TestBadAddsAreRefused: what could never be delivered gets no receipt, and disturbs nothing that did.
func TestBadAddsAreRefused(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	kept := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), inBase))
	tests := map[string]struct {
		change func(*extension.Add)
		code   string
	}{
		"no request id":           {func(a *extension.Add) { a.RequestID = "" }, extension.CodeBadRequest},
		"long request id":         {func(a *extension.Add) { a.RequestID = strings.Repeat("x", 101) }, extension.CodeBadRequest},
		"no target":               {func(a *extension.Add) { a.Target = extension.Target{} }, extension.CodeBadRequest},
		"candidate on no job":     {func(a *extension.Add) { a.Target = extension.Target{Kind: "candidate"} }, extension.CodeBadRequest},
		"candidate on two jobs":   {func(a *extension.Add) { a.Target = extension.Target{Kind: "candidate", JobIDs: []extension.ID{1, 2}} }, extension.CodeBadRequest},
		"negative job":            {func(a *extension.Add) { a.Target = extension.Target{Kind: "candidate", JobIDs: []extension.ID{-1}} }, extension.CodeBadRequest},
		"only one name":           {func(a *extension.Add) { a.FirstName = "Ada" }, extension.CodeBadRequest},
		"endless name":            {func(a *extension.Add) { a.FirstName, a.LastName = strings.Repeat("a", 300), "b" }, extension.CodeBadRequest},
		"no profile":              {func(a *extension.Add) { a.Profile = nil }, extension.CodeBadProfile},
		"profile is a list":       {func(a *extension.Add) { a.Profile = json.RawMessage(`[]`) }, extension.CodeBadProfile},
		"profile without name":    {func(a *extension.Add) { a.Profile = json.RawMessage(`{"id":1}`) }, extension.CodeNameMissing},
		"profile with blank name": {func(a *extension.Add) { a.Profile = json.RawMessage(`{"id":1,"name":" "}`) }, extension.CodeNameMissing},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			add := newAdd(person(2, "Ben Example", "ben@example.com"), inBase)
			test.change(&add)
			_, err := extension.Call[extension.Receipt](t.Context(), client, add)
			requireCode(t, test.code, err)
		})
	}
	await(t, client, kept, "waiting", companion.CauseNotConnected)
}

// TestBadEmailIsLeftOut: "n/a" is no reason to refuse a person.
func TestBadEmailIsLeftOut(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	await(t, client, send(t, client, newAdd(person(9007199254740993, "Ada Example", "n/a"), inBase)), "done")
	people, _ := w.greenhouseHolds()
	require.Len(t, people, 1)
	require.Empty(t, people[0].Emails)
	require.Equal(t, "https://search.amazinghiring.com/profiles/9007199254740993", people[0].Websites[0].Value)
}

func TestSecondInstance(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	_, err := companion.New(testConfig(w.dir))
	requireCode(t, companion.CodeAlreadyRunning, err)
	_, err = extension.Call[extension.Status](t.Context(), w.command(), extension.StatusQuery{})
	require.NoError(t, err, "the first instance goes on")
}

func TestConnectRefusals(t *testing.T) {
	tests := map[string]struct {
		change func(*companion.ConnectRequest)
		faults []string
		code   string
	}{
		"wrong secret":     {func(r *companion.ConnectRequest) { r.ClientSecret = "wrong" }, nil, companion.CodeCredentialRefused},
		"unknown e-mail":   {func(r *companion.ConnectRequest) { r.Email = "nobody@example.com" }, nil, companion.CodeUserUnknown},
		"reads refused":    {func(*companion.ConnectRequest) {}, []string{"service-reads=403"}, companion.CodeReadsRefused},
		"down":             {func(*companion.ConnectRequest) {}, []string{"down"}, companion.CodeOffline},
		"no key store":     {func(r *companion.ConnectRequest) { r.SecretStore = companion.StoreOS }, nil, companion.CodeKeyStoreUnusable},
		"unknown store":    {func(r *companion.ConnectRequest) { r.SecretStore = "pocket" }, nil, companion.CodeKeyStoreUnusable},
		"deactivated user": {func(r *companion.ConnectRequest) { r.Email = "tess.moran@example.com" }, nil, companion.CodeUserDeactivated},
		"several users":    {func(r *companion.ConnectRequest) { r.Email = "talent@example.net" }, nil, companion.CodeUserAmbiguous},
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newEmptyWorld(t, test.faults...)
			req := w.connectRequest()
			test.change(&req)
			_, err := companion.Connect(t.Context(), req)
			requireCode(t, test.code, err)
			require.NoFileExists(t, filepath.Join(w.dir, "accounts.json"), "nothing is kept")
			require.NoFileExists(t, filepath.Join(w.dir, "secrets.json"), "nothing is kept")
		})
	}
}

// TestSecondAddWhileListsLag: lists that begin to lag after an add was read back do not make its application twice.
func TestSecondAddWhileListsLag(t *testing.T) {
	w := newWorld(t)
	w.settings.Delivery.SettleSeconds = 5
	w.run()
	client := w.command()
	add := func() extension.Item {
		return await(t, client, send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(1))), "done")
	}
	add()
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1", "lag=1"))
	require.Equal(t, "already_there", add().Outcome)
	_, applications := w.greenhouseHolds()
	require.Len(t, applications, 1)
}
