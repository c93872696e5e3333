package companion_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/stretchr/testify/require"
)

// The fault matrix of updates: one update that writes every kind of thing there is, every write of it, every fault. The
// writes are those that the rehearsal was seen to make.

// updateWrites are the kinds of writes that the update must make, so that the matrix covers each.
var updateWrites = []string{
	"PATCH/v3/candidates/*", "PATCH/v3/applications/*", "POST/v3/candidate_tags", "POST/v3/applied_candidate_tags",
	"POST/v3/candidate_employments", "POST/v3/notes",
}

// everythingChanges while nobody looks, so that it is one update.
func (f *follower) everythingChanges() {
	f.t.Helper()
	f.source.SetFaults(pretend.Faults{Broken: true})
	f.awaitBroken()
	f.status("Interested")
	_, err := f.source.AddComment(pretend.SmallFolder, f.member.ID, "Likes the offer.")
	require.NoError(f.t, err)
	require.NoError(f.t, f.source.EditProfile(f.member.ProfileID, func(fields map[string]any) {
		fields["title"] = "Principal Engineer"
		fields["contacts"] = append(fields["contacts"].([]any), map[string]any{"type": "email", "value": "marta@example.net"})
		fields["positions"] = append(fields["positions"].([]any), map[string]any{
			"position": "Principal Engineer", "company": map[string]any{"name": "Heron Example Ltd"}, "start": "2026-10",
		})
	}))
	f.source.SetFaults(pretend.Faults{})
}

// awaitBroken waits until a look at the folder has failed: one that was under way might see half of the change.
func (f *follower) awaitBroken() {
	f.t.Helper()
	require.Eventually(f.t, func() bool {
		requests := f.source.Requests()
		return requests[len(requests)-1].Status == 500
	}, wait, pause)
}

// whatIsThere is everything that Greenhouse holds, in words that are the same in every run.
func (f *follower) whatIsThere() []string {
	out := timeless(f.books())
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], f.source.URL(), "AmazingHiring")
	}
	slices.Sort(out)
	return out
}

func updateMatrix(f *follower) {
	byRules(f)
	overwriteTitle(f)
	f.settings.Delivery.SettleSeconds, f.settings.Delivery.CallSeconds = 0.3, 1
}

var recordID = regexp.MustCompile(`/\d+$`)

// rehearseUpdate makes the update without faults.
func rehearseUpdate(t *testing.T) (writes, books []string) {
	f := follow(t, updateMatrix)
	known := len(f.greenhouse.Requests())
	f.everythingChanges()
	f.awaitUpdates(1)
	nth, seen := map[string]int{}, map[string]bool{}
	for _, r := range f.greenhouse.Requests()[known:] {
		if r.Method == "GET" || strings.Contains(r.Path, "token") {
			continue
		}
		path := r.Method + recordID.ReplaceAllString(r.Path, "/*")
		nth[path]++
		seen[path] = true
		writes = append(writes, fmt.Sprintf("nth=%d,scope=%s", nth[path], path))
	}
	for _, path := range updateWrites {
		require.True(t, seen[path], path)
	}
	return writes, f.whatIsThere()
}

func TestUpdateFaultMatrix(t *testing.T) {
	writes, books := rehearseUpdate(t)
	for _, write := range writes {
		for _, fault := range matrixFaults {
			faults := strings.Split(fmt.Sprintf(fault, write), "|")
			t.Run(strings.Join(faults, "+"), func(t *testing.T) {
				t.Parallel()
				f := follow(t, updateMatrix)
				require.NoError(t, f.greenhouse.SetFaults(append(faults, "rate=1000/1")...))
				f.everythingChanges()
				f.awaitUpdate(1, "done")
				require.NoError(t, f.greenhouse.SetFaults("rate=1000/1"))
				require.Equal(t, books, f.whatIsThere())
				f.awaitPolls(f.batch, 2)
				require.Equal(t, books, f.whatIsThere(), "nothing comes twice")
			})
		}
	}
}

// TestUpdateCrashMatrix kills the service while it waits for the answer to a write of the update.
func TestUpdateCrashMatrix(t *testing.T) {
	writes, books := rehearseUpdate(t)
	for _, write := range writes {
		for when, fault := range crashes {
			t.Run(write+"/"+when, func(t *testing.T) {
				t.Parallel()
				f := follow(t, updateMatrix)
				f.stop()
				p := f.start()
				require.NoError(t, f.greenhouse.SetFaults(fmt.Sprintf(fault, write), "rate=1000/1"))
				f.everythingChanges()
				f.awaitStrike(t)
				p.kill()
				require.NoError(t, f.greenhouse.SetFaults("rate=1000/1"))
				f.client = f.webSocket(f.start().webSocketURL)
				f.awaitUpdate(1, "done")
				require.Equal(t, books, f.whatIsThere())
				f.awaitPolls(f.batch, 2)
				require.Equal(t, books, f.whatIsThere(), "nothing comes twice")
			})
		}
	}
}

// TestUpdateMeanwhileMatrix: before every write of the update the person is merged or deleted by a colleague.
func TestUpdateMeanwhileMatrix(t *testing.T) {
	writes, _ := rehearseUpdate(t)
	causes := map[string]string{"merged": "", "deleted": companion.CauseUpdateGone}
	for _, write := range writes {
		for name, event := range events {
			t.Run(name+"/"+write, func(t *testing.T) {
				t.Parallel()
				f := follow(t, updateMatrix, func(f *follower) { f.settings.Delivery.SettleSeconds = slowly })
				require.NoError(t, f.greenhouse.SetFaults("error-before=1,times=1000,"+write, "rate=1000/1"))
				f.everythingChanges()
				f.awaitStrike(t)
				f.awaitUpdate(1, "waiting")
				event.do(t, f.world, f.person)
				require.NoError(t, f.greenhouse.SetFaults("rate=1000/1"))
				if causes[name] == "" {
					f.awaitUpdate(1, "done")
					f.requirePeople("Ada Survivor")
					return
				}
				f.awaitUpdate(1, "needs_you", causes[name])
				f.requirePeople()
			})
		}
	}
}
