package sandbox_test

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func number(id int64) string { return strconv.FormatInt(id, 10) }

// prospect adds a person with an application and returns the application's id.
func (c *client) prospect() json.Number {
	c.t.Helper()
	added := c.add("/v3/candidates", named(object{"application": object{"prospect": true}}))
	return added["application"].(object)["id"].(json.Number)
}

func resume(application any) object {
	return object{
		"application_id": application, "filename": "resume.pdf", "type": "resume",
		"content": base64.StdEncoding.EncodeToString([]byte("about Marta")),
	}
}

func TestAttachmentIsStoredAndReadable(t *testing.T) {
	c := signedIn(t)
	application := c.prospect()
	c.add("/v3/attachments", resume(application))
	row := c.row("/v3/attachments?application_ids=" + application.String() + "&type=resume")
	require.Equal(t, c.row("/v3/candidates")["id"], row["candidate_id"])
	require.NotContains(t, row, "content")
	got := c.do(c.request("GET", row["url"].(string), nil))
	require.Equal(t, "about Marta", got.raw)
	require.Equal(t, "attachment; filename=resume.pdf", got.header.Get("Content-Disposition"))
	require.Equal(t, 404, c.do(c.request("GET", "/files/guess", nil)).status)
}

func TestAttachmentRefusals(t *testing.T) {
	c := signedIn(t)
	application := c.prospect()
	with := func(key string, value any) object {
		body := resume(application)
		body[key] = value
		return body
	}
	for field, body := range map[string]object{
		"application_id": with("application_id", c.row("/v3/candidates")["id"]),
		"filename":       with("filename", "resume.EXE"),
		"type":           with("type", "photo"),
		"visibility":     with("visibility", "everyone"),
		"content":        with("content", "not base64!"),
		"content_type":   with("content_type", "application/pdf"),
	} {
		assertFieldError(t, c.post("/v3/attachments", body), field)
	}
	both := c.post("/v3/attachments", with("url", "https://files.example/resume.pdf"))
	require.Equal(t, 422, both.status)
	require.Equal(t, "Exactly one of content and url must be given", both.body.(object)["errors"])
	require.Empty(t, c.rows("/v3/attachments"))
}

func TestAttachmentSizeLimit(t *testing.T) {
	c := signedIn(t, "max-attachment=10")
	application := c.prospect()
	body := resume(application)
	require.Equal(t, 413, c.post("/v3/attachments", body).status)
	body["content"] = base64.StdEncoding.EncodeToString([]byte("ten bytes!"))
	c.add("/v3/attachments", body)
	body["content"] = strings.Repeat("A", 2<<20)
	require.Equal(t, 413, c.post("/v3/attachments", body).status, "the body alone is too large to be read")
}

func TestNewResumeDemotesTheOneBefore(t *testing.T) {
	c := signedIn(t)
	application, other := c.prospect(), c.prospect()
	for _, id := range []json.Number{application, other, application} {
		c.add("/v3/attachments", resume(id))
	}
	letter := resume(application)
	letter["type"] = "cover_letter"
	c.add("/v3/attachments", letter)
	var types []any
	for _, row := range c.rows("/v3/attachments") {
		types = append(types, row["type"])
	}
	require.Equal(t, []any{"cover_letter", "resume", "resume", "other"}, types)
}

func TestNotes(t *testing.T) {
	c := signedIn(t)
	person := c.person(nil)
	added := c.add("/v3/notes", object{
		"candidate_id": person, "body": "Open to relocation", "note_type": "NOTE", "visibility": "admin_only",
	})
	require.Equal(t, "NOTE", added["type"])
	require.Equal(t, "admin_only_visible", added["visibility"])
	require.Equal(t, json.Number(number(c.Info().UserID)), added["user_id"])
	require.NotContains(t, added, "note_type")
	require.Equal(t, added, c.row("/v3/notes?visibility=admin_only_visible&type=NOTE&candidate_ids="+person.String()))
	require.NotNil(t, c.row("/v3/candidates")["last_activity_at"])
}

func TestNoteForAnUnknownCandidateIsAcceptedAndOrphaned(t *testing.T) {
	c := signedIn(t)
	c.add("/v3/notes", object{"candidate_id": 12, "body": "Lost", "note_type": "NOTE", "visibility": "public"})
	require.Equal(t, "Lost", c.row("/v3/notes?candidate_ids=12")["body"])
}

func TestNoteRefusals(t *testing.T) {
	c := signedIn(t)
	with := func(key string, value any) object {
		body := object{"candidate_id": 12, "body": "x", "note_type": "NOTE", "visibility": "public"}
		body[key] = value
		return body
	}
	without := with("body", "x")
	delete(without, "visibility")
	for field, body := range map[string]object{
		"visibility":   without,
		"body":         with("body", ""),
		"note_type":    with("note_type", "note"),
		"type":         with("type", "NOTE"),
		"candidate_id": with("candidate_id", "12"),
		"user_id":      with("user_id", 1),
	} {
		assertFieldError(t, c.post("/v3/notes", body), field)
	}
	require.Contains(t, c.post("/v3/notes", with("note_type", "note")).raw, "must be one of: note, activity, email")
}

func TestTagsAreUniqueAndApplyOnce(t *testing.T) {
	c := signedIn(t)
	person := c.person(nil)
	tag := c.add("/v3/candidate_tags", object{"name": "sourced"})["id"]
	taken := c.post("/v3/candidate_tags", object{"name": "sourced"})
	require.Equal(t, 422, taken.status)
	require.Equal(t, []any{"Name has already been taken"}, taken.body.(object)["errors"])
	c.add("/v3/candidate_tags", object{"name": "Sourced"})

	apply := object{"candidate_id": person, "candidate_tag_id": tag}
	applied := c.add("/v3/applied_candidate_tags", apply)
	require.Equal(t, 422, c.post("/v3/applied_candidate_tags", apply).status)
	assertFieldError(t, c.post("/v3/applied_candidate_tags", object{
		"candidate_id": person, "candidate_tag_id": tag, "tag_id": tag,
	}), "tag_id")
	require.Equal(t, []any{"sourced"}, c.row("/v3/candidates")["tags"])

	path := "/v3/applied_candidate_tags/" + applied["id"].(json.Number).String()
	require.Equal(t, 200, c.as(c.writes, "DELETE", path, nil).status)
	require.Equal(t, []any{}, c.row("/v3/candidates")["tags"])
	again := c.as(c.writes, "DELETE", path, nil)
	require.Equal(t, 404, again.status)
	require.Equal(t, "Applied candidate tag not found", again.body.(object)["errors"])
}

func TestEducations(t *testing.T) {
	c := signedIn(t)
	person := c.person(nil)
	c.add("/v3/candidate_educations", object{
		"candidate_id": person, "school_name_custom_field_option_id": c.option("University of Example"),
		"start_date": "2013-09-01", "end_date_month": 6, "end_date_year": 2017,
	})
	c.add("/v3/candidate_educations", object{"candidate_id": person, "start_date_month": 9, "start_date_year": 2018})
	latest := c.row("/v3/candidate_educations?latest=true&candidate_ids=" + person.String())
	require.Equal(t, "2018-09-01T00:00:00.000Z", latest["start_at"])
	first := c.row("/v3/candidate_educations?start_at[lt]=2014-01-01T00:00:00Z")
	require.Equal(t, "2017-06-01T00:00:00.000Z", first["end_at"])
	require.Equal(t, false, first["latest"])

	for field, body := range map[string]object{
		"candidate_id":                  {"candidate_id": 1},
		"degree_custom_field_option_id": {"candidate_id": person, "degree_custom_field_option_id": c.option("Mathematics")},
		"school_name":                   {"candidate_id": person, "school_name": "University of Example"},
		"start_date":                    {"candidate_id": person, "start_date": "2013-09-01", "start_date_year": 2013},
		"start_date_month":              {"candidate_id": person, "start_date_month": 9},
		"start_date_year":               {"candidate_id": person, "start_date_year": 2013},
		"end_date_month":                {"candidate_id": person, "end_date_month": 13, "end_date_year": 2013},
		"end_date":                      {"candidate_id": person, "end_date": "2013"},
	} {
		assertFieldError(t, c.post("/v3/candidate_educations", body), field)
	}
}

func TestEmployments(t *testing.T) {
	c := signedIn(t)
	body := object{
		"candidate_id": c.person(nil), "company_name": "Quarry Example GmbH", "title": "Backend Engineer", "start_date": "2018-07-01",
	}
	c.add("/v3/candidate_employments", body)
	body["start_date"], body["company_name"] = "2022-03-01", "Blue Heron Example Ltd"
	c.add("/v3/candidate_employments", body)
	latest := c.row("/v3/candidate_employments?latest=true")
	require.Equal(t, "Blue Heron Example Ltd", latest["company_name"])
	require.Nil(t, latest["end_date"])
	delete(body, "start_date")
	assertFieldError(t, c.post("/v3/candidate_employments", body), "start_date")
	assert.Len(t, c.rows("/v3/candidate_employments"), 2)
}
