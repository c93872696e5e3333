package pretend

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask reads one answer of the API, with the token.
func ask(t *testing.T, s *Server, path string, into any) {
	t.Helper()
	status, body := get(t, s.URL()+path, "Token "+s.Token())
	require.Equal(t, http.StatusOK, status, body)
	require.NoError(t, json.Unmarshal([]byte(body), into))
}

type memberList struct {
	Count    int
	Next     *string
	Previous *string
	Results  []struct {
		ID        int64
		Profile   json.RawMessage
		Status    *memberStatus
		Comments  []comment
		UpdatedAt time.Time `json:"updated_at"`
	}
}

func small(t *testing.T, s *Server) memberList {
	t.Helper()
	var list memberList
	ask(t, s, fmt.Sprintf("/api/v6/folders/%d/candidates/?short=true", SmallFolder), &list)
	return list
}

func TestLinksNameAHostOfTheirOwn(t *testing.T) {
	s := start(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/api/v6/folders/?per_page=1", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Token "+s.Token())
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, `<https://amazinghiring.example/api/v6/folders/?page=2&per_page=1>; rel="next", `+
		`<https://amazinghiring.example/api/v6/folders/?page=2&per_page=1>; rel="last"`, resp.Header.Get("Link"))

	var list memberList
	ask(t, s, fmt.Sprintf("/api/v6/folders/%d/candidates/?limit=2&offset=4&short=true", BigFolder), &list)
	require.Equal(t, 3000, list.Count)
	require.Len(t, list.Results, 2)
	require.Contains(t, *list.Next, "https://amazinghiring.example/api/v6/folders/41002/candidates/?limit=2&offset=6")
	require.Contains(t, *list.Previous, "offset=2")
}

func TestPagesHaveLimits(t *testing.T) {
	s := start(t)
	tests := []struct {
		query string
		want  int
	}{{"", 50}, {"?limit=3", 3}, {"?limit=5000", 1000}, {"?limit=1000&offset=2990", 10}, {"?offset=5000", 0}, {"?limit=x&offset=-1", 50}}
	for _, tt := range tests {
		var list memberList
		ask(t, s, fmt.Sprintf("/api/v6/folders/%d/candidates/%s", BigFolder, tt.query), &list)
		assert.Len(t, list.Results, tt.want, tt.query)
	}
	s.SetFaults(Faults{PageSize: 2})
	require.Len(t, small(t, s).Results, 2)
	status, _ := get(t, s.URL()+"/api/v6/folders/?page=9", "Token "+s.Token())
	require.Equal(t, http.StatusNotFound, status)
}

func TestEveryChangeMovesUpdatedAt(t *testing.T) {
	s := start(t)
	m := s.Members(SmallFolder)[0]
	var comment int64
	steps := []struct {
		name string
		do   func() error
	}{
		{"status", func() error { return s.SetStatus(SmallFolder, m.ID, "Interested") }},
		{"comment", func() error {
			var err error
			comment, err = s.AddComment(SmallFolder, m.ID, "Likes Go.")
			return err
		}},
		{"edited comment", func() error { return s.EditComment(SmallFolder, m.ID, comment, "Loves Go.") }},
		{"profile", func() error { return s.EditProfile(m.ProfileID, func(f map[string]any) { f["title"] = "CTO" }) }},
		{"status gone", func() error { return s.DeleteStatus("Interested") }},
	}
	for _, step := range steps {
		before := small(t, s).Results
		require.NoError(t, step.do(), step.name)
		after := small(t, s).Results
		assert.True(t, after[0].UpdatedAt.After(before[0].UpdatedAt), step.name)
		assert.Equal(t, before[1:], after[1:], step.name)
	}
	require.Nil(t, small(t, s).Results[0].Status)
	require.Equal(t, "Loves Go.", small(t, s).Results[0].Comments[0].Body)
	_, body := get(t, s.URL()+fmt.Sprintf("/api/v6/profiles/%d/", m.ProfileID), "Token "+s.Token())
	require.Contains(t, body, `"CTO"`)
	require.Contains(t, body, fmt.Sprintf(`"id":%d`, m.ProfileID))
}

func TestQuietEditsMoveNothing(t *testing.T) {
	s := start(t)
	s.SetFaults(Faults{QuietEdits: true})
	before := small(t, s)
	require.NoError(t, s.EditProfile(s.Members(SmallFolder)[0].ProfileID, func(f map[string]any) { f["title"] = "CTO" }))
	require.Equal(t, before, small(t, s))
}

func TestStatuses(t *testing.T) {
	s := start(t)
	m := s.Members(SmallFolder)[0]
	require.NoError(t, s.SetStatus(SmallFolder, m.ID, "No answer"))
	require.Equal(t, "Contacted", small(t, s).Results[0].Status.Name)
	require.Equal(t, "No answer", small(t, s).Results[0].Status.Substatus.Name)

	require.NoError(t, s.RenameStatus("No answer", "Silent"))
	require.Equal(t, "Silent", small(t, s).Results[0].Status.Substatus.Name)
	var folder wholeFolder
	ask(t, s, fmt.Sprintf("/api/v6/folders/%d/", SmallFolder), &folder)
	require.Len(t, folder.Statuses, rootStatuses)
	require.Equal(t, []int64{m.ID}, folder.Statuses[1].Substatuses[1].Members)
	require.Equal(t, folder.Statuses[1].ID, *folder.Statuses[1].Substatuses[1].ParentID)
	require.Equal(t, 2, folder.Statuses[0].Count)

	require.NoError(t, s.DeleteStatus("Silent"))
	require.Equal(t, "Contacted", small(t, s).Results[0].Status.Name)
	require.Nil(t, small(t, s).Results[0].Status.Substatus)
}

func TestHandlesRefuseTheUnknown(t *testing.T) {
	s := start(t)
	m := s.Members(SmallFolder)[0].ID
	require.Error(t, s.SetStatus(SmallFolder, m, "Hired"))
	require.Error(t, s.SetStatus(SmallFolder, 1, "Sourced"))
	require.Error(t, s.SetStatus(1, m, "Sourced"))
	require.Error(t, s.EditComment(SmallFolder, m, 1, "x"))
	require.Error(t, s.EditProfile(1, func(map[string]any) {}))
	require.Error(t, s.RenameStatus("Hired", "x"))
	require.Error(t, s.DeleteStatus("Hired"))
	require.Nil(t, s.Members(1))
}

func TestFolderPages(t *testing.T) {
	s := start(t)
	status, page := get(t, s.URL()+"/folders/41001", "")
	require.Equal(t, http.StatusOK, status)
	for _, fact := range []string{"<h1>Go platform, Lisbon</h1>", `<a href="/profiles/900000000000101">Marta Okafor</a> <span>Sourced</span>`} {
		assert.Contains(t, page, fact)
	}
	status, page = get(t, s.URL()+"/folders/41002/", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, `href="/profiles/900000000102999"`)
	_, page = get(t, s.URL()+"/profiles/900000000102999", "")
	require.Contains(t, page, "h-card")
	status, _ = get(t, s.URL()+"/folders/1", "")
	require.Equal(t, http.StatusNotFound, status)
	_, page = get(t, s.URL()+"/", "")
	require.Contains(t, page, `<a href="/folders/41001">Go platform, Lisbon</a> <span>3 people</span>`)
}
