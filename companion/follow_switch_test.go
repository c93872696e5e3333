package companion_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

func (f *follower) change(req extension.UpdatesChange) {
	f.t.Helper()
	state, err := extension.Call[extension.UpdatesState](f.t.Context(), f.client, req)
	require.NoError(f.t, err)
	require.Equal(f.t, req.On, state.On)
}

// TestSwitchedOff: for a person, an export or an account. What waits is cancelled, nothing new is made, and all that changed
// meanwhile follows when it is on again.
func TestSwitchedOff(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]func(f *follower) extension.UpdatesChange{
		"person": func(f *follower) extension.UpdatesChange {
			return extension.UpdatesChange{BatchID: f.batch.BatchID, ProfileID: extension.ID(f.member.ProfileID)}
		},
		"export":  func(f *follower) extension.UpdatesChange { return extension.UpdatesChange{BatchID: f.batch.BatchID} },
		"account": func(*follower) extension.UpdatesChange { return extension.UpdatesChange{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := follow(t)
			before := f.notes()
			require.NoError(t, f.greenhouse.SetFaults("down"))
			f.status("Interested")
			f.awaitUpdate(1, "waiting")
			req := request(f)
			f.change(req)
			f.awaitUpdate(1, "cancelled")
			require.NoError(t, f.greenhouse.SetFaults("rate=1000/1"))
			f.status("Replied")
			require.Empty(t, f.newNotes(before))

			req.On = true
			f.change(req)
			f.awaitUpdates(1)
			require.Equal(t, "done", f.update(2).State)
			require.Equal(t, []string{"Folder status in AmazingHiring, Go platform, Lisbon, as of then: → Contacted / Replied"}, timeless(f.newNotes(before)))
		})
	}
}

// TestSwitchRefuses what is not there.
func TestSwitchRefuses(t *testing.T) {
	t.Parallel()
	f := follow(t)
	plain := f.folder(members(t, f.client, 41001)[:1], 0)
	export(t, f.client, plain)
	for name, test := range map[string]struct {
		req  extension.UpdatesChange
		code string
	}{
		"a person without an export": {extension.UpdatesChange{ProfileID: 1}, extension.CodeBadRequest},
		"an unknown export":          {extension.UpdatesChange{BatchID: "unknown"}, extension.CodeUnknownItem},
		"an unknown person":          {extension.UpdatesChange{BatchID: f.batch.BatchID, ProfileID: 1}, extension.CodeUnknownItem},
		"an unknown account":         {extension.UpdatesChange{Account: "unknown"}, extension.CodeNotConnected},
		"an export of no folder":     {extension.UpdatesChange{BatchID: plain.BatchID, On: true}, extension.CodeBadState},
	} {
		_, err := extension.Call[extension.UpdatesState](t.Context(), f.client, test.req)
		problem, told := err.(*extension.Error)
		require.True(t, told, name)
		require.Equal(t, test.code, problem.Code, name)
	}
}

// TestDisabledInTheSettings: nothing is looked at.
func TestDisabledInTheSettings(t *testing.T) {
	t.Parallel()
	f := follow(t)
	f.stop()
	f.settings.Updates.Disabled = true
	asked := len(f.source.Requests())
	f.status("Interested")
	f.run()
	f.client = f.command()
	id := send(t, f.client, newAdd(person(7, "Ada Example", "ada@example.com"), f.onJob(0)))
	await(t, f.client, id, "done")
	require.Len(t, f.source.Requests(), asked)
}

// TestPausedOrCancelledExportsDoNotFollow; a resumed one does, from where it was.
func TestPausedOrCancelledExportsDoNotFollow(t *testing.T) {
	t.Parallel()
	f := follow(t)
	before := f.notes()
	change(t, f.client, f.batch.BatchID, extension.BatchPause)
	f.status("Interested")
	other := f.export(f.source.Members(41001)[1].ProfileID)
	f.awaitPolls(other, 3)
	require.Empty(t, f.newNotes(before))
	change(t, f.client, f.batch.BatchID, extension.BatchResume)
	f.awaitUpdates(1)
	change(t, f.client, f.batch.BatchID, extension.BatchCancel)
	f.status("Replied")
	f.awaitPolls(other, 3)
	require.Len(t, f.newNotes(before), 1)
}

// TestFollowNeedsAFolder: a batch that could never follow is refused, and so is a request id that is ours.
func TestFollowNeedsAFolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run()
	client := w.command()
	b := w.folder([]extension.Member{{ProfileID: 1}}, 1)
	b.AutoUpdate = true
	_, err := extension.Call[extension.BatchReply](t.Context(), client, b)
	require.ErrorContains(t, err, "folder_id")
	add := newAdd(person(7, "Ada Example", "ada@example.com"), w.onJob(0))
	add.RequestID = "update/7/1"
	_, err = extension.Call[extension.Receipt](t.Context(), client, add)
	require.ErrorContains(t, err, "request_id")
}

// TestSettingsOfUpdatesAreChecked when the file is read.
func TestSettingsOfUpdatesAreChecked(t *testing.T) {
	for text, wrong := range map[string]string{
		"[updates]\nevery_minutes = -1":                        "negative",
		"[updates.fields]\nname = \"overwrite\"":               `"name"`,
		"[updates.fields]\nbirthday = \"fill\"":                `"birthday"`,
		"[[updates.status]]\nstatus = \"Interested\"":          "Interested",
		"[[updates.status]]\nstatus = \"A\"\npool = 3":         "pool",
		"[[updates.status]]\nstatus = \"A\"\nstage = -3":       "positive",
		"[[updates.status]]\naccount = \"b\"\nignore = true":   "no status",
		"[[updates.status]]\nstatus = \"A\"\nvalue = \"x\"":    "custom field",
		"[[updates.status]]\nstatus = \"A\"\nwhatever = \"x\"": "unknown entry",
	} {
		_, err := companion.LoadSettings(writeSettings(t, text), false)
		require.ErrorContains(t, err, wrong, text)
	}
	settings, err := companion.LoadSettings(writeSettings(t, "[updates]\ndisabled = true\nsweep_hours = 1.5\ncomments = false\n"+
		"[[updates.status]]\nstatus = \"Contacted/Replied\"\npool = 1\nstage = 2\ntag = \"Replied\"\ncustom_field = \"stage\"\nnote = true\n"), false)
	require.NoError(t, err)
	require.Equal(t, 15.0, settings.Updates.EveryMinutes)
}

func writeSettings(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// TestSwitchedOnLooksAtEverybody: also at those whose folder shows no change.
func TestSwitchedOnLooksAtEverybody(t *testing.T) {
	t.Parallel()
	f := follow(t, overwriteTitle, func(f *follower) { f.settings.Updates.SweepHours = 24 })
	f.source.SetFaults(pretend.Faults{QuietEdits: true})
	req := extension.UpdatesChange{BatchID: f.batch.BatchID}
	f.change(req)
	f.edit("title", "Principal Engineer")
	req.On = true
	f.change(req)
	f.awaitUpdates(1)
	require.Equal(t, "Principal Engineer", f.candidate().Title)
}
