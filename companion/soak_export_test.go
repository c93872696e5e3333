package companion_test

import (
	"flag"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

var soakPeople = flag.Int("soakpeople", 120, "how many people TestSoakExport exports, at most 3000")

// TestSoakExport exports a folder from which the recruiter took some people out, with fewer first fetches confirmed than
// people chosen, while the service is killed, the line is cut and AmazingHiring refuses. In the end everybody chosen and
// confirmed is in Greenhouse once, nobody else is, and no more profiles were opened than were confirmed.
func TestSoakExport(t *testing.T) {
	t.Parallel()
	e := newExportSoak(t, *soakPeople)
	confirmed := len(e.batch.People) - 10
	e.batch.MaxFirst = confirmed
	export(t, e.client(), e.batch)
	e.awaitShare(15)
	e.restart()
	e.awaitShare(30)
	e.source.SetFaults(pretend.Faults{RateLimited: time.Second, Requests: 5})
	e.cutUntilNoticed()
	e.awaitShare(50)
	e.restart()
	e.awaitShare(70)
	e.w.line.cut()
	e.restart()
	e.w.line.join(t)
	e.balance(confirmed)
}

// exportSoak is one export with trouble.
type exportSoak struct {
	t       *testing.T
	w       *world
	source  *pretend.Server
	process *process
	batch   extension.Batch
	// restarts are when the service was started again after it was killed.
	restarts []time.Time
	counted  time.Time
	// refused are when Greenhouse refused a call because of the rate limit.
	refused []time.Time
}

// newExportSoak has a rate limit that is felt, with windows short enough for a test.
func newExportSoak(t *testing.T, people int) *exportSoak {
	e := &exportSoak{t: t, w: newWorld(t, fmt.Sprintf("rate=%d/2", min(people*5/4, 600)))}
	var err error
	e.source, err = pretend.Start("")
	require.NoError(t, err)
	t.Cleanup(e.source.Close)
	e.w.settings.AmazingHiring.URL = e.source.URL()
	require.NoError(t, companion.ConnectAmazingHiring(e.w.dir, harvest.Secret(e.source.Token()), companion.StoreFile))
	e.process = e.w.start()
	chosen := members(t, e.client(), pretend.BigFolder)[:people]
	e.batch = e.w.folder(append(chosen[:10:10], chosen[15:]...), 0)
	return e
}

func (e *exportSoak) client() *extension.Client { return e.w.command() }

// restart kills the service and starts it anew.
func (e *exportSoak) restart() {
	e.process.kill()
	e.count()
	e.process = e.w.start()
	e.restarts = append(e.restarts, time.Now())
}

// cutUntilNoticed takes the line away until the service knows.
func (e *exportSoak) cutUntilNoticed() {
	e.w.line.cut()
	client := e.client()
	require.Eventually(e.t, func() bool { return !serviceStatus(e.t, client).Online }, 20*time.Second, 20*time.Millisecond)
	e.w.line.join(e.t)
}

// awaitShare waits until so many percent of the people are done.
func (e *exportSoak) awaitShare(percent int) {
	client, limit := e.client(), 30*time.Second+time.Duration(len(e.batch.People))*200*time.Millisecond
	require.Eventually(e.t, func() bool {
		counts := batchNow(e.t, client, e.batch.BatchID).Counts
		e.count()
		return counts.Done*100 >= percent*counts.Total || counts.Waiting+counts.Working == 0
	}, limit, 100*time.Millisecond, "never %d %%", percent)
}

// count counts every refusal once; the pretend Greenhouse remembers the latest requests only.
func (e *exportSoak) count() {
	until := time.Now().Truncate(time.Millisecond)
	for _, r := range e.w.greenhouse.Requests() {
		if r.Status == http.StatusTooManyRequests && !r.At.Before(e.counted) && r.At.Before(until) {
			e.refused = append(e.refused, r.At)
		}
	}
	e.counted = until
}

func (e *exportSoak) balance(confirmed int) {
	e.awaitShare(100)
	client := e.client()
	done := awaitBatch(e.t, client, e.batch.BatchID, "finished")
	require.Equal(e.t, len(e.batch.People)-confirmed, done.Counts.LeftOut)
	require.Equal(e.t, confirmed, done.Counts.Done, "%+v", done.Counts)
	require.Equal(e.t, confirmed, done.FirstFetched, "first fetches")
	require.Equal(e.t, confirmed, e.source.Opened(), "profiles opened")
	e.requireWithinTheLimit()
	require.NoError(e.t, e.w.greenhouse.SetFaults("rate=100000/1"))
	e.w.requirePeople(e.namesDone(client)...)
}

// namesDone are the names of those who are done, by the report, which has everybody in the order of the selection.
func (e *exportSoak) namesDone(client *extension.Client) (names []string) {
	for offset, more := 0, true; more; offset += 1000 {
		part, err := extension.Call[extension.Batches](e.t.Context(), client, extension.BatchesQuery{BatchID: e.batch.BatchID, Offset: offset})
		require.NoError(e.t, err)
		for i, r := range part.Batches[0].Results {
			require.Equal(e.t, e.batch.People[offset+i].ProfileID, r.ProfileID)
			if r.State == "done" {
				names = append(names, r.Name)
			}
		}
		more = part.Batches[0].More
	}
	return names
}

// firstCalls is how many calls go out at once after a kill before an answer tells what is left of the rate window: what was
// kept of it may be a second old.
const firstCalls = 4

// requireWithinTheLimit allows for refusals of the first calls after a kill, and for no other.
func (e *exportSoak) requireWithinTheLimit() {
	for _, restart := range e.restarts {
		first := func(at time.Time) bool {
			return at.After(restart.Add(-time.Second)) && at.Before(restart.Add(time.Second))
		}
		before := len(e.refused)
		e.refused = slices.DeleteFunc(e.refused, first)
		require.LessOrEqual(e.t, before-len(e.refused), firstCalls)
	}
	require.Empty(e.t, e.refused, "refusals of Greenhouse; restarts: %v", e.restarts)
}
