package harvest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

func TestAppliedTagQuery(t *testing.T) {
	q := harvest.AppliedTagQuery{CandidateIDs: []harvest.CandidateID{5}}
	requireQuery(t, (*harvest.Client).AppliedTags, q, "/v3/applied_candidate_tags", "candidate_ids=5")
}

func TestTagRows(t *testing.T) {
	client, g := serve(t, say(200, `[{"id":19,"name":"sourced"}]`))
	tags, err := harvest.Collect(client.CandidateTags(t.Context()))
	require.NoError(t, err)
	require.Equal(t, []harvest.Tag{{ID: 19, Name: "sourced"}}, tags)
	require.Equal(t, apiPath+"/v3/candidate_tags", g.seen()[0].URL.RequestURI())
	applied := rowOf(t, `{"id":20,"candidate_id":5,"candidate_tag_id":19}`, (*harvest.Client).AppliedTags)
	require.Equal(t, harvest.AppliedTag{ID: 20, CandidateID: 5, TagID: 19}, applied)
}

func TestTagsOnTheWire(t *testing.T) {
	made := capture(t, 201, `{"id":19,"name":"sourced"}`, writes((*harvest.Client).CreateTag, "sourced"))
	requireSent(t, made, "POST", "/v3/candidate_tags", `{"name":"sourced"}`)
	applied := capture(t, 201, `{"id":20}`, updates((*harvest.Client).ApplyTag, 5, harvest.TagID(19)))
	requireSent(t, applied, "POST", "/v3/applied_candidate_tags", `{"candidate_id":5,"candidate_tag_id":19}`)
}

func TestTagWithoutANameIsNotSent(t *testing.T) {
	requireUnsent(t, writes((*harvest.Client).CreateTag, " "), "name")
}

func TestTagsOfTheSandbox(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	tag, err := client.CreateTag(t.Context(), "sourced")
	require.NoError(t, err)
	require.ErrorAs(t, writes((*harvest.Client).CreateTag, "sourced")(t.Context(), client), new(*harvest.ValidationError), "taken")
	upper, err := client.CreateTag(t.Context(), "Sourced")
	require.NoError(t, err, "upper and lower case are told apart")
	all, err := harvest.Collect(client.CandidateTags(t.Context()))
	require.NoError(t, err)
	require.Equal(t, []harvest.Tag{upper, tag}, all)

	applied, err := client.ApplyTag(t.Context(), person, tag.ID)
	require.NoError(t, err)
	query := harvest.AppliedTagQuery{CandidateIDs: []harvest.CandidateID{person}}
	require.Equal(t, []harvest.AppliedTag{applied}, collect(t, client, (*harvest.Client).AppliedTags, query))
	require.Equal(t, []string{"sourced"}, only(t, everybody(t, client)).Tags)
}

func TestTagsAreAppliedOnce(t *testing.T) {
	client := permitted(t)
	person, _ := prospect(t, client)
	tag, err := client.CreateTag(t.Context(), "sourced")
	require.NoError(t, err)
	apply := updates((*harvest.Client).ApplyTag, person, tag.ID)
	require.NoError(t, apply(t.Context(), client))
	require.ErrorAs(t, apply(t.Context(), client), new(*harvest.ValidationError))
	require.ErrorAs(t, updates((*harvest.Client).ApplyTag, 1, tag.ID)(t.Context(), client), new(*harvest.ValidationError))
}
