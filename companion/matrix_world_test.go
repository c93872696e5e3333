package companion_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// The second half of the fault matrix: the service dies at every write, and colleagues act in between.

// crashes stop a write in its middle: before anything was applied, and after it was applied but before it was recorded.
var crashes = map[string]string{"before it is applied": "timeout-before=1,times=1,%s", "before it is recorded": "timeout-after=1,times=1,%s"}

func TestCrashMatrix(t *testing.T) {
	for _, u := range undertakings {
		writes, books := u.rehearse(t)
		for _, write := range writes {
			for when, fault := range crashes {
				t.Run(u.name+"/"+write+"/"+when, func(t *testing.T) {
					t.Parallel()
					u.survivesKill(t, fmt.Sprintf(fault, write), books)
				})
			}
		}
	}
}

// survivesKill kills the service while it waits for the answer to the write.
func (u undertaking) survivesKill(t *testing.T, fault string, books []string) {
	w := u.world(t)
	p := w.start()
	client := w.webSocket(p.webSocketURL)
	add := u.request(w, client)
	require.NoError(t, w.greenhouse.SetFaults(fault, "rate=1000/1"))
	id := send(t, client, add)
	w.awaitStrike(t)
	p.kill()
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	client = w.webSocket(w.start().webSocketURL)
	await(t, client, id, "done")
	require.Equal(t, books, w.books())
}

// awaitStrike waits until a switch has struck.
func (w *world) awaitStrike(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, r := range w.greenhouse.Requests() {
			if strings.HasPrefix(r.Fault, "timeout") || strings.HasPrefix(r.Fault, "error") {
				return true
			}
		}
		return false
	}, 20*time.Second, 5*time.Millisecond, "the write never came")
}

// slowly is a settle time that leaves a slow machine time to act before a write was sent again too often.
const slowly = 2

// meanwhile is what colleagues do while a write is under way, and what the add may come to then.
type meanwhile struct {
	do func(t *testing.T, w *world, person int64)
	// causes are the true questions; none means that the add is done.
	causes []string
}

var events = map[string]meanwhile{
	"merged": {do: func(t *testing.T, w *world, person int64) {
		keep, err := w.greenhouse.AddCandidate(map[string]any{"first_name": "Ada", "last_name": "Survivor"})
		require.NoError(t, err)
		require.NoError(t, w.greenhouse.MergeCandidates(keep, person))
	}},
	"deleted": {do: func(t *testing.T, w *world, person int64) {
		require.NoError(t, w.greenhouse.DeleteCandidate(person))
	}, causes: []string{companion.CauseNotVisible, companion.CausePersonGone}},
}

// TestMeanwhileMatrix: before every record of the whole profile the person is merged or deleted by a colleague. Nobody is
// created a second time, nothing goes to nobody, and a question is asked only where there is one.
func TestMeanwhileMatrix(t *testing.T) {
	u := undertakings[5]
	require.Equal(t, "whole profile", u.name)
	writes, _ := u.rehearse(t)
	for _, write := range writes[1:] { // the first one creates the person
		for name, event := range events {
			t.Run(name+"/"+write, func(t *testing.T) {
				t.Parallel()
				u.meets(t, event, write)
			})
		}
	}
}

func (u undertaking) meets(t *testing.T, event meanwhile, write string) {
	w := u.world(t)
	w.settings.Delivery.SettleSeconds = slowly
	_, stop := w.run()
	defer stop()
	client := w.command()
	add := u.request(w, client)
	require.NoError(t, w.greenhouse.SetFaults("error-before=1,times=1000,"+write, "rate=1000/1"))
	id := send(t, client, add)
	w.awaitStrike(t)
	item := await(t, client, id, "waiting")
	event.do(t, w, int64(item.CandidateID))
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	if len(event.causes) == 0 {
		await(t, client, id, "done")
		w.requirePeople("Ada Survivor")
		return
	}
	require.Contains(t, event.causes, await(t, client, id, "needs_you").Cause)
	w.requirePeople()
}

// TestJobClosedMeanwhile: a job that closes while the write is in doubt takes nobody any more, and the recruiter is asked.
func TestJobClosedMeanwhile(t *testing.T) {
	for _, known := range []bool{false, true} {
		t.Run(fmt.Sprintf("known person %t", known), func(t *testing.T) {
			t.Parallel()
			u := undertaking{profile: wholeAda, target: onFirstJob, known: known}
			w := u.world(t)
			w.settings.Delivery.SettleSeconds = slowly
			w.run()
			client := w.command()
			require.NoError(t, w.greenhouse.SetFaults("error-before=1", "rate=1000/1", map[bool]string{false: "scope=POST/v3/candidates", true: "scope=POST/v3/applications"}[known]))
			id := send(t, client, newAdd(u.profile(), u.target(w)))
			w.awaitStrike(t)
			w.greenhouse.CloseJob(int64(w.job(0)))
			require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
			item := await(t, client, id, "needs_you", companion.CauseJobClosed)
			people, applications := w.greenhouseHolds()
			require.Len(t, people, map[bool]int{false: 0, true: 1}[known])
			require.Empty(t, applications)
			answer(t, client, item.ItemID, "retry", nil)
			await(t, client, id, "needs_you", companion.CauseJobClosed)
		})
	}
}

// TestLagBeyondTheSettleTime: what Greenhouse shows later than promised is never sent again; the recruiter is asked.
func TestLagBeyondTheSettleTime(t *testing.T) {
	w := undertakings[0].world(t)
	w.run()
	client := w.command()
	require.NoError(t, w.greenhouse.SetFaults("lag=30", "rate=1000/1"))
	id := send(t, client, undertakings[0].request(w, client))
	item := await(t, client, id, "needs_you", companion.CauseNotVisible)
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	_, err := extension.Call[extension.ItemReply](t.Context(), client, extension.Answer{ItemID: item.ItemID, Choice: "retry"})
	require.NoError(t, err)
	await(t, client, id, "done")
	w.requirePeople("Ada Example")
}
