package amazinghiring

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

func membersOf(t *testing.T, client *Client, folder int64, q MembersQuery) []FolderMember {
	t.Helper()
	members, problems := collect(client.FolderMembers(t.Context(), folder, q))
	require.Empty(t, problems)
	return members
}

func TestShortMembersSpendNothing(t *testing.T) {
	server, client := startPretend(t)
	members := membersOf(t, client, pretend.SmallFolder, MembersQuery{})
	require.Len(t, members, 3)
	for i, m := range server.Members(pretend.SmallFolder) {
		assert.Equal(t, m.ID, members[i].ID)
		assert.Equal(t, m.ProfileID, members[i].ProfileID)
		assert.Equal(t, "Sourced", members[i].Status.Name)
		assert.Nil(t, members[i].Profile)
		assert.False(t, members[i].CreatedAt.IsZero())
	}
	require.Zero(t, server.Opened())
}

func TestWholeMembersBringTheirProfiles(t *testing.T) {
	server, client := startPretend(t)
	members := membersOf(t, client, pretend.SmallFolder, MembersQuery{Whole: true})
	require.Equal(t, "Marta Okafor", members[0].Name)
	for _, m := range members {
		p, _, err := Decode(m.Profile, server.URL())
		require.NoError(t, err)
		assert.Equal(t, m.ProfileID, p.ID)
		assert.Equal(t, m.Name, p.Name)
	}
	require.Equal(t, 3, server.Opened())
}

func TestChangesAreSeenSinceATime(t *testing.T) {
	server, client := startPretend(t)
	everybody := membersOf(t, client, pretend.SmallFolder, MembersQuery{})
	since := everybody[0].UpdatedAt.Add(time.Nanosecond)
	require.Empty(t, membersOf(t, client, pretend.SmallFolder, MembersQuery{UpdatedSince: since}))

	require.NoError(t, server.SetStatus(pretend.SmallFolder, everybody[1].ID, "Replied"))
	comment, err := server.AddComment(pretend.SmallFolder, everybody[1].ID, "Likes Go.")
	require.NoError(t, err)
	changed := membersOf(t, client, pretend.SmallFolder, MembersQuery{UpdatedSince: since})
	require.Len(t, changed, 1)
	require.Equal(t, everybody[1].ID, changed[0].ID)
	require.Equal(t, "Contacted", changed[0].Status.Name)
	require.Equal(t, "Replied", changed[0].Status.SubstatusName)
	require.NotZero(t, changed[0].Status.SubstatusID)
	require.Len(t, changed[0].Comments, 1)
	require.Equal(t, "Sample Recruiter", changed[0].Comments[0].Author)

	require.NoError(t, server.EditComment(pretend.SmallFolder, everybody[1].ID, comment, "Loves Go."))
	edited := membersOf(t, client, pretend.SmallFolder, MembersQuery{UpdatedSince: changed[0].UpdatedAt})
	require.Equal(t, "Loves Go.", edited[0].Comments[0].Body)
	require.Equal(t, changed[0].Comments[0].CreatedAt, edited[0].Comments[0].CreatedAt)
	require.True(t, edited[0].Comments[0].ModifiedAt.After(changed[0].Comments[0].ModifiedAt))
}

func TestAllOfABigFolderOnce(t *testing.T) {
	server, client := startPretend(t)
	require.Len(t, distinct(t, membersOf(t, client, pretend.BigFolder, MembersQuery{})), 3000)
	require.Len(t, server.Requests(), 6)

	server.SetFaults(pretend.Faults{PageSize: 70})
	require.Len(t, distinct(t, membersOf(t, client, pretend.BigFolder, MembersQuery{})), 3000)
}

// TestReaderAsksForEachPageOnce, also for the one that was refused in between, and passes over who cannot be read.
func TestReaderAsksForEachPageOnce(t *testing.T) {
	server, client := startPretend(t)
	reader := client.ReadMembers(pretend.BigFolder)
	first, err := reader.Next(t.Context())
	require.NoError(t, err)
	require.Len(t, first, shortPerPage)
	server.SetFaults(pretend.Faults{Broken: true, Requests: 1})
	_, err = reader.Next(t.Context())
	require.Error(t, err)
	all := first
	for part, err := reader.Next(t.Context()); err != io.EOF; part, err = reader.Next(t.Context()) {
		require.NoError(t, err)
		all = append(all, part...)
	}
	require.Len(t, distinct(t, all), 3000)
	require.Len(t, server.Requests(), 6+1)

	odd := clientFor(t, answer(200, "", `{"next": null, "results": [{"id": 1}, {"id": 2, "profile": 12}]}`)).ReadMembers(7)
	members, err := odd.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, []FolderMember{{ID: 2, ProfileID: 12}}, members)
}

func distinct(t *testing.T, members []FolderMember) map[int64]bool {
	t.Helper()
	profiles := map[int64]bool{}
	for _, m := range members {
		assert.False(t, profiles[m.ProfileID])
		profiles[m.ProfileID] = true
	}
	return profiles
}

func TestBigFolderHasPeopleWithoutQuestions(t *testing.T) {
	_, client := startPretend(t)
	seen, silent := map[string]bool{}, 0
	for m, err := range client.FolderMembers(t.Context(), pretend.BigFolder, MembersQuery{Whole: true}) {
		require.NoError(t, err)
		p, dropped, err := Decode(m.Profile, base)
		require.NoError(t, err)
		assert.Empty(t, dropped)
		assert.True(t, profile.SplitName(p.Name).Sure, p.Name)
		silent += zeroIsOne(len(p.Emails))
		for _, id := range p.Identifiers() {
			assert.False(t, seen[fmt.Sprint(id)], "%v is somebody else's", id)
			seen[fmt.Sprint(id)] = true
		}
	}
	require.Equal(t, 300, silent)
}

func zeroIsOne(n int) int { return max(0, 1-n) }

func TestMembersThatMoveBetweenPagesComeOnce(t *testing.T) {
	pages := map[string]string{
		"0": `{"next": "https://x.example/?offset=2", "results": [{"id": 1, "profile": 11}, {"id": 2, "profile": 12}]}`,
		"2": `{"next": null, "results": [{"id": 2, "profile": 12}, {"id": 3, "profile": 13}]}`,
	}
	client := clientFor(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(pages[r.URL.Query().Get("offset")]))
	})
	require.Len(t, membersOf(t, client, 7, MembersQuery{}), 3)
}

func TestReadMember(t *testing.T) {
	tests := []struct {
		name, raw string
		want      FolderMember
		problem   error
	}{
		{"bare", `{"id": 1, "profile": 2}`, FolderMember{ID: 1, ProfileID: 2}, nil},
		{"texts", `{"id": "1", "profile": "2", "status": null, "comments": null}`, FolderMember{ID: 1, ProfileID: 2}, nil},
		{"status as an id", `{"id": 1, "profile": 2, "status": 3}`, FolderMember{ID: 1, ProfileID: 2, Status: MemberStatus{ID: 3}}, nil},
		{
			"substatus as an id", `{"id": 1, "profile": 2, "status": {"id": 3, "name": "Contacted", "substatus": 4}}`,
			FolderMember{ID: 1, ProfileID: 2, Status: MemberStatus{ID: 3, Name: "Contacted", SubstatusID: 4}}, nil,
		},
		{
			"inlined", `{"id": 1, "profile": {"id": 2, "name": "Marta Okafor"}}`,
			FolderMember{ID: 1, ProfileID: 2, Name: "Marta Okafor", Profile: []byte(`{"id": 2, "name": "Marta Okafor"}`)}, nil,
		},
		{"odd", `{"id": 1, "profile": 2, "status": [], "comments": {}, "updated_at": "soon"}`, FolderMember{ID: 1, ProfileID: 2}, nil},
		{"nobody", `{"id": 1}`, FolderMember{ID: 1}, &FieldError{Of: "folder member", Field: "profile", Problem: "is missing"}},
		{"no id", `{"profile": {"id": 2}}`, FolderMember{}, &FieldError{Of: "folder member", Field: "id", Problem: "is missing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readMember([]byte(tt.raw))
			require.Equal(t, tt.problem, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestMembersNeedResults(t *testing.T) {
	for _, body := range []string{`[]`, `{}`, `{"results": null}`, `{"results": 5}`} {
		_, problems := collect(clientFor(t, answer(200, "", body)).FolderMembers(t.Context(), 7, MembersQuery{}))
		require.Len(t, problems, 1)
		require.EqualError(t, problems[0], "list folder members: the answer has no results")
	}
}
