package harvest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// threePages answers with jobs 3, 2 and 1, one on each page.
func threePages(w http.ResponseWriter, r *http.Request) {
	following := map[string]string{"": "two", "two": "three"}
	rows := map[string]string{"": `[{"id":3}]`, "two": `[{"id":2}]`, "three": `[{"id":1}]`}
	cursor := r.URL.Query().Get("cursor")
	if next, ok := following[cursor]; ok {
		w.Header().Add("Link", fmt.Sprintf(`<http://%s%s?cursor=%s>; rel="next"`, r.Host, r.URL.Path, next))
	}
	_, _ = w.Write([]byte(rows[cursor]))
}

func TestListFollowsPages(t *testing.T) {
	client, g := serve(t, threePages)
	jobs, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{Status: "open"}))
	require.NoError(t, err)
	require.Equal(t, []harvest.Job{{ID: 3}, {ID: 2}, {ID: 1}}, jobs)
	require.Equal(t, "status=open", g.seen()[0].URL.RawQuery)
	require.Equal(t, "cursor=two", g.seen()[1].URL.RawQuery, "a cursor must be the only parameter")
	require.Equal(t, "Bearer token-1-for-4001", g.seen()[2].Header.Get("Authorization"))
}

func TestListIsLazy(t *testing.T) {
	client, g := serve(t, threePages)
	jobs := client.Jobs(t.Context(), harvest.JobQuery{})
	require.Empty(t, g.seen())
	first, found, err := harvest.First(jobs)
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, harvest.JobID(3), first.ID)
	require.Len(t, g.seen(), 1)
}

func TestFirstOfNothing(t *testing.T) {
	client, _ := serve(t, say(200, "[]"))
	_, found, err := harvest.First(client.Jobs(t.Context(), harvest.JobQuery{}))
	require.NoError(t, err)
	require.False(t, found)
}

func TestOneErrorEndsAList(t *testing.T) {
	client, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("cursor") {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		threePages(w, r)
	})
	var ids []harvest.JobID
	var errs []error
	for job, err := range client.Jobs(t.Context(), harvest.JobQuery{}) {
		ids, errs = append(ids, job.ID), append(errs, err)
	}
	require.Equal(t, []harvest.JobID{3, 0}, ids)
	require.NoError(t, errs[0])
	require.ErrorAs(t, errs[1], new(*harvest.UnavailableError))

	jobs, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
	require.Error(t, err)
	require.Nil(t, jobs, "half a list must not look like a whole one")
}

func TestLinkHeaderShapes(t *testing.T) {
	tests := map[string]string{
		"plain":         `<%s?cursor=two>; rel="next"`,
		"unquoted":      `<%s?cursor=two>; rel=next`,
		"several rels":  `<%s?cursor=two>; title="a, b"; REL="last NEXT"`,
		"after another": `<https://other.example/x>; rel="first", <%s?cursor=two>; rel="next"`,
		"relative":      `<` + apiPath + `/v3/jobs?cursor=two>; rel="next"; x="%s"`,
	}
	for name, link := range tests {
		t.Run(name, func(t *testing.T) {
			client, g := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if !r.URL.Query().Has("cursor") {
					w.Header().Set("Link", fmt.Sprintf(link, "http://"+r.Host+r.URL.Path))
				}
				_, _ = w.Write([]byte("[]"))
			})
			_, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
			require.NoError(t, err)
			require.Len(t, g.seen(), 2)
		})
	}
}

// The bearer token must not follow a link to somewhere else: only the cursor is taken from it.
func TestNextPageIsAskedForWhereTheFirstOneWas(t *testing.T) {
	for name, link := range map[string]string{
		"the usual":        `<http://{host}/gateway/api/v3/jobs?cursor=x>; rel="next"`,
		"behind a gateway": `<https://harvest.example/v3/jobs?cursor=x>; rel="next"`,
		"other host":       `<http://evil.example/gateway/api/v3/jobs?cursor=x>; rel="next"`,
		"climbing path":    `<http://{host}/gateway/api/../../x?cursor=x>; rel="next"`,
		"with a user":      `<http://u:p@{host}/gateway/api/v3/jobs?cursor=x&per_page=1>; rel="next"`,
	} {
		t.Run(name, func(t *testing.T) {
			client, g := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if !r.URL.Query().Has("cursor") {
					w.Header().Set("Link", strings.ReplaceAll(link, "{host}", r.Host))
				}
				_, _ = w.Write([]byte("[]"))
			})
			_, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
			require.NoError(t, err)
			require.Len(t, g.seen(), 2)
			require.Equal(t, "/gateway/api/v3/jobs?cursor=x", g.seen()[1].URL.RequestURI())
		})
	}
}

func TestNextPageThatCannotBeAskedFor(t *testing.T) {
	for name, link := range map[string]string{
		"no cursor":          `<http://{host}/gateway/api/v3/jobs?page=2>; rel="next"`,
		"unreadable address": `<http://[>; rel="next"`,
		"the same again":     `<http://{host}/gateway/api/v3/jobs?cursor=x>; rel="next"`,
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Link", strings.ReplaceAll(link, "{host}", r.Host))
				_, _ = w.Write([]byte(`[{"id":1}]`))
			})
			_, some, err := harvest.First(client.Jobs(t.Context(), harvest.JobQuery{}))
			require.NoError(t, err, "who needs no further page is not disturbed")
			require.True(t, some)
			_, err = harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
			require.ErrorAs(t, err, new(*harvest.UnavailableError))
			require.ErrorContains(t, err, "next page")
		})
	}
}

func TestRowsThatAreNone(t *testing.T) {
	for name, body := range map[string]string{
		"no id":         `[{"id":1},{"name":"Sales"}]`,
		"zero id":       `[{"id":0}]`,
		"null row":      `[null]`,
		"null list":     `null`,
		"empty":         ``,
		"object":        `{"message":"fine"}`,
		"HTML":          `<!doctype html><title>Sign in to the airport</title>`,
		"truncated":     `[{"id":1},{"id"`,
		"trailing":      `[]]`,
		"id is a text":  `[{"id":"1"}]`,
		"id with cents": `[{"id":1.5}]`,
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := serve(t, say(200, body))
			_, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{}))
			var unavailable *harvest.UnavailableError
			require.ErrorAs(t, err, &unavailable)
			require.Equal(t, 200, unavailable.Status)
		})
	}
}

func TestTooManyIDs(t *testing.T) {
	client, g := serve(t, say(200, "[]"))
	_, err := harvest.Collect(client.Jobs(t.Context(), harvest.JobQuery{IDs: make([]harvest.JobID, 51)}))
	var invalid *harvest.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, []string{"ids"}, invalid.Fields)
	require.Empty(t, g.seen())
}
