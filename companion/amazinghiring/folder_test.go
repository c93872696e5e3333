package amazinghiring

import (
	"errors"
	"iter"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
)

func startPretend(t *testing.T) (*pretend.Server, *Client) {
	t.Helper()
	server, err := pretend.Start("")
	require.NoError(t, err)
	t.Cleanup(server.Close)
	client, err := New(Config{BaseURL: server.URL(), Token: Token(server.Token())})
	require.NoError(t, err)
	return server, client
}

// collect reads a list to its end.
func collect[T any](list iter.Seq2[T, error]) (rows []T, problems []error) {
	for row, err := range list {
		if err != nil {
			problems = append(problems, err)
			continue
		}
		rows = append(rows, row)
	}
	return rows, problems
}

func TestFoldersComePageByPage(t *testing.T) {
	server, client := startPretend(t)
	server.SetFaults(pretend.Faults{PageSize: 1})

	folders, problems := collect(client.Folders(t.Context()))
	require.Empty(t, problems)
	require.Len(t, folders, 2)
	require.Equal(t, []int64{pretend.SmallFolder, pretend.BigFolder}, []int64{folders[0].ID, folders[1].ID})
	require.Equal(t, "Go platform, Lisbon", folders[0].Name)
	require.Equal(t, 3000, folders[1].Members)
	require.True(t, folders[0].Accessible)
	require.False(t, folders[0].ModifiedAt.IsZero())
	require.Equal(t, []pretend.Request{
		{Path: "/api/v6/folders/?page=1&per_page=200", Status: 200}, {Path: "/api/v6/folders/?page=2&per_page=200", Status: 200},
	}, server.Requests())
}

func TestFolderHasStatusesWithSubstatuses(t *testing.T) {
	_, client := startPretend(t)
	folder, err := client.Folder(t.Context(), pretend.SmallFolder)
	require.NoError(t, err)
	names := map[string][]string{}
	for _, s := range folder.Statuses {
		assert.NotZero(t, s.ID)
		names[s.Name] = nil
		for _, below := range s.Substatuses {
			names[s.Name] = append(names[s.Name], below.Name)
		}
	}
	require.Equal(t, map[string][]string{
		"Sourced": nil, "Contacted": {"Replied", "No answer"}, "Interested": nil, "Not Interested": nil, "Tech screen booked": nil,
	}, names)
}

func TestFolderErrorsAreThoseOfProfiles(t *testing.T) {
	server, client := startPretend(t)
	_, err := client.Folder(t.Context(), 1)
	require.Equal(t, &NotFoundError{Status: 404}, errors.Unwrap(err))
	_, problems := collect(client.FolderMembers(t.Context(), 1, MembersQuery{}))
	require.Len(t, problems, 1)
	require.Equal(t, &NotFoundError{Status: 404}, errors.Unwrap(problems[0]))

	server.SetFaults(pretend.Faults{Broken: true, Requests: 1})
	_, err = client.Folder(t.Context(), pretend.SmallFolder)
	require.Equal(t, &UnavailableError{Status: 500}, errors.Unwrap(err))

	server.RevokeToken()
	_, problems = collect(client.Folders(t.Context()))
	require.Len(t, problems, 1)
	require.Equal(t, &AuthError{Status: 401}, errors.Unwrap(problems[0]))
}

func TestBearerTokens(t *testing.T) {
	var said string
	handler := func(w http.ResponseWriter, r *http.Request) {
		said = r.Header.Get("Authorization")
		_, _ = w.Write([]byte("{}"))
	}
	client := clientFor(t, handler)
	_, err := client.Profile(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, "Token "+secret, said)

	client, err = New(Config{BaseURL: client.base, Token: secret, Bearer: true})
	require.NoError(t, err)
	_, err = client.Profile(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, "Bearer "+secret, said)
}

func TestABadRowCostsOnlyItself(t *testing.T) {
	const rows = `[{"id": 7, "name": 5, "accessible": false, "modified_at": "soon", "candidates_count": -1},
		{"name": "No id"}, "text", {"id": "8", "candidate_statuses": [{"name": "No id"}, {"id": 3, "name": "Sourced", "substatuses": null}]}]`
	folders, problems := collect(clientFor(t, answer(200, "", rows)).Folders(t.Context()))
	require.Equal(t, []Folder{
		{ID: 7, Name: "5"}, {ID: 8, Accessible: true, Statuses: []Status{{ID: 3, Name: "Sourced"}}},
	}, folders)
	require.Equal(t, []error{
		&FieldError{Of: "folder", Field: "id", Problem: "is missing"}, &FieldError{Of: "folder", Problem: "is not a JSON object"},
	}, problems)
	require.Equal(t, `the folder's "id" is missing`, problems[0].Error())
	require.Equal(t, "the folder is not a JSON object", problems[1].Error())
}

func TestListsThatCannotBeFollowed(t *testing.T) {
	tests := []struct{ name, header, body, problem string }{
		{"not a list", "", `{}`, "list folders: the answer is not a list"},
		{"the same page forever", `Link: <https://x.example/?page=9>; rel="next"`, `[]`, errRepeats.Error()},
		{"no number", `Link: <https://x.example/?cursor=9>; rel="next"`, `[]`, "list folders: the next page has no number of its own"},
		{"no address", `Link: <https://x.example:port/?page=9>; rel="next"`, `[]`, "list folders: the next page has no address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := collect(clientFor(t, answer(200, tt.header, tt.body)).Folders(t.Context()))
			require.Len(t, problems, 1)
			require.EqualError(t, problems[0], tt.problem)
		})
	}
}

func TestNextPage(t *testing.T) {
	tests := []struct {
		name, link string
		want       int
		ok         bool
	}{
		{"none", "", 0, true},
		{"last page", `<https://x.example/?page=1>; rel="prev"`, 0, true},
		{"next before last", `<https://x.example/?page=3>; rel="next", <https://x.example/?page=7>; rel="last"`, 3, true},
		{"next after the others", `<https://x.example/?page=1>; rel="prev",<https://x.example/?page=3>; rel=next`, 3, true},
		{"comma in the address", `<https://x.example/?assignees=1,2&page=3>; rel="next"`, 3, true},
		{"back", `<https://x.example/?page=2>; rel="next"`, 0, false},
		{"no number", `<https://x.example/>; rel="next"`, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := nextPage(http.Header{"Link": {tt.link}}, 2)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.ok, err == nil)
		})
	}
}

func TestReadersMayStopEarly(t *testing.T) {
	server, client := startPretend(t)
	server.SetFaults(pretend.Faults{PageSize: 1})
	for folder, err := range client.Folders(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, pretend.SmallFolder, folder.ID)
		break
	}
	require.Len(t, server.Requests(), 1)
}

func TestModifiedAtKeepsItsZone(t *testing.T) {
	_, client := startPretend(t)
	folder, err := client.Folder(t.Context(), pretend.SmallFolder)
	require.NoError(t, err)
	require.Equal(t, "2026-05-04T12:30:00+03:00", folder.ModifiedAt.Format(time.RFC3339))
}
