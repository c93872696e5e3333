package companion_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// runIndexed runs the service until it knows the people who are there. It then reads nothing more, so that all requests
// belong to adds.
func (w *world) runIndexed(people int) *extension.Client {
	w.t.Helper()
	w.settings.Index.EveryMinutes, w.settings.Index.RoundHours = 60, 24
	w.run()
	c := w.command()
	w.awaitIndex(c, people)
	require.Eventually(w.t, func() bool {
		calls := w.listCalls()
		return len(calls) > 0 && calls[len(calls)-1] == "fields, ids"
	}, 20*time.Second, 10*time.Millisecond, "the first round has begun")
	return c
}

// inCrowd is the name of one of the crowd.
func inCrowd(i int) string { return nameOf(i) }

func amazingHiringPage(id int64) string {
	return "https://search.amazinghiring.com/profiles/" + strconv.FormatInt(id, 10)
}

// TestIndexJoinsByAmazingHiringPage: nothing else is shared, least of all an e-mail address, and nobody is asked.
func TestIndexJoinsByAmazingHiringPage(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(4)
	there := w.colleague("Ada", "Byron", website(amazingHiringPage(7)))
	c := w.runIndexed(5)
	item := await(t, c, send(t, c, newAdd(person(7, "Ada Lovelace", "ada@example.com"), w.onJob(0))), "done")
	require.Equal(t, extension.ID(there), item.CandidateID)
	require.Equal(t, "application_added", item.Outcome)
	people, _ := w.greenhouseHolds()
	require.Len(t, people, 5)
}

// TestIndexAsksAboutLinkedIn, and remembers that they are two.
func TestIndexAsksAboutLinkedIn(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(4)
	c := w.runIndexed(4)
	add := newAdd(on(8, inCrowd(2), "crowd-2"), inBase)
	plan, err := extension.Call[extension.Plan](t.Context(), c, extension.PlanQuery{Add: add})
	require.NoError(t, err)
	require.Equal(t, "same_person", plan.Question.Code)

	item := await(t, c, send(t, c, add), "needs_you", "same_person")
	require.Contains(t, item.Question.Text, "same LinkedIn page")
	w.line.cut()
	_, err = extension.Call[extension.ItemReply](t.Context(), c, extension.Answer{ItemID: item.ItemID, Choice: "new"})
	require.NoError(t, err)
	await(t, c, item.ItemID, "waiting")
	_, err = extension.Call[extension.ItemReply](t.Context(), c, extension.Cancel{ItemID: item.ItemID})
	require.NoError(t, err)
	require.Equal(t, "none", verdict(t, c, on(8, inCrowd(2), "crowd-2")).Level, "somebody else, by the recruiter's word")
	require.Equal(t, "likely", verdict(t, c, on(9, inCrowd(2), "crowd-2")).Level, "another profile")

	w.line.join(t)
	item = await(t, c, send(t, c, newAdd(on(8, inCrowd(2), "crowd-2"), inBase)), "done")
	require.Equal(t, "created", item.Outcome, "not asked again")
	require.Equal(t, []extension.KnownPerson{{CandidateID: item.CandidateID, Link: item.Link}}, verdict(t, c, on(8, inCrowd(2), "crowd-2")).People)
}

// TestSomebodyElseIsRemembered, also when the add is done and the person it created is gone again.
func TestSomebodyElseIsRemembered(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(4)
	w.run()
	c := w.command()
	w.awaitIndex(c, 4)
	item := await(t, c, send(t, c, newAdd(on(8, inCrowd(2), "crowd-2"), inBase)), "needs_you", "same_person")
	_, err := extension.Call[extension.ItemReply](t.Context(), c, extension.Answer{ItemID: item.ItemID, Choice: "new"})
	require.NoError(t, err)
	item = await(t, c, item.ItemID, "done")
	w.awaitIndex(c, 5)
	require.NoError(t, w.greenhouse.DeleteCandidate(int64(item.CandidateID)))
	awaitLevel(t, c, on(8, inCrowd(2), "crowd-2"), "none")
}

// TestFreshDataDecides: the index knows somebody by a page they do not have any more, and somebody who is gone.
func TestFreshDataDecides(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	ids := w.crowd(4)
	c := w.runIndexed(4)
	require.NoError(t, w.greenhouse.EditCandidate(ids[0], linkedIn("elsewhere")))
	require.NoError(t, w.greenhouse.DeleteCandidate(ids[1]))
	for i := range 2 {
		add := newAdd(on(int64(20+i), inCrowd(i), "crowd-"+strconv.Itoa(i)), inBase)
		require.Equal(t, "created", await(t, c, send(t, c, add), "done").Outcome)
	}
}

// TestCallsOfAnIndexedAdd: whoever is not known takes no more requests than without an index, whoever is known takes one.
func TestCallsOfAnIndexedAdd(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.colleague("Ada", "Byron", website(amazingHiringPage(7)))
	grace := website(amazingHiringPage(8))
	grace["email_addresses"] = []any{map[string]any{"value": "grace@example.com", "type": "personal"}}
	w.colleague("Grace", "Example", grace)
	w.crowd(4)
	c := w.runIndexed(6)
	await(t, c, send(t, c, newAdd(someone(0), inBase)), "done") // what is asked once
	seen := len(w.greenhouse.Requests())
	calls := func() (calls []string) {
		for _, r := range w.greenhouse.Requests()[seen:] {
			calls = append(calls, r.Method+" "+r.Path+" "+r.Query)
		}
		calls = slices.DeleteFunc(calls, func(call string) bool { return !strings.Contains(call, "/v3/") })
		seen = len(w.greenhouse.Requests())
		return calls
	}
	await(t, c, send(t, c, newAdd(someone(1), inBase)), "done")
	require.ElementsMatch(t, plainCalls, calls())

	await(t, c, send(t, c, newAdd(person(7, "Ada Byron", "ada@example.com"), inBase)), "done")
	require.Equal(t, []string{"GET /v3/candidates email", "GET /v3/candidates ids"}, calls()[:2])

	await(t, c, send(t, c, newAdd(person(8, "Grace Example", "grace@example.com"), inBase)), "done")
	require.Equal(t, []string{"GET /v3/candidates email", "GET /v3/applications candidate_ids"}, calls()[:2], "whom the e-mail address shows is not read twice")
}

// TestOwnPeopleAreKnownAtOnce, without waiting for the next reading of changes.
func TestOwnPeopleAreKnownAtOnce(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(4)
	c := w.runIndexed(4)
	item := await(t, c, send(t, c, newAdd(on(30, "Ada Example", "ada-example"), inBase)), "done")
	require.Equal(t, 5, w.index(c).People)
	require.Equal(t, item.CandidateID, verdict(t, c, on(31, "Ada Example", "ada-example")).People[0].CandidateID, "another profile of hers")
}

// TestIncompleteIndexIsNoHindrance: an add goes as without an index while it is being filled.
func TestIncompleteIndexIsNoHindrance(t *testing.T) {
	t.Parallel()
	w := indexed(t, "error-before=1,nth=2,times=1000,scope=GET/v3/candidates")
	w.crowd(4)
	w.settings.Index.PageSeconds = 60
	w.run()
	c := w.command()
	require.Eventually(t, func() bool { return w.index(c).People == 3 }, 20*time.Second, 10*time.Millisecond)
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	require.Equal(t, "created", await(t, c, send(t, c, newAdd(on(40, inCrowd(3), "crowd-3"), inBase)), "done").Outcome)
}

// TestColleagueOfAMinuteAgo: whom the index cannot know yet is found by e-mail.
func TestColleagueOfAMinuteAgo(t *testing.T) {
	t.Parallel()
	w := indexed(t)
	w.crowd(4)
	c := w.runIndexed(4)
	w.colleague("Ada", "Example", map[string]any{"email_addresses": []any{map[string]any{"value": "ada@example.com", "type": "personal"}}})
	await(t, c, send(t, c, newAdd(person(50, "Ada Example", "ada@example.com"), inBase)), "needs_you", "same_person")
	people, _ := w.greenhouseHolds()
	require.Len(t, people, 5)
	require.False(t, slices.ContainsFunc(people, func(p harvest.Candidate) bool { return p.ID == 0 }))
}
