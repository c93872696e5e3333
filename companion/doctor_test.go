package companion_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gate stands before the pretend Greenhouse and notes every request.
type gate struct {
	url  string
	mu   sync.Mutex
	seen []string
}

func (w *world) gate(change func(*http.Response) error) *gate {
	target, err := url.Parse(w.greenhouse.URL())
	require.NoError(w.t, err)
	g := &gate{}
	proxy := &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: change,
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		g.seen = append(g.seen, r.Method+" "+r.URL.Path)
		g.mu.Unlock()
		proxy.ServeHTTP(rw, r)
	}))
	w.t.Cleanup(server.Close)
	g.url = server.URL
	return g
}

func (w *world) connectThrough(g *gate, req companion.ConnectRequest) {
	w.t.Helper()
	req.HarvestURL, req.AuthURL = g.url, g.url
	_, err := companion.Connect(w.t.Context(), req)
	require.NoError(w.t, err)
}

func (w *world) examination() companion.Examination {
	return companion.Examination{DataDir: w.dir, Settings: w.settings, Version: "test"}
}

// tree is every file of the folder with its size and time.
func tree(t *testing.T, dir string) map[string]string {
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := e.Info()
		require.NoError(t, err)
		files[path] = info.Mode().String() + " " + info.ModTime().String()
		return nil
	}))
	return files
}

// TestDoctorChangesNothing: a doctor that writes could itself be what makes a second person.
func TestDoctorChangesNothing(t *testing.T) {
	requests := map[string]func(*world) companion.ConnectRequest{"v3": (*world).connectRequest, "v1": (*world).legacyRequest}
	for dialect, request := range requests {
		t.Run(dialect, func(t *testing.T) {
			w := newEmptyWorld(t)
			g := w.gate(nil)
			w.connectThrough(g, request(w))
			g.seen = nil
			before := tree(t, w.dir)

			findings := companion.Examine(t.Context(), w.examination())

			require.False(t, companion.NeedsAct(findings), "%+v", findings)
			require.Equal(t, before, tree(t, w.dir))
			require.Contains(t, g.seen, "GET /"+dialect+"/users")
			for _, request := range g.seen {
				method, path, _ := strings.Cut(request, " ")
				reads := method == http.MethodGet || method == http.MethodHead
				assert.True(t, reads || path == "/token" || path == "/introspect", "%s is more than a look", request)
			}
		})
	}
}

func TestDoctorWithoutADataFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "never", "made")
	findings := companion.Examine(t.Context(), companion.Examination{DataDir: dir})
	requireFinding(t, findings, "data_folder", companion.FindingOK, "made when it is first needed")
	requireFinding(t, findings, "disk", companion.FindingOK, "MB are free")
	requireFinding(t, findings, "account", companion.FindingAct, "No account is connected")
	requireFinding(t, findings, "reads", companion.FindingUnknown, "no account is connected")
	require.NoDirExists(t, filepath.Dir(dir))
}

// requireFinding looks for a finding of the check in the state, with the text in it.
func requireFinding(t *testing.T, findings []companion.Finding, name string, state companion.FindingState, text string) {
	t.Helper()
	var of []companion.Finding
	for _, f := range findings {
		if f.Check != name {
			continue
		}
		if f.State == state && strings.Contains(f.Subject+" "+f.Meaning+" "+f.Remedy, text) {
			require.False(t, state == companion.FindingAct && f.Remedy == "", "%+v says nothing to do", f)
			return
		}
		of = append(of, f)
	}
	require.Fail(t, "no such finding", "want %s %s with %q among %+v", name, state, text, of)
}

// want is one finding a test expects.
type want struct {
	check string
	state companion.FindingState
	text  string
}

func TestDoctorTellsWhatGreenhouseDoes(t *testing.T) {
	tests := map[string]struct {
		faults []string
		want   []want
	}{
		"all well": {nil, []want{
			{"account", companion.FindingOK, "Sandbox Example Ltd, as Nora Feld"},
			{"secret_store", companion.FindingOK, "secrets.json"},
			{"credential", companion.FindingOK, "Sandbox Example Ltd"},
			{"reads", companion.FindingOK, "your own user was found"},
			{"user", companion.FindingOK, "Nora Feld is active"},
			{"user_rights", companion.FindingUnknown, "manage unattached prospects"},
			{"source", companion.FindingOK, `"AmazingHiring"`},
			{"profile_field", companion.FindingOK, `"AmazingHiring URL"`},
			{"clock", companion.FindingOK, "within two minutes"},
			{"permission", companion.FindingOK, "harvest:candidates:create Granted, to add"},
			{"network", companion.FindingOK, "Directly"},
			{"dialect", companion.FindingOK, "Harvest v3"},
			{"rate", companion.FindingOK, "allows 75 calls in a window"},
		}},
		"reads refused": {[]string{"service-reads=403"}, []want{
			{"reads", companion.FindingAct, "Greenhouse refuses it"}, {"user", companion.FindingUnknown, "reading"},
		}},
		"reads show nothing": {[]string{"service-reads=empty"}, []want{
			{"reads", companion.FindingAct, "does not show your own user"}, {"source", companion.FindingUnknown, "reading"},
		}},
		"no right to list users": {[]string{"no-scope=harvest:users:list"}, []want{
			{"reads", companion.FindingAct, "harvest:users:list is missing"},
		}},
		"required permission missing": {[]string{"no-scope=harvest:applications:create"}, []want{
			{"permission", companion.FindingAct, "harvest:applications:create Missing, so the companion cannot"},
		}},
		"optional permission missing": {[]string{"no-scope=harvest:notes:create"}, []want{
			{"permission", companion.FindingOK, "harvest:notes:create Not granted, and"},
		}},
		"permission to list sources missing": {[]string{"no-scope=harvest:sources:list"}, []want{
			{"source", companion.FindingUnknown, "harvest:sources:list"}, {"permission", companion.FindingAct, "harvest:sources:list"},
		}},
		"no right to list custom fields": {[]string{"no-scope=harvest:custom_fields:list"}, []want{
			{"profile_field", companion.FindingUnknown, "harvest:custom_fields:list"},
		}},
		"more than needed": {[]string{"scopes=harvest:users:list harvest:candidates:anonymize"}, []want{
			{"permission", companion.FindingWarn, "harvest:candidates:anonymize More than needed"},
		}},
		"down": {[]string{"down"}, []want{
			{"api_host", companion.FindingAct, "cannot be reached"}, {"sign_in_host", companion.FindingAct, "cannot be reached"},
			{"credential", companion.FindingUnknown, "sign-in cannot be reached"}, {"clock", companion.FindingUnknown, "compared"},
			{"permission", companion.FindingUnknown, "signing in"}, {"rate", companion.FindingUnknown, "No answer"},
		}},
		"sign-in broken": {[]string{"error-before=1,scope=token"}, []want{
			{"sign_in_host", companion.FindingOK, "reached"}, {"credential", companion.FindingUnknown, "no usable answer"},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			require.NoError(t, w.greenhouse.SetFaults(test.faults...))
			findings := companion.Examine(t.Context(), w.examination())
			for _, want := range test.want {
				requireFinding(t, findings, want.check, want.state, want.text)
			}
		})
	}
}

// TestDoctorOnALegacyKey: it works until Greenhouse removes it, and what cannot be told is said to be so.
func TestDoctorOnALegacyKey(t *testing.T) {
	tests := map[string]struct {
		faults []string
		want   []want
	}{
		"all well": {nil, []want{
			{"account", companion.FindingOK, "Greenhouse, as Nora Feld"},
			{"dialect", companion.FindingWarn, harvest.V1Retired},
			{"sign_in_host", companion.FindingOK, "has none"},
			{"credential", companion.FindingOK, "accepts the key"},
			{"permission", companion.FindingOK, "Sources: List Granted"},
			{"permission", companion.FindingUnknown, "Candidates: Add candidate Needed to add a person to a job"},
			{"permission", companion.FindingUnknown, "API Credential Management"},
			{"read_subject", companion.FindingOK, "none in Harvest v1"},
			{"reads", companion.FindingOK, "your own user was found"},
			{"user", companion.FindingOK, "Nora Feld is active"},
			{"source", companion.FindingOK, `"AmazingHiring"`},
			{"profile_field", companion.FindingOK, `"AmazingHiring URL"`},
			{"rate", companion.FindingOK, "allows 50 calls in a window"},
		}},
		"permission missing": {[]string{"v1-no-permission=sources:list"}, []want{
			{"permission", companion.FindingAct, "Sources: List Missing"}, {"credential", companion.FindingOK, "accepts the key"},
		}},
		"no right to list users": {[]string{"v1-no-permission=users:list", "v1-no-permission=users:retrieve"}, []want{
			{"credential", companion.FindingOK, "accepts the key"}, {"reads", companion.FindingAct, "Users: Retrieve, List"},
		}},
		"gone":    {[]string{"v1-retired=410"}, []want{{"credential", companion.FindingAct, "v1 is not there"}}},
		"refused": {[]string{"v1-retired=401"}, []want{{"credential", companion.FindingAct, "refused the key"}}},
		"down": {[]string{"down"}, []want{
			{"api_host", companion.FindingAct, "cannot be reached"}, {"credential", companion.FindingUnknown, "cannot be reached"},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newEmptyWorld(t)
			_, err := companion.Connect(t.Context(), w.legacyRequest())
			require.NoError(t, err)
			require.NoError(t, w.greenhouse.SetFaults(test.faults...))
			findings := companion.Examine(t.Context(), w.examination())
			for _, want := range test.want {
				requireFinding(t, findings, want.check, want.state, want.text)
			}
		})
	}
}

func TestDoctorTellsWhatIsWrongHere(t *testing.T) {
	tests := map[string]struct {
		spoil func(*world)
		want  []want
	}{
		"wrong secret": {func(w *world) { w.keep(`{"credential default":"wrong"}`) }, []want{
			{"sign_in_host", companion.FindingOK, "reached"}, {"credential", companion.FindingAct, "connect"},
		}},
		"secret gone": {func(w *world) { w.keep(`{}`) }, []want{
			{"secret_store", companion.FindingAct, "is gone"}, {"api_host", companion.FindingUnknown, "credential cannot be used"},
		}},
		"secrets damaged": {func(w *world) { w.keep(`{"`) }, []want{{"secret_store", companion.FindingAct, "damaged"}}},
		"other source": {func(w *world) { w.settings.Greenhouse.Source = "Elsewhere" }, []want{
			{"source", companion.FindingAct, `no source called "Elsewhere"`},
		}},
		"reading as a recruiter": {func(w *world) { w.settings.Greenhouse.ReadSubject = w.greenhouse.Info().UserID }, []want{
			{"read_subject", companion.FindingAct, "is no Site Admin"}, {"reads", companion.FindingAct, "Greenhouse refuses it"},
		}},
		"reading as a Site Admin": {func(w *world) { w.settings.Greenhouse.ReadSubject = w.greenhouse.SiteAdminID() }, []want{
			{"read_subject", companion.FindingOK, "a Site Admin"}, {"reads", companion.FindingOK, "was found"},
		}},
		"reading as nobody": {func(w *world) { w.settings.Greenhouse.ReadSubject = 99 }, []want{
			{"credential", companion.FindingAct, "read_subject"},
		}},
		"custom field that is not there": {func(w *world) { w.fill("no_such_field") }, []want{
			{"custom_fields", companion.FindingWarn, `"no_such_field"`},
		}},
		"custom field for the link": {func(w *world) { w.fill("amazinghiring_url") }, []want{
			{"custom_fields", companion.FindingOK, "All 1"}, {"profile_field", companion.FindingOK, "The settings put it into"},
		}},
		"user deactivated": {(*world).deactivateUser, []want{{"user", companion.FindingAct, "Tess Moran is deactivated"}}},
		"folder open to others": {func(w *world) { require.NoError(w.t, os.Chmod(w.dir, 0o755)) }, []want{
			{"data_folder", companion.FindingWarn, "chmod 700"},
		}},
		"accounts damaged": {func(w *world) {
			require.NoError(w.t, os.WriteFile(filepath.Join(w.dir, "accounts.json"), []byte("["), 0o600))
		}, []want{{"account", companion.FindingAct, "damaged"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test.spoil(w)
			findings := companion.Examine(t.Context(), w.examination())
			for _, want := range test.want {
				requireFinding(t, findings, want.check, want.state, want.text)
			}
		})
	}
}

// fill lets the settings put the link to the profile into the custom field.
func (w *world) fill(key string) {
	w.settings.Greenhouse.CustomFields = []companion.CustomFieldRule{{Key: key, From: "amazinghiring_url"}}
}

// keep replaces the secrets file.
func (w *world) keep(secrets string) {
	w.t.Helper()
	require.NoError(w.t, os.WriteFile(filepath.Join(w.dir, "secrets.json"), []byte(secrets), 0o600))
}

// deactivateUser lets the account act as somebody who has left since.
func (w *world) deactivateUser() {
	w.t.Helper()
	former, found, err := harvest.First(w.recruiter().Users(w.t.Context(), harvest.UserQuery{PrimaryEmail: "tess.moran@example.com"}))
	require.NoError(w.t, err)
	require.True(w.t, found)
	files := store.Open(w.dir)
	account, _, err := files.Account(companion.DefaultAccount)
	require.NoError(w.t, err)
	account.UserID = int64(former.ID)
	require.NoError(w.t, files.PutAccount(account))
}

func TestDoctorTellsAWrongClock(t *testing.T) {
	w := newEmptyWorld(t)
	anHourOn := func(r *http.Response) error {
		r.Header.Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		return nil
	}
	w.connectThrough(w.gate(anHourOn), w.connectRequest())
	requireFinding(t, companion.Examine(t.Context(), w.examination()), "clock", companion.FindingWarn, "behind Greenhouse's")
}

// TestDoctorQuotesNoSecret: its report is meant to be passed on.
func TestDoctorQuotesNoSecret(t *testing.T) {
	for _, fault := range []string{"lag=0", "down", "service-reads=403", "html-after=1,scope=token"} {
		w := newWorld(t)
		require.NoError(t, w.greenhouse.SetFaults(fault))
		for _, f := range companion.Examine(t.Context(), w.examination()) {
			assert.NotContains(t, f.Meaning+f.Remedy, w.greenhouse.Info().ClientSecret)
		}
	}
}
