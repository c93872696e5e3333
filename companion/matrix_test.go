package companion_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// The fault matrix: every plan, every write of it, every fault. Whatever happens to one write, Greenhouse ends with one
// person, one application for each job and one of each record, and the add is done or asks a true question. The writes come
// from the plan itself, so a new kind of step is covered the day it is added.

// wirePaths is where each kind of write goes; a kind that is missing here fails the matrix.
var wirePaths = map[string]string{
	string(plan.CreateCandidate): "POST/v3/candidates",
	string(plan.AddApplication):  "POST/v3/applications",
	string(plan.UpdateCandidate): "PATCH/v3/candidates/*",
	string(plan.CreateTag):       "POST/v3/candidate_tags",
	string(plan.ApplyTag):        "POST/v3/applied_candidate_tags",
	string(plan.AddEmployment):   "POST/v3/candidate_employments",
	string(plan.AddEducation):    "POST/v3/candidate_educations",
	string(plan.AddNote):         "POST/v3/notes",
	string(plan.AddAttachment):   "POST/v3/attachments",
	string(plan.MoveInPool):      "PATCH/v3/applications/*",
}

var legacyPaths = map[string]string{
	string(plan.CreateCandidate): "POST/v1/candidates",
	string(plan.AddApplication):  "POST/v1/candidates/*/applications",
	string(plan.UpdateCandidate): "PATCH/v1/candidates/*",
	string(plan.AddAttachment):   "POST/v1/candidates/*/attachments",
}

// matrixFaults strike one write; %s is which. Those of reads and of the world come after them.
var matrixFaults = []string{
	"reply-lost=1,%s", "reset-before=1,%s", "reset-at=1,%s", "reset-at=40,%s", "timeout-before=1,%s", "timeout-after=1,%s",
	"408=1,%s", "408-after=1,%s", "error-before=1,%s", "error-after=1,%s", "garbage-after=1,%s", "truncate=1,%s", "html-after=1,%s",
	"redirect-after=1,%s", "errors-member=1,%s", "401-once=1,%s", "429=1,%s", "lag=0.1|reply-lost=1,%s", "lag=0.1|error-before=1,%s",
}

// undertaking is a kind of add.
type undertaking struct {
	name    string
	profile func() json.RawMessage
	target  func(w *world) extension.Target
	// known has the person in Greenhouse before.
	known bool
	// legacy goes through Harvest v1.
	legacy bool
}

func plainAda() json.RawMessage { return person(1, "Ada Example", "ada@example.com") }

// wholeAda uses every kind of record.
func wholeAda() json.RawMessage {
	var p map[string]json.RawMessage
	if err := json.Unmarshal(richPerson(), &p); err != nil {
		panic(err)
	}
	p["educations"] = json.RawMessage(`[{"name": "University of Example", "degree": "Master's Degree", "start": 2013, "end": 2017}]`)
	p["links"] = json.RawMessage(`[{"value": "https://github.com/ada-example"}]`)
	data, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return data
}

func prospectOn(jobs ...int) func(w *world) extension.Target {
	return func(w *world) extension.Target {
		target := extension.Target{Kind: extension.TargetProspect}
		for _, i := range jobs {
			target.JobIDs = append(target.JobIDs, w.job(i))
		}
		return target
	}
}

func onFirstJob(w *world) extension.Target { return w.onJob(0) }

func inPool(w *world) extension.Target {
	pool, _, err := harvest.First(w.recruiter().ProspectPools(w.t.Context(), harvest.ProspectPoolQuery{}))
	require.NoError(w.t, err)
	return extension.Target{Kind: extension.TargetProspect, PoolID: extension.ID(pool.ID)}
}

var undertakings = []undertaking{
	{name: "candidate on a job", profile: plainAda, target: onFirstJob},
	{name: "prospect on a job", profile: plainAda, target: prospectOn(0)},
	{name: "prospect on several jobs", profile: plainAda, target: prospectOn(0, 1)},
	{name: "unattached prospect", profile: plainAda, target: prospectOn()},
	{name: "prospect in a pool", profile: plainAda, target: inPool},
	{name: "whole profile", profile: wholeAda, target: onFirstJob},
	{name: "whole profile, known person", profile: wholeAda, target: onFirstJob, known: true},
	{name: "without a page", profile: func() json.RawMessage {
		return json.RawMessage(`{"name": "Ada Example", "contacts": [{"type": "email", "value": "ada@example.com"}]}`)
	}, target: onFirstJob},
	{name: "nothing but a name", profile: func() json.RawMessage { return json.RawMessage(`{"name": "Ada Example"}`) }, target: prospectOn()},
	{name: "whole profile, v1", profile: wholeAda, target: onFirstJob, legacy: true},
	{name: "prospect, v1", profile: plainAda, target: prospectOn(0), legacy: true},
	{name: "whole profile, known person, v1", profile: wholeAda, target: onFirstJob, known: true, legacy: true},
}

// path is where the write goes on the wire.
func (u undertaking) path(kind string, prospect bool) (string, bool) {
	if !u.legacy {
		path, known := wirePaths[kind]
		return path, known
	}
	if prospect && kind == string(plan.CreateCandidate) {
		return "POST/v1/prospects", true
	}
	path, known := legacyPaths[kind]
	return path, known
}

// matrixWorld is a fresh world for one add, with its settle time scaled down.
func (u undertaking) world(t *testing.T) *world {
	w := newEmptyWorld(t)
	request := w.connectRequest()
	if u.legacy {
		request = w.legacyRequest()
	}
	_, err := companion.Connect(t.Context(), request)
	require.NoError(t, err)
	w.settings.Greenhouse.Tags, w.settings.Greenhouse.NewTags = []string{"Sourced"}, true
	w.settings.Greenhouse.CustomFields = []companion.CustomFieldRule{{Key: "amazinghiring_url", From: "amazinghiring_url"}}
	w.settings.Delivery.SettleSeconds, w.settings.Delivery.CallSeconds = 0.3, 0.5
	if u.known {
		_, err := w.greenhouse.AddCandidate(map[string]any{
			"first_name": "Ada", "last_name": "Example",
			"email_addresses":        []any{map[string]any{"value": "ada@example.com", "type": "work"}},
			"social_media_addresses": []any{map[string]any{"value": "https://github.com/ada-example"}},
		})
		require.NoError(t, err)
	}
	return w
}

// request is the add, with its file handed over before.
func (u undertaking) request(w *world, c *extension.Client) extension.Add {
	w.t.Helper()
	add := newAdd(u.profile(), u.target(w))
	if !strings.HasPrefix(u.name, "whole") {
		return add
	}
	content := []byte("Ada Example\nEngineer\n")
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	_, err := extension.Call[extension.Uploaded](w.t.Context(), c, extension.Upload{SHA256: hash, Size: int64(len(content)), Data: content})
	require.NoError(w.t, err)
	add.Files, add.Tags = []extension.File{{SHA256: hash, Filename: "CV.txt", Type: "resume"}}, []string{"Sourced"}
	return add
}

// books is everything the pretend Greenhouse holds, in a form that shows what is missing and what is there twice.
func (w *world) books() []string {
	w.t.Helper()
	c, ctx := w.recruiter(), w.t.Context()
	people, applications := w.greenhouseHolds()
	var out []string
	for _, p := range people {
		out = append(out, fmt.Sprintf("person %s %s, title %q, %d e-mails, %d websites, %d social, tags %v, fields %s %s",
			p.FirstName, p.LastName, p.Title, len(p.Emails), len(p.Websites), len(p.SocialMedia), p.Tags,
			p.CustomFields["amazinghiring_url"].Value, p.CustomFields["current_city"].Value))
	}
	for _, a := range applications {
		out = append(out, fmt.Sprintf("application on job %d, prospect %t on %v, source %d", a.JobID, a.Prospect, a.ProspectiveJobIDs, a.SourceID))
	}
	for _, d := range collect(w.t, c.ProspectDetails(ctx, harvest.ProspectDetailQuery{})) {
		out = append(out, fmt.Sprintf("in pool %d, stage %d", d.PoolID, d.PoolStageID))
	}
	for _, n := range collect(w.t, c.Notes(ctx, harvest.NoteQuery{})) {
		out = append(out, "note "+n.Body)
	}
	for _, e := range collect(w.t, c.Employments(ctx, harvest.EmploymentQuery{})) {
		out = append(out, "employment "+e.CompanyName+e.Title)
	}
	for _, e := range collect(w.t, c.Educations(ctx, harvest.EducationQuery{})) {
		out = append(out, fmt.Sprintf("education %d %d", e.SchoolID, e.DegreeID))
	}
	for _, a := range collect(w.t, c.Attachments(ctx, harvest.AttachmentQuery{})) {
		out = append(out, "attachment "+a.Filename)
	}
	for _, tag := range collect(w.t, c.CandidateTags(ctx)) {
		out = append(out, "tag "+tag.Name)
	}
	slices.Sort(out)
	return out
}

// rehearse carries the add out without faults: what it leaves behind is what every faulty run must leave behind.
func (u undertaking) rehearse(t *testing.T) (writes []string, books []string) {
	w := u.world(t)
	_, stop := w.run()
	defer stop()
	client := w.command()
	add := u.request(w, client)
	planned, err := extension.Call[extension.Plan](t.Context(), client, extension.PlanQuery{Add: add})
	require.NoError(t, err)
	require.Nil(t, planned.Question)
	nth := map[string]int{}
	for _, step := range planned.Steps {
		path, ok := u.path(step.Kind, add.Target.Kind == extension.TargetProspect)
		require.True(t, ok, "the matrix does not know where %s goes", step.Kind)
		nth[path]++
		writes = append(writes, fmt.Sprintf("nth=%d,scope=%s", nth[path], path))
	}
	await(t, client, send(t, client, add), "done")
	return writes, w.books()
}

func TestFaultMatrix(t *testing.T) {
	for _, u := range undertakings {
		writes, books := u.rehearse(t)
		for _, write := range writes {
			for _, fault := range matrixFaults {
				faults := strings.Split(fmt.Sprintf(fault, write), "|")
				t.Run(u.name+"/"+strings.Join(faults, "+"), func(t *testing.T) {
					t.Parallel()
					u.survives(t, faults, books)
				})
			}
		}
	}
}

// survives carries the add out with the faults; when no answer could tell, a person is asked, and it must be true.
func (u undertaking) survives(t *testing.T, faults, books []string) {
	w := u.world(t)
	_, stop := w.run()
	defer stop()
	client := w.command()
	add := u.request(w, client)
	require.NoError(t, w.greenhouse.SetFaults(append(faults, "rate=1000/1")...))
	u.awaitKnown(w)
	id := send(t, client, add)
	if u.legacy && strings.HasPrefix(faults[0], "401") {
		// Version 1 has no token to renew: the account pauses until the recruiter connects again.
		await(t, client, id, "waiting", companion.CauseConnectAgain)
		_, err := companion.Connect(t.Context(), w.legacyRequest())
		require.NoError(t, err)
		_, err = extension.Call[extension.Status](t.Context(), client, companion.Reload{})
		require.NoError(t, err)
	}
	await(t, client, id, "done")
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	require.Equal(t, books, w.books())
}

// awaitKnown waits until lists that lag show the person who is known.
func (u undertaking) awaitKnown(w *world) {
	require.Eventually(w.t, func() bool {
		people, _ := w.greenhouseHolds()
		return len(people) > 0 || !u.known
	}, 10*time.Second, 10*time.Millisecond)
}

// TestMatrixCoversEveryKindOfWrite: the undertakings together make every write there is.
func TestMatrixCoversEveryKindOfWrite(t *testing.T) {
	for _, kind := range companion.StepKinds() {
		require.Contains(t, wirePaths, string(kind))
	}
	require.Len(t, wirePaths, len(companion.StepKinds()))
}
