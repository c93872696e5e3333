package harvest_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func resume(application harvest.ApplicationID) harvest.NewAttachment {
	return harvest.NewAttachment{ApplicationID: application, Filename: "résumé.pdf", Type: "resume", Content: []byte("\xfb\xff\xfeabout Ada\x00")}
}

func attach(n harvest.NewAttachment) operation { return writes((*harvest.Client).CreateAttachment, n) }

func TestAttachmentQuery(t *testing.T) {
	q := harvest.AttachmentQuery{ApplicationIDs: []harvest.ApplicationID{90, 91}, CandidateIDs: []harvest.CandidateID{5}}
	requireQuery(t, (*harvest.Client).Attachments, q, "/v3/attachments", "application_ids=90,91&candidate_ids=5")
}

func TestAttachmentRow(t *testing.T) {
	got := rowOf(t, `{"id":3,"application_id":90,"candidate_id":5,"filename":"résumé.pdf","type":"resume",
		"url":"https://files.example/signed","created_at":"2026-11-01T10:00:00Z"}`, (*harvest.Client).Attachments)
	require.Equal(t, harvest.Attachment{
		ID: 3, ApplicationID: 90, CandidateID: 5, Filename: "résumé.pdf", Type: "resume",
		CreatedAt: time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC),
	}, got)
}

func TestCreateAttachmentOnTheWire(t *testing.T) {
	file := resume(90)
	got := capture(t, 201, `{"id":3}`, attach(file))
	content := base64.StdEncoding.EncodeToString(file.Content)
	requireSent(t, got, "POST", "/v3/attachments",
		`{"application_id":90,"filename":"résumé.pdf","type":"resume","content":"`+content+`"}`)

	file.Visibility, file.Filename = "admin_only", `a"b\c.txt`
	got = capture(t, 201, `{"id":3}`, attach(file))
	requireSent(t, got, "POST", "/v3/attachments",
		`{"application_id":90,"filename":"a\"b\\c.txt","type":"resume","visibility":"admin_only","content":"`+content+`"}`)
}

func TestAttachmentsThatAreNotSent(t *testing.T) {
	for field, change := range map[string]func(*harvest.NewAttachment){
		"application_id": func(n *harvest.NewAttachment) { n.ApplicationID = 0 },
		"filename":       func(n *harvest.NewAttachment) { n.Filename = " " },
		"type":           func(n *harvest.NewAttachment) { n.Type = "" },
		"content":        func(n *harvest.NewAttachment) { n.Content = nil },
	} {
		t.Run(field, func(t *testing.T) {
			file := resume(90)
			change(&file)
			requireUnsent(t, attach(file), field)
		})
	}
}

// A file of many megabytes is held once more, as base64, and not again.
func TestLargeAttachmentIsCopiedOnce(t *testing.T) {
	const size = 12 << 20
	g := newGreenhouse(nil)
	cfg := configFor("http://localhost")
	cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasPrefix(r.URL.Path, authPath) {
			return inMemory{g}.RoundTrip(r)
		}
		_, err := io.Copy(io.Discard, r.Body)
		return &http.Response{StatusCode: 201, Body: io.NopCloser(strings.NewReader(`{"id":3}`))}, err
	})
	client, file := connect(t, cfg), resume(90)
	file.Content = bytes.Repeat([]byte("x"), size)

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	require.NoError(t, attach(file)(t.Context(), client))
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(base64.StdEncoding.EncodedLen(size)+2<<20))
}

// A slow line gets through with a large file, while a small call still ends in time.
func TestLargeUploadHasMoreTime(t *testing.T) {
	for name, test := range map[string]struct {
		call operation
		want time.Duration
	}{
		"small": {attach(resume(90)), 30 * time.Second},
		"large": {func(ctx context.Context, c *harvest.Client) error {
			file := resume(90)
			file.Content = make([]byte, 6<<20) // 8 MiB as base64
			return attach(file)(ctx, c)
		}, (30 + 128) * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGreenhouse(nil)
				cfg := configFor("http://localhost")
				cfg.Timeout = 0
				cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
					if strings.HasPrefix(r.URL.Path, authPath) {
						return inMemory{g}.RoundTrip(r)
					}
					<-r.Context().Done()
					return nil, r.Context().Err()
				})
				start := time.Now()
				require.ErrorAs(t, test.call(t.Context(), connect(t, cfg)), new(*harvest.AmbiguousError))
				require.Equal(t, test.want, time.Since(start))
			})
		})
	}
}

func TestAttachmentsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	person, application := prospect(t, client)
	made, err := client.CreateAttachment(t.Context(), resume(application))
	require.NoError(t, err)
	require.Equal(t, person, made.CandidateID)
	prospect(t, client)

	byPerson := harvest.AttachmentQuery{CandidateIDs: []harvest.CandidateID{person}}
	byApplication := harvest.AttachmentQuery{ApplicationIDs: []harvest.ApplicationID{application}}
	require.Equal(t, []harvest.Attachment{made}, collect(t, client, (*harvest.Client).Attachments, byPerson))
	require.Equal(t, []harvest.Attachment{made}, collect(t, client, (*harvest.Client).Attachments, byApplication))

	again, err := client.CreateAttachment(t.Context(), resume(application))
	require.NoError(t, err, "the same file twice is two attachments")
	made.Type = "other" // the newer résumé has taken its place
	require.Equal(t, []harvest.Attachment{again, made}, collect(t, client, (*harvest.Client).Attachments, byPerson))
}

func TestAttachmentsTheSandboxRefuses(t *testing.T) {
	client := permitted(t, "max-attachment=20")
	person, application := prospect(t, client)
	for name, test := range map[string]struct {
		change func(*harvest.NewAttachment)
		status int
		fields []string
	}{
		"a candidate is no application": {
			func(n *harvest.NewAttachment) { n.ApplicationID = harvest.ApplicationID(person) }, 422, []string{"application_id"},
		},
		"a program":     {func(n *harvest.NewAttachment) { n.Filename = "resume.exe" }, 422, []string{"filename"}},
		"unknown type":  {func(n *harvest.NewAttachment) { n.Type = "photo" }, 422, []string{"type"}},
		"too large":     {func(n *harvest.NewAttachment) { n.Content = make([]byte, 21) }, 413, nil},
		"wrong reading": {func(n *harvest.NewAttachment) { n.Visibility = "everyone" }, 422, []string{"visibility"}},
	} {
		t.Run(name, func(t *testing.T) {
			file := resume(application)
			test.change(&file)
			var refused *harvest.ValidationError
			require.ErrorAs(t, attach(file)(t.Context(), client), &refused)
			require.Equal(t, test.status, refused.Status)
			require.Equal(t, test.fields, refused.Fields)
		})
	}
	require.Empty(t, collect(t, client, (*harvest.Client).Attachments, harvest.AttachmentQuery{}))
}

// Whatever is in a file name, the body stays one JSON object with every member once.
func FuzzAttachmentBody(f *testing.F) {
	f.Add("résumé.pdf", []byte("x"))
	f.Add(`","content":"`, []byte{0})
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if strings.TrimSpace(name) == "" || len(content) == 0 {
			return
		}
		got := capture(t, 201, `{"id":3}`, attach(harvest.NewAttachment{ApplicationID: 90, Filename: name, Type: "other", Content: content}))
		var members struct {
			Filename string `json:"filename"`
			Content  []byte `json:"content"`
		}
		require.NoError(t, json.Unmarshal([]byte(got.body), &members))
		require.Equal(t, string([]rune(name)), members.Filename, "what is no UTF-8 is replaced")
		require.Equal(t, content, members.Content)
	})
}
