package companion_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// held is what export-data says about somebody.
func held(t *testing.T, c *extension.Client, who string) (text string) {
	t.Helper()
	for {
		part := call[extension.DataPart](t, c, extension.DataQuery{Profile: who, Offset: int64(len(text))})
		text += string(part.Data)
		if int64(len(text)) == part.Size {
			require.True(t, json.Valid([]byte(text)))
			return text
		}
		require.NotEmpty(t, part.Data)
	}
}

func forget(t *testing.T, c *extension.Client, who string) extension.Forgotten {
	t.Helper()
	forgotten := call[extension.Forgotten](t, c, extension.ForgetPerson{Profile: who, Cancel: true})
	require.True(t, forgotten.Erased)
	return forgotten
}

// TestForgetSomebodyFollowed: of somebody who was exported, fetched, added and updated nothing is left, not even the number
// of their profile, and following goes on without them.
func TestForgetSomebodyFollowed(t *testing.T) {
	f := follow(t)
	f.status("Interested")
	f.awaitUpdates(1)
	number := idText(f.member.ProfileID)
	before := held(t, f.client, number)
	for _, part := range []string{"Marta", `"profile_ids": [`, f.batch.BatchID, `"fetched_before"`, `"intent": "update"`, `"intent": "fetch"`} {
		require.Contains(t, before, part)
	}
	require.Contains(t, string(plainText(t, f.dir)), number)
	require.NotEmpty(t, filesWith(t, f.world, number), "the batch and the fetched profiles")

	forgotten := forget(t, f.client, number)
	require.Equal(t, 3, forgotten.Items, "the fetch, the add and the update")
	require.Equal(t, 1, forgotten.Batches)
	require.Contains(t, strings.Join(forgotten.Remains, "\n"), "/people/"+idText(f.person))
	require.Empty(t, filesWith(t, f.world, number))
	require.NotContains(t, string(plainText(t, f.dir)), number)
	require.NotContains(t, strings.ToLower(string(plainText(t, f.dir))), "okafor")

	f.status("Contacted")
	f.awaitPolls(f.batch, 2)
	after := held(t, f.client, number)
	require.Contains(t, after, `"items": []`)
	require.Contains(t, after, `"audit": []`)
	require.NotContains(t, after, "Marta")
	require.Empty(t, findings(t, f.client))

	f.export(f.member.ProfileID)
	f.status("Replied")
	f.awaitUpdate(1, "done") // a new chain
	forget(t, f.client, number)
	f.stop()
	require.NotContains(t, string(plainText(t, f.dir)), number)
}

// TestForgetLeavesNoWayToThePseudonym: the entries stay, and the person who is added again is somebody else to the log.
func TestForgetLeavesNoWayToThePseudonym(t *testing.T) {
	w := newWorld(t)
	_, stop := w.run()
	client := w.command()
	await(t, client, send(t, client, newAdd(person(101, "Ines Sample", "ines@example.com"), inBase)), "done")
	first := awaitAudit(t, client, "add", "created").Person
	forget(t, client, "101")
	require.Equal(t, first, awaitAudit(t, client, "forget", "forgotten").Person)
	data, err := os.ReadFile(filepath.Join(w.dir, "audit-people"))
	require.NoError(t, err)
	require.NotContains(t, string(data), first)

	await(t, client, send(t, client, newAdd(person(101, "Ines Sample", "ines@example.com"), inBase)), "done")
	again := awaitAudit(t, client, "add", "already_there")
	require.NotEqual(t, first, again.Person)
	require.Empty(t, findings(t, client))
	stop()
	w.run()
	require.Empty(t, findings(t, w.command()))
}

// TestForgetAsksWhileSomethingIsUnderWay: nothing is erased before the user says so, and then nobody is sent any more.
func TestForgetAsksWhileSomethingIsUnderWay(t *testing.T) {
	w := newWorld(t)
	w.run()
	w.line.cut()
	client := w.command()
	id := send(t, client, newAdd(person(101, "Ines Sample", "ines@example.com"), inBase))
	await(t, client, id, "waiting", companion.CauseOffline)
	asked := call[extension.Forgotten](t, client, extension.ForgetPerson{Profile: "101"})
	require.Equal(t, extension.Forgotten{UnderWay: 1, Items: 1, Remains: []string{}}, asked)
	require.Equal(t, "Ines Sample", show(t, client, id).Name)

	require.Equal(t, 1, forget(t, client, "101").Items)
	item := show(t, client, id)
	require.Equal(t, "cancelled", item.State)
	require.Empty(t, item.Name)
	w.line.join(t)
	await(t, client, send(t, client, newAdd(person(102, "Otto Sample", "otto@example.com"), inBase)), "done")
	w.requirePeople("Otto Sample")
}

// TestForgetReachesTheIndex: of whoever is in Greenhouse nothing is known here any more either, until it is asked again.
func TestForgetReachesTheIndex(t *testing.T) {
	w := indexed(t)
	w.settings.Index.EveryMinutes, w.settings.Index.RoundHours = 60, 1000
	w.crowd(3)
	w.run()
	client := w.command()
	w.awaitIndex(client, 3)
	known := on(101, inCrowd(1), "crowd-1")
	require.NotEqual(t, "none", verdict(t, client, known).Level)
	require.NotContains(t, held(t, client, "https://linkedin.com/in/crowd-1"), `"indexed": []`)
	forget(t, client, "https://linkedin.com/in/crowd-1")
	require.Contains(t, held(t, client, "https://linkedin.com/in/crowd-1"), `"indexed": []`)
	require.Equal(t, 2, w.index(client).People)
	require.Equal(t, "none", verdict(t, client, known).Level)
	require.NotEqual(t, "none", verdict(t, client, on(102, inCrowd(2), "crowd-2")).Level)
}

// TestForgetRemovesRemnants: a crash in the middle of writing a batch leaves a file that has its people.
func TestForgetRemovesRemnants(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	old, young := filepath.Join(w.dir, "batches", "x.json.tmp-1"), filepath.Join(w.dir, "fetched-profiles.tmp-2")
	for _, path := range []string{old, young} {
		require.NoError(t, os.WriteFile(path, []byte("101"), 0o600))
	}
	then := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(old, then, then))
	forget(t, w.command(), "101")
	require.NoFileExists(t, old)
	require.FileExists(t, young, "somebody is about to finish it")
}

// TestForgetDuringAWrite: a write that is under way comes to its end first, and what it left is erased as well.
func TestForgetDuringAWrite(t *testing.T) {
	w := newWorld(t, "timeout-after=1,times=1,scope=POST/v3/candidates")
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(101, "Ines Sample", "ines@example.com"), inBase))
	await(t, client, id, "leased")
	require.Equal(t, 1, forget(t, client, "101").Items)
	require.Empty(t, show(t, client, id).Name)
	require.NotContains(t, string(plainText(t, w.dir)), "Ines")
}

// TestWhoIsMeant: one person by whatever is known of them, and nobody else.
func TestWhoIsMeant(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	for i, email := range []string{"ines@example.com", "otto@example.com", "ines@example.com"} {
		send(t, client, newAdd(person(int64(101+i), "Ines Sample", email), inBase))
	}
	for who, want := range map[string][]string{
		"101": {"101"}, " 102 ": {"102"}, "Ines@Example.com": {"101", "103"}, "https://search.amazinghiring.com/profiles/101/": {"101"}, "app.example.com/profiles/102?tab=notes": {"102"},
		"999": {}, "nobody@example.com": {},
	} {
		t.Run(who, func(t *testing.T) {
			var data struct {
				Items []struct {
					Request struct{ Profile struct{ ID json.Number } }
				}
				Related []int `json:"related_items"`
			}
			require.NoError(t, json.Unmarshal([]byte(held(t, client, who)), &data))
			got := []string{}
			for _, item := range data.Items {
				got = append(got, item.Request.Profile.ID.String())
			}
			require.Equal(t, want, got)
		})
	}
	_, err := extension.Call[extension.Forgotten](t.Context(), client, extension.ForgetPerson{Profile: "Ines Sample"})
	requireCode(t, extension.CodeBadRequest, err)
	require.Contains(t, strings.Join(forget(t, client, "101").Remains, "\n"), "1 other items share")
	require.Contains(t, held(t, client, "103"), "ines@example.com")
	require.Zero(t, forget(t, client, "999").Items, "whom nothing is known about is forgotten already")
}

// TestLongDataComesInParts: more than fits into one message.
func TestLongDataComesInParts(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	for range 3 {
		send(t, client, newAdd(marked(101, "Ines", 400_000), inBase))
	}
	require.Greater(t, len(held(t, client, "101")), 1_200_000)
	_, err := extension.Call[extension.DataPart](t.Context(), client, extension.DataQuery{Profile: "101", Offset: 1 << 40})
	requireCode(t, extension.CodeBadRequest, err)
}
