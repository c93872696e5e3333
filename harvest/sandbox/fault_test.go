package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
)

func TestParseFault(t *testing.T) {
	for text, want := range map[string]sandbox.Fault{
		"reply-lost=0.5":              {Name: "reply-lost", Value: "0.5"},
		"reply-lost=1,times=2":        {Name: "reply-lost", Value: "1", Times: 2},
		"error-before=1,scope=all":    {Name: "error-before", Value: "1", Scope: "all"},
		"reset-before=0,scope=token":  {Name: "reset-before", Value: "0", Scope: "token"},
		"partial=on,times=1":          {Name: "partial", Value: "on", Times: 1},
		"error-after":                 {Name: "error-after"},
		"error-after,nth=3,times=2":   {Name: "error-after", Nth: 3, Times: 2},
		"truncate,chance=0.1,seed=7":  {Name: "truncate", Chance: 0.1, Seed: 7},
		"reset-at=10,nth=1":           {Name: "reset-at", Value: "10", Nth: 1},
		"408,scope=PATCH":             {Name: "408", Scope: "PATCH"},
		"401-once,scope=/v3/notes":    {Name: "401-once", Scope: "/v3/notes"},
		"429,scope=POST/v3/*/*/move":  {Name: "429", Scope: "POST/v3/*/*/move"},
		"scope=POST/v3/notes":         {Name: "scope", Value: "POST/v3/notes"},
		"down":                        {Name: "down"},
		"rate=5/1":                    {Name: "rate", Value: "5/1"},
		"lag=0.25":                    {Name: "lag", Value: "0.25"},
		"no-scope=harvest:notes:list": {Name: "no-scope", Value: "harvest:notes:list"},
		"scopes=harvest:jobs:list+harvest:candidates:merge": {Name: "scopes", Value: "harvest:jobs:list+harvest:candidates:merge"},
	} {
		got, err := sandbox.ParseFault(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

func TestParseFaultRefusesWhatItDoesNotKnow(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "unknown fault",
		"reply-lots=1":                 "known are reply-lost, reset-before",
		"reply-lost=2":                 "probability",
		"reply-lost=NaN":               "probability",
		"reply-lost=1,scope=pages":     "want one of writes, reads, all, token or METHOD/PATH",
		"reply-lost=1,scope=":          "METHOD/PATH",
		"reply-lost=1,scope=/v3/[":     "METHOD/PATH",
		"reply-lost=1,scope=post/v3":   "METHOD/PATH",
		"scope=pages":                  "METHOD/PATH",
		"reply-lost=1,times=0":         "times",
		"reply-lost=1,nth=0":           "nth",
		"reply-lost=1,seed=0":          "seed",
		"reply-lost,chance=0":          "more than 0",
		"reply-lost,chance=2":          "probability",
		"reply-lost=1,chance=0.5":      "without a value",
		"reply-lost=1,often=yes":       "option",
		"reset-at":                     "bytes",
		"reset-at=-1":                  "bytes",
		"partial=on,scope=/v3/notes":   "writes only",
		"rate-per=token":               "credential|user",
		"partial=on,scope=reads":       "writes only",
		"partial=1":                    "on|off",
		"down=now":                     "takes no value",
		"down,times=1":                 "takes no options",
		"rate=5":                       "N/SECONDS",
		"rate=0/30":                    "N/SECONDS",
		"rate=5/0":                     "N/SECONDS",
		"lag=-1":                       "seconds",
		"lag=NaN":                      "seconds",
		"token-ttl=soon":               "seconds",
		"token-expiry=maybe":           "at|in|both|none",
		"unknown-tags=ask":             "create|refuse",
		"max-attachment=0":             "bytes",
		"scopes=":                      "harvest:jobs:list",
		"scopes=jobs":                  "harvest:jobs:list",
		"no-scope=harvest:notes:lists": "harvest:notes:list",
	} {
		_, err := sandbox.ParseFault(text)
		assert.ErrorContains(t, err, want, text)
	}
}

func TestStartRefusesBadFaultsAndTakenPorts(t *testing.T) {
	_, err := sandbox.Start(sandbox.Options{Faults: []string{"surprise"}})
	require.ErrorContains(t, err, "known are")
	first := start(t)
	_, err = sandbox.Start(sandbox.Options{Listen: first.URL()[len("http://"):]})
	require.ErrorContains(t, err, "address already in use")
}

func TestSetFaultsReplacesAllOrNothing(t *testing.T) {
	c := signedIn(t, "no-scope=harvest:jobs:list")
	require.Equal(t, 403, c.get("/v3/jobs").status)
	require.Error(t, c.SetFaults("lag=1", "surprise"))
	require.Equal(t, 403, c.get("/v3/jobs").status, "a bad list changes nothing")
	require.NoError(t, c.SetFaults())
	require.Equal(t, 200, c.get("/v3/jobs").status)
}
