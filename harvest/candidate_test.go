package harvest_test

import (
	"context"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestCandidateFilters(t *testing.T) {
	at := time.Date(2026, 11, 1, 12, 0, 0, 999, time.FixedZone("", 3600))
	requireQuery(t, (*harvest.Client).Candidates, harvest.CandidateQuery{Tag: "a & b", UpdatedSince: at},
		"/v3/candidates", "tag=a+%26+b&updated_at=gte%7C2026-11-01T11:00:00Z")
}

func TestCandidateColumns(t *testing.T) {
	requireQuery(t, (*harvest.Client).Candidates, harvest.CandidateQuery{Fields: []string{"id", "first_name"}}, "/v3/candidates", "fields=id,first_name")
}

func TestTwoDateFiltersAreNotSent(t *testing.T) {
	requireUnsent(t, func(ctx context.Context, c *harvest.Client) error {
		return toTheEnd(c.Candidates(ctx, harvest.CandidateQuery{CreatedSince: time.Unix(1, 0), UpdatedSince: time.Unix(1, 0)}))
	}, "created_at", "updated_at")
}

func TestCandidateCustomFields(t *testing.T) {
	got := rowOf(t, `{"id":5,"custom_fields":{
		"seniority":{"name":"Seniority","type":"single_select","value":"Senior"},
		"skills":{"name":"Skills","type":"multi_select","value":["Go","SQL"]},
		"notice":{"name":"Notice","type":"number","value":null}}}`, (*harvest.Client).Candidates)
	require.Equal(t, map[string]harvest.CustomFieldValue{
		"seniority": {Name: "Seniority", Type: "single_select", Value: json.RawMessage(`"Senior"`)},
		"skills":    {Name: "Skills", Type: "multi_select", Value: json.RawMessage(`["Go","SQL"]`)},
		"notice":    {Name: "Notice", Type: "number", Value: json.RawMessage(`null`)},
	}, got.CustomFields)
}

func TestCreateCandidateWithTheRest(t *testing.T) {
	person := ada()
	person.Tags, person.Private = []string{"sourced"}, true
	person.CustomFields = []harvest.CustomFieldInput{
		{NameKey: "amazinghiring_url", Value: "https://profiles.example/1?a=b&c"},
		{FieldID: 31840266002, Value: harvest.OptionID(33295710003)},
		{NameKey: "notice_period", Value: nil},
	}
	got := capture(t, 201, candidateRow, writes((*harvest.Client).CreateCandidate, person))
	requireSent(t, got, "POST", "/v3/candidates", `{"first_name":"Ada","last_name":"Byron","tags":["sourced"],"is_private":true,"custom_fields":[
		{"name_key":"amazinghiring_url","value":"https://profiles.example/1?a=b&c"},
		{"custom_field_id":31840266002,"value":33295710003},
		{"name_key":"notice_period","value":null}]}`)
}

func TestCustomFieldsThatAreNotSent(t *testing.T) {
	for name, input := range map[string]harvest.CustomFieldInput{
		"no name":   {Value: 1},
		"two names": {NameKey: "a", FieldID: 1, Value: 1},
	} {
		t.Run(name, func(t *testing.T) {
			person := ada()
			person.CustomFields = []harvest.CustomFieldInput{{NameKey: "fine", Value: 1}, input}
			requireUnsent(t, writes((*harvest.Client).CreateCandidate, person), "custom_fields")
			change := harvest.CandidateChange{CustomFields: person.CustomFields}
			requireUnsent(t, updates((*harvest.Client).UpdateCandidate, 5, change), "custom_fields")
		})
	}
}

// The encoder's own error would quote the value.
func TestValuesThatCannotBeWritten(t *testing.T) {
	inputs := []harvest.CustomFieldInput{{NameKey: "notice_period", Value: math.Inf(1)}}
	person := ada()
	person.CustomFields = inputs
	requireUnsent(t, writes((*harvest.Client).CreateCandidate, person))
	requireUnsent(t, updates((*harvest.Client).UpdateCandidate, 5, harvest.CandidateChange{CustomFields: inputs}))
}

func TestCandidatesOfTheSandbox(t *testing.T) {
	client := permitted(t)
	senior := option(t, client, harvest.CustomFieldOptionQuery{}, "Senior")
	person := ada()
	person.Tags, person.Private = []string{"sourced"}, true
	person.CustomFields = []harvest.CustomFieldInput{
		{NameKey: "amazinghiring_url", Value: "https://profiles.example/1"}, {NameKey: "seniority", Value: senior},
	}
	made, err := client.CreateCandidate(t.Context(), person)
	require.NoError(t, err)
	_, err = client.CreateCandidate(t.Context(), ada())
	require.NoError(t, err)

	found := only(t, collect(t, client, (*harvest.Client).Candidates, harvest.CandidateQuery{Tag: "sourced"}))
	require.Equal(t, made.Candidate, found)
	require.True(t, found.Private)
	require.Equal(t, []string{"sourced"}, found.Tags)
	require.Subset(t, values(found), map[string]string{
		"amazinghiring_url": `"https://profiles.example/1"`, "seniority": `"Senior"`, "notice_period": "null",
	})
}

// values are what a candidate's custom fields hold, as JSON.
func values(c harvest.Candidate) map[string]string {
	held := map[string]string{}
	for key, field := range c.CustomFields {
		held[key] = string(field.Value)
	}
	return held
}

func TestWhoChangedLately(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	query := harvest.CandidateQuery{UpdatedSince: time.Now().Add(-time.Minute)}
	require.Equal(t, person, only(t, collect(t, client, (*harvest.Client).Candidates, query)).ID)
	query.UpdatedSince = time.Now().Add(time.Minute)
	require.Empty(t, collect(t, client, (*harvest.Client).Candidates, query))
}

func TestLockedTagsOfTheSandbox(t *testing.T) {
	client := permitted(t, "unknown-tags=refuse")
	person := ada()
	person.Tags = []string{"sourced"}
	var refused *harvest.ValidationError
	require.ErrorAs(t, writes((*harvest.Client).CreateCandidate, person)(t.Context(), client), &refused)
	require.Equal(t, []string{"tags"}, refused.Fields)
	require.Empty(t, everybody(t, client))
}
