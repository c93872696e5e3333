package companion_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// The calls that an add cannot do without. Looking for the person comes first, since Greenhouse itself does not notice that
// somebody is added twice; reading back comes last, since only what was seen there is done.
var (
	plainCalls = []string{
		"GET /v3/candidates email", "POST /v3/candidates ", "GET /v3/applications candidate_ids", "GET /v3/candidates ids",
	}
	// onceCalls are made for the first add after a start: the proof that lists show what is there, and what adds are filed under.
	onceCalls = []string{"GET /v3/users ids", "GET /v3/sources ", "GET /v3/referrers user_ids"}
	// jobCalls are for a job, which can close between the click and the sending.
	jobCalls = []string{"GET /v3/jobs ids"}
	// positionCalls are for the first position: whether the person can be seen, since Greenhouse takes records for nobody; the
	// record; and reading back.
	positionCalls = []string{"GET /v3/candidates ids", "POST /v3/candidate_employments ", "GET /v3/candidate_employments candidate_ids"}
)

// TestCallsOfAnAdd: an add takes the calls it cannot do without, and what is the same for all is asked once.
func TestCallsOfAnAdd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withFolders()
	client := w.command()
	seen := len(w.greenhouse.Requests())
	news := func() (calls []string) {
		all := w.greenhouse.Requests()
		for _, r := range all[seen:] {
			if strings.HasPrefix(r.Path, "/v3/") {
				calls = append(calls, r.Method+" "+r.Path+" "+r.Query)
			}
		}
		seen = len(all)
		return calls
	}
	one := func(i int, target extension.Target) []string {
		await(t, client, send(t, client, newAdd(someone(i), target)), "done")
		return news()
	}
	require.ElementsMatch(t, allOf(1, plainCalls, onceCalls), one(0, inBase), "the first add")
	require.ElementsMatch(t, plainCalls, one(1, inBase), "another add")
	require.ElementsMatch(t, allOf(1, plainCalls, jobCalls), one(2, w.onJob(0)), "an add to a job")

	sheet := extension.Batch{BatchID: uuid.NewString(), Kind: extension.BatchSheet, Name: "people.csv", Target: inBase}
	var adds []extension.Add
	for i := range 5 {
		add := newAdd(someone(10+i), inBase)
		add.Batch, add.Priority = sheet.BatchID, extension.PriorityExport
		adds = append(adds, add)
		sheet.People = append(sheet.People, extension.BatchPerson{RequestID: add.RequestID})
	}
	export(t, client, sheet)
	for _, add := range adds {
		send(t, client, add)
	}
	require.InDelta(t, 4, awaitBatch(t, client, sheet.BatchID, "finished").RequestsPerPerson, 0, "by the report")
	require.ElementsMatch(t, allOf(5, plainCalls), news(), "five rows of a sheet")

	folder := w.folder(members(t, client, pretend.BigFolder)[:5], 5)
	export(t, client, folder)
	require.InDelta(t, 7, awaitBatch(t, client, folder.BatchID, "finished").RequestsPerPerson, 0, "by the report")
	require.ElementsMatch(t, allOf(5, plainCalls, positionCalls), news(), "five people of a folder, with a position each")
}

// allOf is each of the calls so many times.
func allOf(n int, lists ...[]string) (calls []string) {
	for range n {
		for _, list := range lists {
			calls = append(calls, list...)
		}
	}
	return calls
}
