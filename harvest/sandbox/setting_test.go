package sandbox_test

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRateAsShared(t *testing.T) {
	for position, want := range map[string][]int{"credential": {200, 201, 429, 429}, "user": {200, 201, 200, 201}} {
		c := signedIn(t, "rate=2/60", "rate-per="+position)
		var got []int
		for range 2 {
			got = append(got, c.get("/v3/jobs").status, c.post("/v3/candidates", named(nil)).status)
		}
		assert.Equal(t, want, got, position)
	}
}

func TestRefusalBodies(t *testing.T) {
	for position, want := range map[string]string{
		"errors": `harvest:jobs:list`, "message": `{"message":"Forbidden"}`, "text": "Forbidden\n", "html": "<!DOCTYPE html>", "empty": "",
	} {
		c := signedIn(t, "refusal-bodies="+position, "no-scope=harvest:jobs:list", "rate=1/60")
		forbidden, stopped := c.get("/v3/jobs"), c.get("/v3/jobs")
		assert.Equal(t, []int{403, 429}, []int{forbidden.status, stopped.status}, position)
		assert.Contains(t, forbidden.raw, want, position)
		assert.Equal(t, want == "", forbidden.raw == "", position)
		unsigned := c.as("nonsense", "GET", "/v3/jobs", nil)
		assert.Equal(t, 401, unsigned.status, position)
		assert.NotEmpty(t, unsigned.header.Get("X-RateLimit-Limit"), position)
		for _, refusal := range []reply{stopped, unsigned} {
			_, decoded := refusal.body.(object)
			assert.Equal(t, position == "errors" || position == "message", decoded, position)
		}
	}
}

func TestRefusalBodyOfAStrike(t *testing.T) {
	for _, fault := range []string{"429", "401-once"} {
		got := signedIn(t, fault, "refusal-bodies=empty").post("/v3/candidates", named(nil))
		assert.Empty(t, got.raw, fault)
		assert.Contains(t, []int{401, 429}, got.status)
	}
}

func TestLagRowsAsSwitched(t *testing.T) {
	c := signedIn(t, "lag=60", "lag-rows=message")
	c.add("/v3/candidates", named(object{"application": object{"prospect": true}}))
	require.Equal(t, object{"message": "This candidate is still being processed"}, c.row("/v3/candidates"))
	require.Empty(t, c.rows("/v3/applications"), "only candidates have a second form of a row")
}

func TestStaleListsShowWhatWasBefore(t *testing.T) {
	c := signedIn(t)
	path := "/v3/candidates/" + c.person(object{"title": "Old"}).String()
	wait := time.Now().Truncate(time.Millisecond)
	require.Eventually(t, func() bool { return time.Since(wait) > 2*time.Millisecond }, time.Second, time.Millisecond)
	require.NoError(t, c.SetFaults("stale=60"))
	changed := c.patch(path, object{"title": "New"})
	require.Equal(t, "New", changed.body.(object)["title"], "the answer itself is fresh")
	before := c.row("/v3/candidates")
	require.Equal(t, "Old", before["title"])
	require.Equal(t, before["created_at"], before["updated_at"])
	c.add("/v3/candidates", named(object{"application": object{"job_id": c.job("Data Engineer")}}))
	require.Equal(t, "Application Review", c.row("/v3/applications")["stage_name"], "a new row shows at once, and whole")
	require.NoError(t, c.SetFaults())
	require.Equal(t, "New", c.row(path[:len("/v3/candidates")] + "?ids=" + path[len("/v3/candidates/"):])["title"])
}

func TestStaleListsCatchUp(t *testing.T) {
	c := signedIn(t, "stale=0.3")
	path := "/v3/candidates/" + c.person(object{"title": "Old"}).String()
	require.Equal(t, 200, c.patch(path, object{"title": "New"}).status)
	require.Eventually(t, func() bool { return c.row("/v3/candidates")["title"] == "New" }, 3*time.Second, 20*time.Millisecond)
}

func TestTimePrecisionAsSwitched(t *testing.T) {
	c := signedIn(t, "time-precision=seconds")
	c.person(nil)
	require.Contains(t, c.row("/v3/candidates")["created_at"], ".000Z", "rows hold whole seconds")

	dated := object{"candidate_id": c.person(nil), "prospect": true, "created_at": "2026-03-02T00:00:00.500Z"}
	c.add("/v3/applications", dated)
	for position, want := range map[string][]int{"milliseconds": {1, 0, 0}, "filter-seconds": {0, 1, 1}} {
		require.NoError(t, c.SetFaults("time-precision="+position))
		got := []int{
			len(c.rows("/v3/applications?created_at[gt]=2026-03-02T00:00:00.000Z")),
			len(c.rows("/v3/applications?created_at[gte]=2026-03-02T00:00:00.900Z")),
			len(c.rows("/v3/applications?created_at[lte]=2026-03-02T00:00:00.100Z")),
		}
		assert.Equal(t, want, got, position)
	}
}

func TestDateFiltersAsSwitched(t *testing.T) {
	const pipe, bracket = "/v3/candidates?created_at=gte%7C2026-01-01T00:00:00Z", "/v3/candidates?created_at[gte]=2026-01-01T00:00:00Z"
	c := signedIn(t)
	for position, want := range map[string][2]int{"both": {200, 200}, "pipe": {200, 422}, "bracket": {422, 200}} {
		require.NoError(t, c.SetFaults("date-filters="+position))
		assert.Equal(t, want, [2]int{c.get(pipe).status, c.get(bracket).status}, position)
	}
}

func TestPrivateOnCreateAsSwitched(t *testing.T) {
	c := signedIn(t, "private-on-create=refuse")
	assertFieldError(t, c.post("/v3/candidates", named(object{"is_private": true})), "is_private")
	path := "/v3/candidates/" + c.person(nil).String()
	require.Equal(t, true, c.patch(path, object{"is_private": true}).body.(object)["private"])
}

func TestCreateAnswerAsSwitched(t *testing.T) {
	c := signedIn(t, "create-answer=candidate")
	got := c.add("/v3/candidates", named(object{"application": object{"prospect": true}}))
	require.Equal(t, got, c.row("/v3/candidates"))
	require.NoError(t, c.SetFaults("create-answer=candidate", "partial=on"))
	require.Contains(t, c.add("/v3/candidates", named(object{"application": object{"prospect": true}})), "errors")
}

func TestNoteSpellingsAsSwitched(t *testing.T) {
	c := signedIn(t, "note-type-case=any", "note-visibility=optional")
	added := c.add("/v3/notes", object{"candidate_id": 12, "body": "x", "note_type": "note"})
	require.Equal(t, []any{"NOTE", "publicly_visible"}, []any{added["type"], added["visibility"]})
	mail := object{"candidate_id": 12, "body": "x", "note_type": "Email", "email_to": []string{"a@example.com"}, "email_from": "b@example.com"}
	require.Equal(t, []any{"a@example.com"}, c.add("/v3/notes", mail)["email_to"])
	assertFieldError(t, c.post("/v3/notes", object{"candidate_id": 12, "body": "x", "note_type": "memo"}), "note_type")
	mail["email_cc"] = []int{1}
	assertFieldError(t, c.post("/v3/notes", mail), "email_cc[0]")
}

func TestSameFilenameAsSwitched(t *testing.T) {
	c := signedIn(t)
	first, second := c.prospect(), c.prospect()
	c.add("/v3/attachments", resume(first))
	c.add("/v3/attachments", resume(first))
	require.NoError(t, c.SetFaults("same-filename=refuse"))
	assertFieldError(t, c.post("/v3/attachments", resume(first)), "filename")
	c.add("/v3/attachments", resume(second))
	other := resume(first)
	other["filename"], other["content"] = "resume-2.pdf", base64.StdEncoding.EncodeToString([]byte("more"))
	c.add("/v3/attachments", other)
}

func TestRequestsAreCounted(t *testing.T) {
	c := signedIn(t, "error-after,nth=2")
	person := c.person(object{"title": "Secret"})
	c.post("/v3/candidates", named(nil))
	c.get("/v3/candidates?email=marta@example.com&per_page=5")
	c.patch("/v3/candidates/"+person.String(), object{"tittle": "x"})
	got := c.Requests()
	require.Len(t, got, 6, "two sign-ins first")
	for i := range got {
		assert.WithinDuration(t, time.Now(), got[i].At, time.Minute)
		got[i].At = time.Time{}
	}
	require.Equal(t, "POST /token", got[0].Method+" "+got[0].Path)
	created := got[2]
	require.Equal(t, []any{"POST", "/v3/candidates", 201, ""}, []any{created.Method, created.Path, created.Status, created.Fault})
	require.Equal(t, "error-after", got[3].Fault)
	require.Equal(t, []any{"/v3/candidates", "email, per_page", 200}, []any{got[4].Path, got[4].Query, got[4].Status})
	require.Equal(t, 422, got[5].Status)
}

func asID(id json.Number) int64 {
	n, _ := strconv.ParseInt(id.String(), 10, 64) // the sandbox's own ids are integers
	return n
}
