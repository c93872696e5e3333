package harvest_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func legacyFile() harvest.NewAttachment {
	file := resume(90)
	file.CandidateID = 5
	return file
}

func TestLegacyAttachmentOnTheWire(t *testing.T) {
	content := base64.StdEncoding.EncodeToString(legacyFile().Content)
	for name, test := range map[string]struct {
		change func(*harvest.NewAttachment)
		sent   string
	}{
		"resume":       {func(*harvest.NewAttachment) {}, `"filename":"résumé.pdf","type":"resume","content_type":"application/pdf"`},
		"other ending": {func(n *harvest.NewAttachment) { n.Filename = "A.DOC" }, `"filename":"A.DOC","type":"resume","content_type":"application/msword"`},
		"other type": {
			func(n *harvest.NewAttachment) { n.Filename, n.Type = "profile.txt", "other" },
			`"filename":"profile.txt","type":"admin_only","content_type":"text/plain"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := legacyFile()
			test.change(&file)
			got := legacyCapture(t, `{"filename":"x","type":"resume"}`, attach(file))
			requireSent(t, got, "POST", "/v1/candidates/5/attachments", `{`+test.sent+`,"content":"`+content+`"}`)
		})
	}
}

func TestLegacyAttachmentsThatAreNotSent(t *testing.T) {
	for name, change := range map[string]func(*harvest.NewAttachment){
		"type":       func(n *harvest.NewAttachment) { n.Type = "offer_letter" },
		"visibility": func(n *harvest.NewAttachment) { n.Type, n.Visibility = "other", "public" },
	} {
		t.Run(name, func(t *testing.T) {
			file := legacyFile()
			change(&file)
			requireNotInDialect(t, attach(file))
		})
	}
	for field, change := range map[string]func(*harvest.NewAttachment){
		"candidate_id": func(n *harvest.NewAttachment) { n.CandidateID = 0 },
		"filename":     func(n *harvest.NewAttachment) { n.Filename = "resume.exe" },
		"content":      func(n *harvest.NewAttachment) { n.Content = nil },
	} {
		t.Run(field, func(t *testing.T) {
			file := legacyFile()
			change(&file)
			client, g := legacy(t, say(200, `{"filename":"x"}`))
			var refused *harvest.ValidationError
			require.ErrorAs(t, attach(file)(t.Context(), client), &refused)
			require.Equal(t, []string{field}, refused.Fields)
			require.Empty(t, g.seen())
		})
	}
}

// Version 1 knows files of people, so each stands for all applications: whoever looks for a file on any of them finds it.
func TestLegacyAttachmentsAreReadFromPeople(t *testing.T) {
	client, g := legacy(t, say(200, legacyPerson))
	files := collect(t, client, (*harvest.Client).Attachments, harvest.AttachmentQuery{CandidateIDs: []harvest.CandidateID{5}})
	require.Equal(t, apiPath+"/v1/candidates/5", g.seen()[0].URL.RequestURI())
	ada, older := files[0].ID, files[2].ID
	require.Positive(t, ada)
	require.Positive(t, older)
	require.NotEqual(t, ada, older)
	at := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
	require.Equal(t, []harvest.Attachment{
		{ID: ada, ApplicationID: 91, CandidateID: 5, Filename: "ada.pdf", Type: "resume", CreatedAt: at},
		{ID: ada, ApplicationID: 90, CandidateID: 5, Filename: "ada.pdf", Type: "resume", CreatedAt: at},
		{ID: older, ApplicationID: 91, CandidateID: 5, Filename: "older.pdf", Type: "resume"},
		{ID: older, ApplicationID: 90, CandidateID: 5, Filename: "older.pdf", Type: "resume"},
	}, files)

	byApplication := harvest.AttachmentQuery{CandidateIDs: []harvest.CandidateID{5}, ApplicationIDs: []harvest.ApplicationID{90}}
	require.Len(t, collect(t, client, (*harvest.Client).Attachments, byApplication), 2)
}

func TestLegacyAttachmentOfNobodysApplication(t *testing.T) {
	client, _ := legacy(t, say(200, `[{"id":5,"attachments":[{"filename":"ada.pdf","type":"resume"}]}]`))
	file := only(t, collect(t, client, (*harvest.Client).Attachments, harvest.AttachmentQuery{}))
	require.Zero(t, file.ApplicationID)
	require.Equal(t, harvest.CandidateID(5), file.CandidateID)
}

// The made-up id is the same in the answer and in every list after it, and another one for another person.
func TestLegacyAttachmentKeepsItsID(t *testing.T) {
	client, _ := legacy(t, say(200, `{"filename":"ada.pdf","url":"https://files.example/signed","type":"resume"}`))
	made, err := client.CreateAttachment(t.Context(), legacyFile())
	require.NoError(t, err)
	require.Equal(t, harvest.Attachment{ID: made.ID, ApplicationID: 90, CandidateID: 5, Filename: "ada.pdf", Type: "resume"}, made)
	other := legacyFile()
	other.CandidateID = 6
	others, err := client.CreateAttachment(t.Context(), other)
	require.NoError(t, err)
	require.NotEqual(t, made.ID, others.ID)

	client, _ = legacy(t, say(200, legacyPerson))
	listed, _, err := harvest.First(client.Attachments(t.Context(), harvest.AttachmentQuery{CandidateIDs: []harvest.CandidateID{5}}))
	require.NoError(t, err)
	require.Equal(t, made.ID, listed.ID)
}
