package harvest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func remark(person harvest.CandidateID) harvest.NewNote {
	return harvest.NewNote{CandidateID: person, Body: "Speaks <b>Go</b> & العربية\n\t✨", Visibility: "private"}
}

func annotate(n harvest.NewNote) operation { return writes((*harvest.Client).CreateNote, n) }

func TestNoteQuery(t *testing.T) {
	requireQuery(t, (*harvest.Client).Notes, harvest.NoteQuery{CandidateIDs: []harvest.CandidateID{5, 6}}, "/v3/notes", "candidate_ids=5,6")
}

func TestNoteRow(t *testing.T) {
	got := rowOf(t, `{"id":4,"candidate_id":5,"application_id":null,"user_id":4002,"type":"LINKEDIN_NOTE","visibility":"admin_only_visible",
		"body":"Hello","created_at":"2026-11-01T10:00:00Z"}`, (*harvest.Client).Notes)
	require.Equal(t, harvest.Note{
		ID: 4, CandidateID: 5, UserID: 4002, Type: "LINKEDIN_NOTE", Visibility: "admin_only", Body: "Hello",
		CreatedAt: time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC),
	}, got)
}

func TestNoteVisibilities(t *testing.T) {
	for read, want := range map[string]string{
		"admin_only_visible": "admin_only", "privately_visible": "private", "publicly_visible": "public", "private": "private", "new": "new",
	} {
		require.Equal(t, want, rowOf(t, `{"id":4,"visibility":"`+read+`"}`, (*harvest.Client).Notes).Visibility)
	}
}

func TestCreateNoteOnTheWire(t *testing.T) {
	note := harvest.NewNote{CandidateID: 5, Body: "Hello", Visibility: "public", UserID: 4002}
	requireSent(t, capture(t, 201, `{"id":4}`, annotate(note)), "POST", "/v3/notes",
		`{"candidate_id":5,"body":"Hello","visibility":"public","user_id":4002,"note_type":"NOTE"}`)
	note.UserID = 0
	requireSent(t, capture(t, 201, `{"id":4}`, annotate(note)), "POST", "/v3/notes",
		`{"candidate_id":5,"body":"Hello","visibility":"public","note_type":"NOTE"}`)
}

func TestNotesThatAreNotSent(t *testing.T) {
	for field, change := range map[string]func(*harvest.NewNote){
		"candidate_id": func(n *harvest.NewNote) { n.CandidateID = 0 },
		"body":         func(n *harvest.NewNote) { n.Body = "\n" },
		"visibility":   func(n *harvest.NewNote) { n.Visibility = "publicly_visible" },
	} {
		t.Run(field, func(t *testing.T) {
			note := remark(5)
			change(&note)
			requireUnsent(t, annotate(note), field)
		})
	}
}

func TestNotesOfTheSandbox(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, sandboxConfig(server))
	person, _ := prospect(t, client)
	wrote := remark(person)
	made, err := client.CreateNote(t.Context(), wrote)
	require.NoError(t, err)
	found := only(t, collect(t, client, (*harvest.Client).Notes, harvest.NoteQuery{CandidateIDs: []harvest.CandidateID{person}}))
	require.Equal(t, made, found)
	require.Equal(t, harvest.NewNote{CandidateID: found.CandidateID, Body: found.Body, Visibility: found.Visibility}, wrote)
	require.Equal(t, "NOTE", found.Type)
	require.EqualValues(t, server.Info().UserID, found.UserID, "the acting user is the author")
}

// Greenhouse takes a note for somebody who does not exist, and nobody will see it: the caller has to look first.
func TestOrphanNoteIsAccepted(t *testing.T) {
	client := permitted(t)
	_, err := client.CreateNote(t.Context(), remark(12))
	require.NoError(t, err)
	require.Empty(t, everybody(t, client))
}

func TestNoteByAnUnknownAuthor(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	note := remark(person)
	note.UserID = 1
	var refused *harvest.ValidationError
	require.ErrorAs(t, annotate(note)(t.Context(), client), &refused)
	require.Equal(t, []string{"user_id"}, refused.Fields)
}
