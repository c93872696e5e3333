package sandbox_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// links reads a Link header: the addresses by their relation.
func links(header string) map[string]string {
	found := map[string]string{}
	for _, each := range regexp.MustCompile(`<([^>]+)>; rel="(\w+)"`).FindAllStringSubmatch(header, -1) {
		found[each[2]] = each[1]
	}
	return found
}

func relations(header string) []string {
	var names []string
	for _, name := range []string{"next", "prev", "last"} {
		if _, ok := links(header)[name]; ok {
			names = append(names, name)
		}
	}
	return names
}

func TestV1PagesAreFollowedByTheirLinks(t *testing.T) {
	c := start(t)
	for range 5 {
		c.v1Add("/v1/prospects", named(nil))
	}
	seen := map[string]bool{}
	path, pages := "/v1/candidates?per_page=2&created_after=2026-01-01T00:00:00Z", 0
	for path != "" {
		got := c.v1("GET", path, nil)
		require.Equal(t, 200, got.status, got.raw)
		for _, row := range got.body.([]any) {
			seen[row.(object)["id"].(json.Number).String()] = true
		}
		path = links(got.header.Get("Link"))["next"]
		pages++
	}
	require.Equal(t, 3, pages)
	require.Len(t, seen, 5)
}

func TestV1LinkHeader(t *testing.T) {
	c := start(t)
	for range 3 {
		c.v1Add("/v1/prospects", named(nil))
	}
	for path, want := range map[string][]string{
		"/v1/candidates":                                    nil,
		"/v1/candidates?per_page=3":                         nil,
		"/v1/candidates?per_page=1":                         {"next", "last"},
		"/v1/candidates?per_page=1&page=2":                  {"next", "prev", "last"},
		"/v1/candidates?per_page=1&page=3":                  {"prev", "last"},
		"/v1/candidates?per_page=1&page=9":                  {"prev", "last"},
		"/v1/candidates?per_page=1&page=2&skip_count=true":  {"next", "prev"},
		"/v1/custom_fields/candidate?per_page=1":            {"next"},
		"/v1/custom_fields/candidate?per_page=1&page=2":     {"next"},
		"/v1/applications?per_page=2&job_id=1":              nil,
		"/v1/sources?per_page=1":                            {"next", "last"},
		"/v1/users?per_page=1&email=nora.feld@example.com":  nil,
		"/v1/jobs?per_page=2&status=open&skip_count=true":   {"next"},
		"/v1/jobs?per_page=2&status=closed&skip_count=true": nil,
	} {
		got := c.v1("GET", path, nil)
		assert.Equal(t, 200, got.status, path)
		assert.Equal(t, want, relations(got.header.Get("Link")), path)
	}
	got := c.v1("GET", "/v1/custom_fields/candidate?per_page=1", nil)
	require.Contains(t, links(got.header.Get("Link"))["next"], "/v1/custom_fields/candidate?page=2&per_page=1")
	require.Empty(t, c.v1Rows("/v1/candidates?per_page=1&page=9"))
}

func TestV1RefusesBadParameters(t *testing.T) {
	c := start(t)
	for path, field := range map[string]string{
		"/v1/candidates?per_page=0":           "per_page",
		"/v1/candidates?per_page=501":         "per_page",
		"/v1/candidates?per_page=ten":         "per_page",
		"/v1/candidates?page=0":               "page",
		"/v1/candidates?created_after=monday": "created_after",
		"/v1/candidates?candidate_ids=1,me":   "candidate_ids",
		"/v1/candidates?job_id=mine":          "job_id",
		"/v1/applications?job_id=mine":        "job_id",
		"/v1/jobs?status=lost":                "status",
	} {
		got := c.v1("GET", path, nil)
		assert.Equal(t, 422, got.status, path)
		assert.Contains(t, got.raw, `"field":"`+field+`"`, path)
	}
	require.Equal(t, 200, c.v1("GET", "/v1/candidates?per_page=500", nil).status)
}

func TestV1UnknownParametersAsSwitched(t *testing.T) {
	c := start(t)
	require.Equal(t, 200, c.v1("GET", "/v1/jobs?colour=blue", nil).status)
	require.NoError(t, c.SetFaults("v1-parameters=refuse"))
	require.Equal(t, 422, c.v1("GET", "/v1/jobs?colour=blue", nil).status)
	require.Equal(t, 200, c.v1("GET", "/v1/jobs?page=1&per_page=2&skip_count=true&status=open", nil).status)
}

func TestV1CandidateFilters(t *testing.T) {
	c := start(t)
	email := []object{{"value": "Marta.Okafor@example.com", "type": "personal"}}
	marta := c.v1Add("/v1/candidates", c.v1Person(object{"email_addresses": email}))
	data := strconv.FormatInt(c.job("Data Engineer"), 10)
	other := c.v1Add("/v1/prospects", named(object{"application": object{"job_ids": []int64{c.job("Data Engineer")}}}))
	id, otherID := marta["id"].(json.Number).String(), other["id"].(json.Number).String()
	created := url.QueryEscape(marta["created_at"].(string))
	for path, want := range map[string]int{
		"?email=marta.okafor@example.com":                              1,
		"?email=nobody@example.com":                                    0,
		"?candidate_ids=" + id + "," + otherID:                         2,
		"?candidate_ids=1":                                             0,
		"?candidate_ids=" + otherID + "&email=nobody@example.com":      0,
		"?candidate_ids=1&email=marta.okafor@example.com":              1,
		"?job_id=" + data:                                              1, // its prospect is no candidate of the job
		"?job_id=1":                                                    0,
		"?created_after=" + created:                                    2,
		"?created_before=2026-01-01T00:00:00Z":                         0,
		"?updated_after=2026-01-01T00:00:00Z":                          2,
		"?updated_before=2026-01-01T00:00:00Z":                         0,
		"?created_before=" + created + "&created_after=" + created:     0,
		"?created_after=2026-01-01T00:00:00Z&candidate_ids=" + id:      1,
		"?email=marta.okafor@example.com&updated_after=" + created:     1,
		"?created_after=2099-01-01T00:00:00Z&candidate_ids=" + id:      0,
		"?created_after=2026-01-01T02:00:00%2B02:00&job_id=" + data:    1,
		"?job_id=" + data + "&email=marta.okafor@example.com&page=1":   1,
		"?job_id=" + data + "&email=another.person@example.com&page=1": 0,
	} {
		assert.Len(t, c.v1Rows("/v1/candidates"+path), want, path)
	}
	require.NoError(t, c.SetFaults("v1-email-case=exact"))
	require.Empty(t, c.v1Rows("/v1/candidates?email=marta.okafor@example.com"))
	require.Len(t, c.v1Rows("/v1/candidates?email=Marta.Okafor@example.com"), 1)
}

func TestV1ApplicationFilters(t *testing.T) {
	c := start(t)
	c.v1Add("/v1/candidates", c.v1Person(nil))
	c.v1Add("/v1/prospects", named(object{"application": object{"job_ids": []int64{c.job("Data Engineer"), c.job("Platform Engineer")}}}))
	id := func(job string) string { return strconv.FormatInt(c.job(job), 10) }
	for path, want := range map[string]int{
		"": 2, "?job_id=" + id("Data Engineer"): 2, "?job_id=" + id("Platform Engineer"): 1,
		"?status=active": 2, "?status=hired": 0, "?status=in_process": 0, "?status=unheard-of": 0,
		"?last_activity_after=2026-01-01T00:00:00Z": 2, "?last_activity_after=2099-01-01T00:00:00Z": 0,
		"?created_before=2026-01-01T00:00:00Z": 0,
	} {
		assert.Len(t, c.v1Rows("/v1/applications"+path), want, path)
	}
}

func TestV1ListsLag(t *testing.T) {
	c := start(t, "lag=3600")
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	require.Empty(t, c.v1Rows("/v1/candidates"))
	require.Empty(t, c.v1Rows("/v1/applications"))
	require.Equal(t, 200, c.v1("GET", at("candidates", person), nil).status, "one record is read from the source")
	require.NoError(t, c.SetFaults())
	require.Len(t, c.v1Rows("/v1/candidates"), 1)
}
