package sandbox_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
)

func TestListRefusals(t *testing.T) {
	c := signedIn(t)
	tooMany := strings.Repeat("1,", 50) + "1"
	for address, want := range map[string]string{
		"/v3/candidates?created_after=2026-01-01T00:00:00Z":         "Invalid query params: created_after",
		"/v3/candidates?name=x&phone=y":                             "Invalid query params: name, phone",
		"/v3/candidates?email[gte]=x":                               "Invalid query params: email[gte]",
		"/v3/sources?name=LinkedIn":                                 "Invalid query params: name",
		"/v3/candidates?cursor=abc&per_page=5":                      "cursor cannot be combined with other query params",
		"/v3/candidates?cursor=abc":                                 "cursor is invalid",
		"/v3/candidates?per_page=0":                                 "per_page must be between 1 and 500",
		"/v3/candidates?per_page=501":                               "per_page must be between 1 and 500",
		"/v3/candidates?per_page=many":                              "per_page must be between 1 and 500",
		"/v3/candidates?per_page=1&per_page=2":                      "per_page is given more than once",
		"/v3/candidates?ids=" + tooMany:                             "ids must have at most 50 values",
		"/v3/candidates?ids=one":                                    "ids must be a comma separated list of integers",
		"/v3/candidates?fields=id,salary":                           `fields has the unknown name "salary"`,
		"/v3/candidates?fields=" + strings.Repeat("id,", 50) + "id": "fields must have at most 50 names",
		"/v3/candidates?private=maybe":                              "private must be true or false",
		"/v3/candidates?created_at=2026-01-01T00:00:00Z":            "created_at must be OPERATOR|TIME, once or twice",
		"/v3/candidates?created_at=eq%7C2026-01-01T00:00:00Z":       "created_at must use one of gte, lte, gt, lt",
		"/v3/candidates?created_at=gte%7Cyesterday":                 "created_at must hold ISO-8601 times",
		"/v3/candidates?created_at=gte%7C2026-01-01T00:00:00Z&updated_at[lt]=2026-01-01T00:00:00Z": "created_at and updated_at cannot be combined",
		"/v3/applications?status=in_process": "status is not a known value",
		"/v3/jobs?department_id=one":         "department_id must be an integer",
	} {
		got := c.get(address)
		assert.Equal(t, 422, got.status, address)
		assert.Equal(t, object{"errors": []any{want}}, got.body, address)
	}
}

func TestUnknownRoutesAnswer404(t *testing.T) {
	c := signedIn(t)
	person := c.person(nil).String()
	for _, route := range [][2]string{
		{"GET", "/v3/prospects"}, {"GET", "/v3"}, {"GET", "/v3/candidates/" + person},
		{"GET", "/v3/candidates/" + person + "/applications"}, {"PATCH", "/v3/candidates/me"},
		{"DELETE", "/v3/notes/1"}, {"POST", "/v3/jobs"}, {"PUT", "/v3/candidates/" + person}, {"GET", "/v3/candidates/0"},
		{"GET", "/v3/candidates/" + person + "/merge"}, {"POST", "/v3/candidates/" + person + "/merge/now"},
		{"POST", "/v3/applications/1/promote"}, {"GET", "/v3/sources/1"}, {"GET", "/elsewhere"},
	} {
		got := c.as(c.reads, route[0], route[1], nil)
		assert.Equal(t, 404, got.status, route)
		assert.JSONEq(t, `{"message":"Resource not found"}`, got.raw, route)
	}
}

func TestEmptyListIsABareArray(t *testing.T) {
	require.Equal(t, "[]", signedIn(t).get("/v3/candidates").raw)
}

func TestPagesRunNewestFirstThroughOpaqueCursors(t *testing.T) {
	c := signedIn(t)
	var added []string
	for range 5 {
		added = append(added, c.person(object{"company": "Blue Heron Example"}).String())
	}
	slices.Reverse(added)

	first := c.get("/v3/candidates?per_page=2&fields=id")
	c.person(nil) // arrives between two pages and must not shift them
	var seen []string
	for page := first; ; {
		seen = append(seen, idsOf(page)...)
		link := page.header.Get("Link")
		if link == "" {
			break
		}
		require.Regexp(t, `^<`+c.URL()+`/v3/candidates\?cursor=[\w-]+>; rel="next"$`, link)
		page = c.get(strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`))
	}
	require.Equal(t, added, seen)
	require.Len(t, first.body.([]any)[0], 1, "fields= narrows every page")
}

func TestCursorOfAnotherCollectionIsRefused(t *testing.T) {
	c := signedIn(t)
	link := c.get("/v3/jobs?per_page=1").header.Get("Link")
	_, token, _ := strings.Cut(strings.TrimSuffix(link, `>; rel="next"`), "cursor=")
	require.Equal(t, 200, c.get("/v3/jobs?cursor="+token).status)
	require.Equal(t, 422, c.get("/v3/users?cursor="+token).status)
}

func TestLinksStartWithThePublicURL(t *testing.T) {
	server, err := sandbox.Start(sandbox.Options{PublicURL: "https://greenhouse.example/under/"})
	require.NoError(t, err)
	defer server.Close()
	c := &client{Server: server, t: t}
	c.reads = c.mint("")
	require.Contains(t, c.get("/v3/jobs?per_page=1").header.Get("Link"), "<https://greenhouse.example/under/v3/jobs?cursor=")
	require.Equal(t, "https://greenhouse.example/under", c.Info().HarvestURL)
	require.Contains(t, c.URL(), "http://127.0.0.1:")
}

func TestDateFiltersInBothSpellings(t *testing.T) {
	c := signedIn(t)
	dated := func(at string) string {
		application := object{"prospect": true, "created_at": at}
		added := c.add("/v3/candidates", named(object{"application": application}))
		return added["application"].(object)["id"].(json.Number).String()
	}
	early, middle, late := dated("2026-03-01T00:00:00Z"), dated("2026-03-02T00:00:00.500Z"), dated("2026-03-03T00:00:00Z")
	for filter, want := range map[string][]string{
		"created_at=gte|2026-03-02T00:00:00.500Z":                                  {late, middle},
		"created_at=gt|2026-03-02T00:00:00.500Z":                                   {late},
		"created_at=lte|2026-03-02T01:00:00.5%2B01:00":                             {middle, early},
		"created_at=lt|2026-03-02T00:00:00.500Z":                                   {early},
		"created_at=gte|2026-03-02T00:00:00Z|lt|2026-03-03T00:00:00Z":              {middle},
		"created_at[gte]=2026-03-02T00:00:00Z":                                     {late, middle},
		"created_at[gt]=2026-03-01T00:00:00Z&created_at[lte]=2026-03-02T12:00:00Z": {middle},
		"created_at=gt|2026-03-03T00:00:00Z":                                       nil,
	} {
		assert.Equal(t, want, idsOf(c.get("/v3/applications?"+filter)), filter)
	}
}

func TestARowIsFoundByItsOwnTime(t *testing.T) {
	c := signedIn(t)
	person := c.person(nil)
	at := c.row("/v3/candidates")["created_at"].(string)
	require.Equal(t, []string{person.String()}, idsOf(c.get("/v3/candidates"+query("created_at", "gte|"+at+"|lte|"+at))))
	require.Empty(t, c.rows("/v3/candidates"+query("created_at", "gt|"+at)))
}

func TestIDsReadSingleRecords(t *testing.T) {
	c := signedIn(t)
	first, second := c.person(nil).String(), c.person(nil).String()
	c.person(nil)
	require.Equal(t, []string{second, first}, idsOf(c.get("/v3/candidates?ids="+first+","+second)))
	number, err := strconv.ParseInt(first, 10, 64)
	require.NoError(t, err)
	require.Greater(t, number, int64(1)<<32)
}

func TestLagHidesNewRowsForAWhile(t *testing.T) {
	c := signedIn(t, "lag=0.4")
	c.person(nil)
	require.Empty(t, c.rows("/v3/candidates"))
	require.NotEmpty(t, c.rows("/v3/jobs"), "what was there from the start is not late")
	require.Eventually(t, func() bool { return len(c.rows("/v3/candidates")) == 1 }, 3*time.Second, 50*time.Millisecond)
}

func TestAddressParametersOfAWriteAreRefused(t *testing.T) {
	got := signedIn(t).post("/v3/candidates?"+url.Values{"notify": {"true"}}.Encode(), named(nil))
	require.Equal(t, 422, got.status)
	require.Contains(t, got.raw, "Invalid query params: notify")
}

func idsOf(list reply) []string {
	var ids []string
	rows, _ := list.body.([]any)
	for _, row := range rows {
		ids = append(ids, row.(object)["id"].(json.Number).String())
	}
	return ids
}
