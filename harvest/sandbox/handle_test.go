package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestColleaguesAddEditMergeAndDelete(t *testing.T) {
	c := signedIn(t, "rate=100/60", "partial=on", "error-before,scope=writes")
	keep, err := c.AddCandidate(named(object{"tags": []string{"sourced"}, "application": object{"prospect": true}}))
	require.NoError(t, err)
	require.Equal(t, json.Number(number(keep)), c.row("/v3/candidates")["id"])
	require.Len(t, c.rows("/v3/applications"), 1, "faults are for the API")

	require.NoError(t, c.EditCandidate(keep, object{"title": "Principal", "tags": []string{}, "custom_fields": []object{{"name_key": "notice_period", "value": 90}}}))
	row := c.row("/v3/candidates")
	require.Equal(t, "Principal", row["title"])
	require.Equal(t, []any{}, row["tags"])
	require.Equal(t, json.Number("90"), row["custom_fields"].(object)["notice_period"].(object)["value"])

	gone, err := c.AddCandidate(named(nil))
	require.NoError(t, err)
	require.NoError(t, c.MergeCandidates(keep, gone))
	require.Equal(t, []string{number(keep)}, idsOf(c.get("/v3/candidates")))
	require.NoError(t, c.DeleteCandidate(keep))
	require.Empty(t, c.rows("/v3/candidates"))
}

func TestAddedCandidatesOfABareAnswer(t *testing.T) {
	c := signedIn(t, "create-answer=candidate")
	id, err := c.AddCandidate(named(nil))
	require.NoError(t, err)
	require.Equal(t, []string{number(id)}, idsOf(c.get("/v3/candidates")))
}

func TestColleaguesFollowTheRulesToo(t *testing.T) {
	c := signedIn(t)
	person := asID(c.person(nil))
	require.ErrorContains(t, c.EditCandidate(1, object{"title": "x"}), "there is no Candidate 1")
	require.ErrorContains(t, c.EditCandidate(person, object{"tittle": "x"}), "tittle")
	require.ErrorContains(t, c.EditCandidate(person, object{"custom_fields": []object{{"name_key": "salary", "value": 1}}}), "custom_fields[0]")
	require.ErrorContains(t, c.EditCandidate(person, object{"title": func() {}}), "JSON")
	require.ErrorContains(t, c.MergeCandidates(person, person), "another candidate")
	require.ErrorContains(t, c.MergeCandidates(person, 1), "does not exist")
	require.ErrorContains(t, c.MergeCandidates(1, person), "there is no Candidate 1")
	require.ErrorContains(t, c.DeleteCandidate(1), "there is no Candidate 1")
	_, err := c.AddCandidate(object{"first_name": "Marta"})
	require.ErrorContains(t, err, "last_name")
	c.CloseJob(1)
	require.Len(t, c.rows("/v3/candidates"), 1)
}

func TestSamplePersonHasAValueInEveryField(t *testing.T) {
	c := signedIn(t)
	id := c.AddSamplePerson()
	row := c.row("/v3/candidates?ids=" + number(id))
	for key, field := range row["custom_fields"].(object) {
		require.NotNil(t, field.(object)["value"], key)
	}
	require.NotEmpty(t, row["tags"])
	education := c.row("/v3/candidate_educations?candidate_ids=" + number(id))
	require.Equal(t, c.option("University of Example"), education["school_name_custom_field_option_id"])
	require.Len(t, c.rows("/v3/candidate_employments?candidate_ids="+number(id)), 1)
}
