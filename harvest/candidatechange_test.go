package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func change(id harvest.CandidateID, c harvest.CandidateChange) operation {
	return updates((*harvest.Client).UpdateCandidate, id, c)
}

func TestOnlyWhatIsSetIsSent(t *testing.T) {
	none := []harvest.Address{}
	for name, test := range map[string]struct {
		change harvest.CandidateChange
		body   string
	}{
		"one field": {harvest.CandidateChange{Title: new("Analyst")}, `{"title":"Analyst"}`},
		"cleared texts": {
			harvest.CandidateChange{PreferredName: new(""), Company: new(""), Title: new("")},
			`{"preferred_name":"","company":"","title":""}`,
		},
		"cleared lists": {
			harvest.CandidateChange{
				Emails: none, Phones: none, Addresses: none, Websites: none, SocialMedia: none,
				Tags: []string{}, CustomFields: []harvest.CustomFieldInput{},
			},
			`{"email_addresses":[],"phone_numbers":[],"addresses":[],"website_addresses":[],"social_media_addresses":[],"tags":[],"custom_fields":[]}`,
		},
		"lists": {
			harvest.CandidateChange{
				Emails:       []harvest.Address{{Value: "ada@example.org", Type: "work"}},
				SocialMedia:  []harvest.Address{{Value: "https://social.example/ada", Type: "other"}},
				Tags:         []string{"a", "b"},
				CustomFields: []harvest.CustomFieldInput{{NameKey: "x", Value: nil}},
			},
			`{"email_addresses":[{"value":"ada@example.org","type":"work"}],"social_media_addresses":[{"value":"https://social.example/ada"}],
				"tags":["a","b"],"custom_fields":[{"name_key":"x","value":null}]}`,
		},
		"names and privacy": {
			harvest.CandidateChange{FirstName: new("Ada"), LastName: new("King"), Private: new(false)},
			`{"first_name":"Ada","last_name":"King","is_private":false}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := capture(t, 200, candidateRow, change(17130511003, test.change))
			requireSent(t, got, "PATCH", "/v3/candidates/17130511003", test.body)
		})
	}
}

func TestChangesThatAreNotSent(t *testing.T) {
	requireUnsent(t, change(5, harvest.CandidateChange{}))
	requireUnsent(t, change(5, harvest.CandidateChange{FirstName: new(" ")}), "first_name")
	requireUnsent(t, change(5, harvest.CandidateChange{LastName: new("")}), "last_name")
}

func TestChangeLeavesTheCallersListsAlone(t *testing.T) {
	links := []harvest.Address{{Value: "https://social.example/ada", Type: "other"}}
	capture(t, 200, candidateRow, change(5, harvest.CandidateChange{SocialMedia: links}))
	require.Equal(t, "other", links[0].Type)
}

func TestUpdateCandidateAnswers(t *testing.T) {
	for name, body := range map[string]string{"bare": candidateRow, "enveloped": `{"candidate":` + candidateRow + `}`} {
		t.Run(name, func(t *testing.T) {
			client, _ := serve(t, say(200, body))
			got, err := client.UpdateCandidate(t.Context(), 17130511003, harvest.CandidateChange{Title: new("Analyst")})
			require.NoError(t, err)
			require.Equal(t, adaRow(), got)
		})
	}
}

// person is somebody in the sandbox who has something in every list.
func person(t *testing.T, client *harvest.Client) harvest.Candidate {
	t.Helper()
	n := ada()
	n.Title, n.Company, n.Tags = "Analyst", "Engines", []string{"sourced"}
	n.Emails = []harvest.Address{{Value: "ada@example.org", Type: "personal"}}
	n.Phones = []harvest.Address{{Value: "+15550100", Type: "mobile"}}
	n.CustomFields = []harvest.CustomFieldInput{
		{NameKey: "amazinghiring_url", Value: "https://profiles.example/1"}, {NameKey: "notice_period", Value: 3},
	}
	made, err := client.CreateCandidate(t.Context(), n)
	require.NoError(t, err)
	return made.Candidate
}

func TestListsAreReplacedAsAWhole(t *testing.T) {
	client := permitted(t)
	before := person(t, client)
	after, err := client.UpdateCandidate(t.Context(), before.ID, harvest.CandidateChange{
		Title:        new(""),
		Emails:       []harvest.Address{{Value: "ada@example.com", Type: "work"}},
		Phones:       []harvest.Address{},
		Tags:         []string{"met"},
		CustomFields: []harvest.CustomFieldInput{{NameKey: "notice_period", Value: 6}},
	})
	require.NoError(t, err)
	require.Equal(t, []harvest.Address{{Value: "ada@example.com", Type: "work"}}, after.Emails)
	require.Equal(t, []harvest.Address{}, after.Phones)
	require.Equal(t, []string{"met"}, after.Tags)
	require.Equal(t, "6", values(after)["notice_period"])
	require.Equal(t, "null", values(after)["amazinghiring_url"], "what is not in the list of custom fields is lost")
	require.Empty(t, after.Title)
	require.Equal(t, "Engines", after.Company, "what is not set stays")
	require.Equal(t, []harvest.Candidate{after}, everybody(t, client))
}

func TestReadAppendWrite(t *testing.T) {
	client := permitted(t)
	before := person(t, client)
	after, err := client.UpdateCandidate(t.Context(), before.ID, harvest.CandidateChange{
		Emails: append(before.Emails, harvest.Address{Value: "ada@example.com", Type: "work"}),
	})
	require.NoError(t, err)
	before.Emails = append(before.Emails, harvest.Address{Value: "ada@example.com", Type: "work"})
	before.UpdatedAt = after.UpdatedAt
	require.Equal(t, before, after)
}

func TestChangesTheSandboxRefuses(t *testing.T) {
	client := permitted(t)
	known := person(t, client)
	var refused *harvest.ValidationError
	require.ErrorAs(t, change(known.ID, harvest.CandidateChange{
		Emails: []harvest.Address{{Value: "ada@example.org", Type: "private"}},
	})(t.Context(), client), &refused)
	require.Equal(t, 422, refused.Status)
	require.ErrorAs(t, change(1, harvest.CandidateChange{Title: new("x")})(t.Context(), client), new(*harvest.NotFoundError))
	require.Equal(t, []harvest.Candidate{known}, everybody(t, client))
}

// A change whose answer is lost may have been applied; with whole values it may be sent again.
func TestDoubtfulChange(t *testing.T) {
	server := startSandbox(t)
	client := connect(t, sandboxConfig(server))
	known := person(t, client)
	require.NoError(t, server.SetFaults("reply-lost=1,times=1"))
	renamed := change(known.ID, harvest.CandidateChange{Company: new("Looms")})
	for _, want := range []error{new(harvest.AmbiguousError), nil} {
		require.IsType(t, want, renamed(t.Context(), client))
		require.Equal(t, "Looms", only(t, everybody(t, client)).Company)
	}
}
