package companion_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// audited are all entries so far.
func audited(t *testing.T, c *extension.Client) (entries []store.AuditEntry) {
	t.Helper()
	for query := (extension.AuditQuery{From: 1}); query.From > 0; {
		part := call[extension.Audit](t, c, query)
		for _, line := range part.Lines {
			var e store.AuditEntry
			require.NoError(t, json.Unmarshal([]byte(line), &e))
			entries = append(entries, e)
		}
		query.From = part.Next
	}
	return entries
}

// awaitAudit waits for an entry with this intent and outcome.
func awaitAudit(t *testing.T, c *extension.Client, intent, outcome string) (found store.AuditEntry) {
	t.Helper()
	var last []store.AuditEntry
	require.Eventually(t, func() bool {
		last = audited(t, c)
		for _, e := range last {
			if e.Intent == intent && e.Outcome == outcome {
				found = e
				return true
			}
		}
		return false
	}, wait, pause, "no entry %s %s: %+v", intent, outcome, &last)
	return found
}

func findings(t *testing.T, c *extension.Client) []string {
	t.Helper()
	return call[extension.AuditChecked](t, c, extension.AuditCheck{}).Findings
}

// TestAuditTellsWhoDidWhat: one person's entries have one pseudonym, and nothing that says who they are.
func TestAuditTellsWhoDidWhat(t *testing.T) {
	w := newWorld(t)
	service, _ := w.run()
	client := w.command()
	awaitAudit(t, client, "connect", "connected")
	id := send(t, w.webSocket(service.WebSocketURL()), newAdd(person(101, "Ana Qwyzjkmark 🚀", "qwyzjkmark@example.com"), w.onJob(0)))
	await(t, client, id, "needs_you", companion.CauseName)
	call[extension.ItemReply](t, client, extension.Answer{ItemID: id, Choice: "accept"})
	await(t, client, id, "done")
	done := awaitAudit(t, client, "add", "created")

	var got []string
	for _, e := range audited(t, client) {
		got = append(got, fmt.Sprintf("%d %s: %s %s %s", e.N, strings.TrimSuffix(e.Who, " in "+testOrigin), e.Account, e.Intent, e.Outcome))
		require.WithinDuration(t, time.Now(), e.Time, time.Minute)
		require.Len(t, e.Key, len(done.Key))
		require.Equal(t, map[bool]string{true: "", false: done.Person}[e.Intent == "connect"], e.Person)
	}
	require.Equal(t, []string{
		"1 service: default connect connected",
		"2 websocket: test: default add accepted",
		"3 service: default add needs_you: name",
		"4 command: test: default answer ",
		"5 service: default add created",
	}, got)
	require.Contains(t, w.greenhouse.Info().ClientSecret, strings.TrimLeft(done.Key, "…"))
	require.NotEmpty(t, done.Key)
	require.Empty(t, findings(t, client))
	require.Empty(t, filesWith(t, w, mark))
}

func TestAuditNotesSteering(t *testing.T) {
	w := newWorld(t)
	w.run()
	w.line.cut()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ines Sample", "ines@example.com"), inBase))
	await(t, client, id, "waiting")
	call[extension.ItemReply](t, client, extension.Retry{ItemID: id})
	awaitAudit(t, client, "retry", "")
	require.Eventually(t, func() bool {
		_, err := extension.Call[extension.ItemReply](t.Context(), client, extension.Cancel{ItemID: id})
		return err == nil && show(t, client, id).State == "cancelled"
	}, wait, pause)
	awaitAudit(t, client, "cancel", "")
	_, err := extension.Call[extension.ItemReply](t.Context(), client, extension.Retry{ItemID: id})
	requireCode(t, extension.CodeBadState, err)
	n := 0
	for _, e := range audited(t, client) {
		if e.Intent == "retry" {
			n++
		}
	}
	require.Equal(t, 1, n, "what was refused did not happen")
}

// TestAuditAfterAKill: a process that gets no chance to tidy up leaves a log that goes on, and that passes.
func TestAuditAfterAKill(t *testing.T) {
	w := newWorld(t)
	p := w.start()
	client := w.command()
	await(t, client, send(t, client, newAdd(person(1, "Ines Sample", "ines@example.com"), inBase)), "done")
	awaitAudit(t, client, "add", "created")
	p.kill()
	w.start()
	client = w.command()
	await(t, client, send(t, client, newAdd(person(2, "Otto Sample", "otto@example.com"), inBase)), "done")
	require.Empty(t, findings(t, client))
	require.GreaterOrEqual(t, len(audited(t, client)), 4)
}

// TestAuditFindsWhatWasChangedMeanwhile also when the service has gone on since, and been restarted.
func TestAuditFindsWhatWasChangedMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		change func(lines []string) []string
		want   string
	}{
		"changed":   {func(l []string) []string { l[1] = strings.Replace(l[1], "accepted", "refused", 1); return l }, "Line 2 was changed"},
		"truncated": {func(l []string) []string { return l[:2] }, "had been changed before: 2 entries instead of 3"},
		"removed":   {func(l []string) []string { return nil }, "had been changed before: 0 entries instead of 3"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, stop := w.run()
			client := w.command()
			awaitAudit(t, client, "connect", "connected")
			await(t, client, send(t, client, newAdd(person(1, "Ines Sample", "ines@example.com"), inBase)), "done")
			awaitAudit(t, client, "add", "created")
			stop()
			path := filepath.Join(w.dir, "audit.log")
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			lines := strings.SplitAfter(string(data), "\n")
			require.NoError(t, os.WriteFile(path, []byte(strings.Join(c.change(lines[:3]), "")), 0o600))
			for i := range 2 {
				_, stop := w.run()
				client := w.command()
				await(t, client, send(t, client, newAdd(person(int64(i+2), "Otto Sample", ""), inBase)), "done")
				require.Contains(t, fmt.Sprint(findings(t, client)), c.want)
				stop()
			}
		})
	}
}

// TestAuditFindsAForgedHead: the log of another data folder does not pass, whatever stands in the kept head.
func TestAuditFindsAForgedHead(t *testing.T) {
	w := newWorld(t)
	_, stop := w.run()
	awaitAudit(t, w.command(), "connect", "connected")
	stop()
	require.NoError(t, os.WriteFile(filepath.Join(w.dir, "audit-head.json"), []byte(`{"audit-head":"{\"count\":1,\"hash\":\"00\"}"}`), 0o600))
	w.run()
	require.Contains(t, fmt.Sprint(findings(t, w.command())), "Line 1 is another entry")
}
