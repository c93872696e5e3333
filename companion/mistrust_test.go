package companion_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/stretchr/testify/require"
)

// TestDamagedQueueSendsNothingTwice: part of a person was sent, then the disk loses every state since the receipt. The
// recruiter is told, and going on looks in Greenhouse for everything before it sends: there is one of each at the end.
func TestDamagedQueueSendsNothingTwice(t *testing.T) {
	u := undertakings[5]
	require.Equal(t, "whole profile", u.name)
	_, books := u.rehearse(t)
	w := u.world(t)
	_, stop := w.run()
	client := w.command()
	add := u.request(w, client)
	w.line.cut()
	id := send(t, client, add)
	await(t, client, id, "waiting", companion.CauseOffline)
	stop()
	queue, older := filepath.Join(w.dir, "queue"), filepath.Join(t.TempDir(), "older")
	require.NoError(t, os.CopyFS(older, os.DirFS(queue)))

	w.line.join(t)
	require.NoError(t, w.greenhouse.SetFaults("error-before=1,scope=POST/v3/attachments", "rate=1000/1"))
	_, stop = w.run()
	await(t, w.command(), id, "waiting", companion.CauseInDoubt)
	stop()
	require.NoError(t, os.RemoveAll(queue))
	require.NoError(t, os.CopyFS(queue, os.DirFS(older)))
	w.damageQueue()
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))

	w.run()
	client = w.command()
	item := await(t, client, id, "needs_you", companion.CauseDamaged)
	require.NotEmpty(t, item.Question.Choices, "what can be read can go on")
	answer(t, client, id, "retry", nil)
	await(t, client, id, "done")
	require.Equal(t, books, w.books())
}

// damageQueue changes one byte of the queue's value log. The add is small enough to lie elsewhere, but the queue cannot know
// whether later states were lost.
func (w *world) damageQueue() {
	w.t.Helper()
	logs, err := filepath.Glob(filepath.Join(w.dir, "queue", "*.vlog"))
	require.NoError(w.t, err)
	require.NotEmpty(w.t, logs)
	newest := logs[len(logs)-1]
	data, err := os.ReadFile(newest)
	require.NoError(w.t, err)
	data[len(data)-1] ^= 0xff
	require.NoError(w.t, os.WriteFile(newest, data, 0o600))
}
