package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func email(address string) []object { return []object{{"value": address, "type": "work"}} }

// twins are two candidates, each with something in everything.
func (c *client) twins() (keep, gone json.Number) {
	c.t.Helper()
	keep = c.person(object{
		"title": "Staff Engineer", "tags": []string{"met", "go"}, "email_addresses": email("marta@example.com"),
		"custom_fields": []object{{"name_key": "notice_period", "value": 30}},
	})
	gone = c.person(object{
		"title": "Engineer", "company": "Quarry Example", "tags": []string{"go", "lisbon"},
		"email_addresses": append(email("MARTA@example.com"), email("okafor@example.org")...),
		"custom_fields":   []object{{"name_key": "notice_period", "value": 60}, {"name_key": "current_city", "value": "Lisbon"}},
	})
	application := c.add("/v3/applications", object{"candidate_id": gone, "prospect": true})
	c.add("/v3/attachments", resume(application["id"]))
	c.add("/v3/notes", object{"candidate_id": gone, "body": "Called", "note_type": "NOTE", "visibility": "public"})
	c.add("/v3/candidate_educations", object{"candidate_id": gone})
	c.add("/v3/candidate_employments", object{"candidate_id": gone, "company_name": "Q", "title": "E", "start_date": "2020-01-01"})
	return keep, gone
}

var underCandidates = []string{"applications", "attachments", "notes", "candidate_educations", "candidate_employments"}

func TestMergeMovesEverythingToTheOneWhoStays(t *testing.T) {
	c := signedIn(t)
	keep, gone := c.twins()
	got := c.post("/v3/candidates/"+keep.String()+"/merge", object{"secondary_candidate_id": gone})
	require.Equal(t, 200, got.status, got.raw)
	row := c.row("/v3/candidates")
	require.Equal(t, row, got.body)
	require.Equal(t, keep, row["id"])
	require.Equal(t, []any{"Staff Engineer", "Quarry Example"}, []any{row["title"], row["company"]})
	require.Equal(t, []any{"met", "go", "lisbon"}, row["tags"])
	require.Equal(t, []any{object{"value": "marta@example.com", "type": "work"}, object{"value": "okafor@example.org", "type": "work"}}, row["email_addresses"])
	fields := row["custom_fields"].(object)
	require.Equal(t, json.Number("30"), fields["notice_period"].(object)["value"])
	require.Equal(t, "Lisbon", fields["current_city"].(object)["value"])
	for _, list := range underCandidates {
		assert.Equal(t, keep, c.row("/v3/" + list)["candidate_id"], list)
	}
	require.Equal(t, 404, c.as(c.writes, "PATCH", "/v3/candidates/"+gone.String(), object{"title": "x"}).status)
}

func TestMergeRefusals(t *testing.T) {
	c := signedIn(t)
	keep, gone := c.person(nil), c.person(nil)
	path := "/v3/candidates/" + keep.String()
	assertFieldError(t, c.post(path+"/merge", object{"secondary_candidate_id": keep}), "secondary_candidate_id")
	assertFieldError(t, c.post(path+"/merge", object{"secondary_candidate_id": 1}), "secondary_candidate_id")
	assertFieldError(t, c.post(path+"/merge", object{}), "secondary_candidate_id")
	require.Equal(t, 200, c.as(c.writes, "PATCH", "/v3/candidates/"+gone.String()+"/anonymize", object{"fields": []string{"last_name"}}).status)
	require.Equal(t, 422, c.post(path+"/merge", object{"secondary_candidate_id": gone}).status)
	require.Len(t, c.rows("/v3/candidates"), 2)
}

func TestMergeAnswerAsSwitched(t *testing.T) {
	c := signedIn(t, "merge-answer=message")
	keep, gone := c.person(nil), c.person(nil)
	got := c.post("/v3/candidates/"+keep.String()+"/merge", object{"secondary_candidate_id": gone})
	require.Equal(t, 200, got.status)
	require.NotContains(t, got.body, "id")
}

func TestMergedIDsAsSwitched(t *testing.T) {
	c := signedIn(t)
	first, second, third := c.person(nil), c.person(nil), c.person(nil)
	application := c.add("/v3/applications", object{"candidate_id": first, "prospect": true})["id"].(json.Number).String()
	for _, pair := range [][2]json.Number{{second, first}, {third, second}} {
		got := c.post("/v3/candidates/"+pair[0].String()+"/merge", object{"secondary_candidate_id": pair[1]})
		require.Equal(t, 200, got.status)
	}
	people, applications := "/v3/candidates?ids="+first.String(), "/v3/applications?candidate_ids="+first.String()
	require.Empty(t, c.rows(people))
	require.Empty(t, c.rows(applications))
	require.NoError(t, c.SetFaults("merged-ids=survivor"))
	require.Equal(t, []string{third.String()}, idsOf(c.get(people)))
	require.Equal(t, []string{application}, idsOf(c.get(applications)))
}

func TestAutoMergeAsSwitched(t *testing.T) {
	c := signedIn(t)
	older := c.person(object{"email_addresses": email("marta@example.com")})
	c.person(object{"email_addresses": email("marta@example.com")})
	require.Len(t, c.rows("/v3/candidates"), 2, "by default the same person twice is two candidates")
	require.NoError(t, c.SetFaults("auto-merge=on"))
	added := c.add("/v3/candidates", named(object{
		"email_addresses": email("Marta@Example.com"), "application": object{"prospect": true},
	}))["candidate"].(object)["id"]
	require.NotEqual(t, older, added, "the answer does not tell")
	require.Len(t, c.rows("/v3/candidates"), 2)
	require.Equal(t, older, c.row("/v3/applications")["candidate_id"])
	c.person(object{"email_addresses": email("someone@example.com")})
	c.person(nil)
	require.Len(t, c.rows("/v3/candidates"), 4)
}

func TestDeleteCandidate(t *testing.T) {
	c := signedIn(t)
	_, gone := c.twins()
	path := "/v3/candidates/" + gone.String()
	url := c.row("/v3/attachments")["url"].(string)
	got := c.as(c.writes, "DELETE", path, nil)
	require.Equal(t, 200, got.status)
	require.NotEmpty(t, got.body.(object)["message"])
	for _, list := range append(underCandidates, "applied_candidate_tags?candidate_ids="+gone.String()) {
		assert.Empty(t, c.rows("/v3/"+list), list)
	}
	require.Len(t, c.rows("/v3/candidates"), 1)
	require.Len(t, c.rows("/v3/candidate_tags"), 3, "tags are the organisation's")
	require.Equal(t, 404, c.do(c.request("GET", url, nil)).status)
	require.Equal(t, 404, c.as(c.writes, "DELETE", path, nil).status)
}

func TestAnonymize(t *testing.T) {
	c := signedIn(t)
	_, gone := c.twins()
	path := "/v3/candidates/" + gone.String() + "/anonymize"
	assertFieldError(t, c.as(c.writes, "PATCH", path, object{}), "fields")
	got := c.as(c.writes, "PATCH", path, object{"fields": []string{
		"first_name", "last_name", "email_addresses", "tags", "custom_fields", "notes", "attachments", "educations", "employments", "photo",
	}})
	require.Equal(t, 200, got.status, got.raw)
	row := c.row("/v3/candidates?ids=" + gone.String())
	require.Equal(t, row, got.body)
	require.Equal(t, []any{nil, nil, "Engineer"}, []any{row["first_name"], row["last_name"], row["title"]})
	require.Equal(t, []any{[]any{}, []any{}}, []any{row["email_addresses"], row["tags"]})
	require.Nil(t, row["custom_fields"].(object)["notice_period"].(object)["value"])
	for _, list := range underCandidates[1:] {
		assert.Empty(t, c.rows("/v3/"+list), list)
	}
	require.Len(t, c.rows("/v3/applications"), 1)
}

func TestSubRecordsAreDeletedOneByOne(t *testing.T) {
	c := signedIn(t)
	c.twins()
	url := c.row("/v3/attachments")["url"].(string)
	for _, list := range []string{"attachments", "candidate_educations", "candidate_employments"} {
		path := "/v3/" + list + "/" + c.row("/v3/" + list)["id"].(json.Number).String()
		require.Equal(t, 200, c.as(c.writes, "DELETE", path, nil).status, list)
		require.Empty(t, c.rows("/v3/"+list), list)
		require.Equal(t, 404, c.as(c.writes, "DELETE", path, nil).status, list)
	}
	require.Equal(t, 404, c.do(c.request("GET", url, nil)).status)
}

func TestDeletingATagTakesItFromEverybody(t *testing.T) {
	c := signedIn(t)
	keep, gone := c.twins()
	for _, tag := range c.rows("/v3/candidate_tags") {
		path := map[any]string{"go": "/v3/candidate_tags/" + tag["id"].(json.Number).String()}[tag["name"]]
		require.True(t, path == "" || c.as(c.writes, "DELETE", path, nil).status == 200)
	}
	require.Equal(t, []any{"met"}, c.row("/v3/candidates?ids=" + keep.String())["tags"])
	require.Equal(t, []any{"lisbon"}, c.row("/v3/candidates?ids=" + gone.String())["tags"])
	require.Equal(t, []any{"lisbon", "met"}, c.column("/v3/candidate_tags", "name"))
}
