package sandbox_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestV1NewPeopleAreNotReadyForSomeCalls(t *testing.T) {
	c := signedIn(t, "v1-not-ready=2")
	truncated := c.v1Add("/v1/candidates", c.v1Person(nil))
	require.ElementsMatch(t, []string{"id", "application_ids"}, keysOf(truncated))
	person, application := truncated["id"], truncated["application_ids"].([]any)[0]
	require.Empty(t, c.v1Rows("/v1/candidates"))
	require.Empty(t, c.v1Rows("/v1/applications"))
	require.Len(t, c.rows("/v3/candidates"), 1, "version 3 knows nothing of this")

	require.Equal(t, 404, c.v1("GET", at("candidates", person), nil).status)
	got := c.v1("PATCH", at("candidates", person), object{"title": "Engineer"})
	require.Equal(t, 404, got.status)
	require.JSONEq(t, `{"message":"Resource not found"}`, got.raw)
	got = c.v1("GET", at("candidates", person), nil)
	require.Equal(t, 200, got.status)
	require.Equal(t, []any{application}, got.body.(object)["application_ids"])
	require.Len(t, c.v1Rows("/v1/candidates"), 1)
	require.Equal(t, 200, c.v1("GET", at("applications", application), nil).status)
}

func TestV1NewApplicationsAreNotReadyForSomeCalls(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	require.NoError(t, c.SetFaults("v1-not-ready=1"))
	truncated := c.v1Add(at("candidates", person, "applications"), object{"job_id": c.job("Data Engineer")})
	require.Equal(t, []string{"id"}, keysOf(truncated))
	require.Len(t, c.v1Rows("/v1/candidates")[0]["applications"], 1)
	require.Equal(t, 404, c.v1("GET", at("applications", truncated["id"]), nil).status)
	require.Equal(t, 200, c.v1("GET", at("applications", truncated["id"]), nil).status)
	require.Len(t, c.v1Rows("/v1/candidates")[0]["applications"], 2)
}

func TestV1ReadingThePersonCountsForItsApplications(t *testing.T) {
	c := signedIn(t)
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	require.NoError(t, c.SetFaults("v1-not-ready=1"))
	c.v1Add(at("candidates", person, "applications"), object{"job_id": c.job("Data Engineer")})
	require.Equal(t, 200, c.v1("GET", at("candidates", person), nil).status)
	require.Len(t, c.v1("GET", at("candidates", person), nil).body.(object)["applications"], 2)
}

func TestV1NewPeopleAreNotReadyForSomeTime(t *testing.T) {
	c := start(t, "v1-not-ready=3600s")
	person := c.v1Add("/v1/prospects", named(nil))["id"]
	for range 3 {
		require.Equal(t, 404, c.v1("GET", at("candidates", person), nil).status)
	}
	require.NoError(t, c.SetFaults("v1-not-ready=0.2s"))
	person = c.v1Add("/v1/prospects", named(nil))["id"]
	require.Eventually(t, func() bool {
		return c.v1("GET", at("candidates", person), nil).status == 200
	}, 5*time.Second, 20*time.Millisecond)
}

func TestV1NotReadyValues(t *testing.T) {
	c := start(t)
	for _, value := range []string{"", "-1", "soon", "1.5", "-1s", "s"} {
		assert.ErrorContains(t, c.SetFaults("v1-not-ready="+value), "want a number of", value)
	}
	assert.ErrorContains(t, c.SetFaults("v1-rate=5"), "N/SECONDS")
}

func TestV1FaultsOfTheWire(t *testing.T) {
	for fault, test := range map[string]struct {
		status, applied int
	}{
		"error-before=1":            {500, 0},
		"error-after=1":             {500, 1},
		"redirect-after=1":          {302, 1},
		"408-after=1":               {408, 1},
		"429=1":                     {429, 0},
		"error-after=1,nth=2":       {201, 1},
		"html-after=1":              {201, 1},
		"error-before=0":            {201, 1},
		"error-after=1,scope=reads": {201, 1},
	} {
		c := start(t, fault)
		assert.Equal(t, test.status, c.v1("POST", "/v1/candidates", c.v1Person(nil)).status, fault)
		require.NoError(t, c.SetFaults())
		assert.Len(t, c.v1Rows("/v1/candidates"), test.applied, fault)
	}
}

func TestV1LostReplies(t *testing.T) {
	c := start(t, "reply-lost=1,times=1")
	_, err := direct.Do(c.ask("POST", "/v1/candidates", c.v1Person(nil)))
	require.Error(t, err)
	require.Len(t, c.v1Rows("/v1/candidates"), 1)
	require.NoError(t, c.SetFaults("down"))
	_, err = direct.Do(c.ask("GET", "/v1/jobs", nil))
	require.Error(t, err)
}

func TestV1AnswersWhenThePersonIsMergedAway(t *testing.T) {
	c := signedIn(t, "auto-merge=on")
	body := func() object {
		return c.v1Person(object{"email_addresses": []object{{"value": "marta.okafor@example.com", "type": "personal"}}})
	}
	first, second := c.v1Add("/v1/candidates", body()), c.v1Add("/v1/candidates", body())
	require.NotEqual(t, first["id"], second["id"])
	require.Equal(t, 404, c.v1("GET", at("candidates", second["id"]), nil).status)
	require.Len(t, c.v1("GET", at("candidates", first["id"].(json.Number)), nil).body.(object)["applications"], 2)
}
