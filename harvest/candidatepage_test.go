package harvest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// TestCandidatePages: a list can be left after a page and gone on with by another client.
func TestCandidatePages(t *testing.T) {
	client, g := serve(t, threePages)
	var ids []harvest.CandidateID
	var next string
	for first := true; first || next != ""; first = false {
		page, err := client.CandidatePage(t.Context(), harvest.CandidateQuery{PerPage: 500}, next)
		require.NoError(t, err)
		for _, c := range page.Candidates {
			ids = append(ids, c.ID)
		}
		next = page.Next
	}
	require.Equal(t, []harvest.CandidateID{3, 2, 1}, ids)
	require.Equal(t, "per_page=500", g.seen()[0].URL.RawQuery)
	require.Equal(t, "cursor=two", g.seen()[1].URL.RawQuery, "a cursor must be the only parameter")
	require.Equal(t, "cursor=three", g.seen()[2].URL.RawQuery)
}

func TestCandidatePageThatCannotBeRead(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"half a page": say(200, `[{"id":3},{}]`),
		"not a page":  say(200, `null`),
		"the same again": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", `<?cursor=two>; rel="next"`)
			_, _ = w.Write([]byte("[]"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := serve(t, answer)
			page, err := client.CandidatePage(t.Context(), harvest.CandidateQuery{}, "two")
			require.Error(t, err)
			require.Zero(t, page)
		})
	}
}
