package sandbox_test

import (
	"crypto/rand"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFaultsHitWritesUnlessToldOtherwise(t *testing.T) {
	for fault, want := range map[string][3]int{ // write, read, token
		"error-before=1":             {500, 200, 200},
		"error-before=1,scope=reads": {201, 500, 200},
		"error-before=1,scope=all":   {500, 500, 200},
		"error-before=1,scope=token": {201, 200, 500},
		"error-before=0,scope=all":   {201, 200, 200},

		"error-before,scope=POST":              {500, 200, 500},
		"error-before,scope=/v3/candidates":    {500, 500, 200},
		"error-before,scope=GET/v3/candidates": {201, 500, 200},
		"error-before,scope=/v3/*":             {500, 500, 200},
		"error-before,scope=/v3/candidates/*":  {201, 200, 200},
		"error-before,scope=/token":            {201, 200, 500},
		"scope=GET/v3/* error-before":          {201, 500, 200},

		"scope=all error-before=1":              {500, 500, 200},
		"error-before=1 scope=all":              {500, 500, 200},
		"scope=all error-before=1,scope=writes": {500, 200, 200},
	} {
		c := signedIn(t, strings.Fields(fault)...)
		got := [3]int{
			c.post("/v3/candidates", named(nil)).status,
			c.get("/v3/candidates").status,
			c.signIn("/token", url.Values{"grant_type": {"client_credentials"}}).status,
		}
		assert.Equal(t, want, got, fault)
	}
}

func TestTimesLimitsAFault(t *testing.T) {
	c := signedIn(t, "error-before=1,times=2", "error-after=1,times=1")
	var statuses []int
	for range 4 {
		statuses = append(statuses, c.post("/v3/candidates", named(nil)).status)
	}
	require.Equal(t, []int{500, 500, 500, 201}, statuses)
	require.Len(t, c.rows("/v3/candidates"), 2, "the third was applied, then answered with 500")
}

func TestWhichCallsAreStruck(t *testing.T) {
	for options, want := range map[string]string{
		"":                       "xxxxxxxx",
		",times=2":               "xx......",
		",nth=3":                 "..x.....",
		",nth=3,times=2":         "..xx....",
		"=0,nth=3":               "........",
		",chance=0.5,seed=4":     signature(t, ",chance=0.5,seed=4"),
		"=0.5,seed=4":            signature(t, ",chance=0.5,seed=4"),
		",nth=1,times=9":         "xxxxxxxx",
		",nth=9":                 "........",
		",nth=2,scope=/v3/other": "........",
	} {
		for _, fault := range []string{"error-before", "408", "429", "error-after", "html-after"} {
			assert.Equal(t, want, signatureOf(t, fault, options), fault+options)
		}
	}
	require.Equal(t, "x.......", signatureOf(t, "401-once", ""))
	require.Equal(t, "xx......", signatureOf(t, "401-once", ",times=2"))
	require.Equal(t, ".x......", signatureOf(t, "401-once", ",nth=2"))
	require.NotEqual(t, signature(t, ",chance=0.5,seed=4"), signature(t, ",chance=0.5,seed=5"))
	require.Contains(t, signature(t, ",chance=0.5,seed=4"), "x")
	require.Contains(t, signature(t, ",chance=0.5,seed=4"), ".")
}

func signature(t *testing.T, options string) string {
	t.Helper()
	return signatureOf(t, "error-before", options)
}

// signatureOf writes eight calls in a row: x for one that a fault struck, a dot for one that it let pass.
func signatureOf(t *testing.T, fault, options string) string {
	t.Helper()
	c := signedIn(t, fault+options)
	var text strings.Builder
	for range 8 {
		c.post("/v3/candidate_tags", object{"name": rand.Text()})
	}
	for _, request := range c.Requests()[2:] { // after two sign-ins
		text.WriteString(map[bool]string{true: "x", false: "."}[request.Fault == fault])
	}
	return text.String()
}
