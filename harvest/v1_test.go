package harvest_test

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

const legacyKey = "key-of-the-legacy-dialect"

func legacyConfig(address string) harvest.Config {
	return harvest.Config{
		Dialect: harvest.V1, BaseURL: address + apiPath, Key: legacyKey, ActingUser: actor, Timeout: 5 * time.Second,
	}
}

// legacy is a client of version 1 whose Greenhouse answers with api.
func legacy(t *testing.T, api http.HandlerFunc) (*harvest.Client, *greenhouse) {
	t.Helper()
	g := newGreenhouse(api)
	cfg := legacyConfig("http://localhost")
	cfg.Transport = inMemory{g}
	return connect(t, cfg), g
}

func onJob() harvest.NewCandidate {
	person := ada()
	person.Application = &harvest.NewApplication{JobID: 11}
	return person
}

func legacyWrite(ctx context.Context, c *harvest.Client) error {
	_, err := c.CreateCandidate(ctx, onJob())
	return err
}

// legacyReads are all methods that list something in version 1.
func legacyReads() map[string]operation {
	all := readOperations()
	maps.DeleteFunc(all, func(name string, _ operation) bool {
		return !slices.Contains([]string{
			"Applications", "Attachments", "Candidates", "CustomFieldOptions", "CustomFields", "Jobs", "Sources", "UserEmails", "Users",
		}, name)
	})
	return all
}

// legacyWrites are all writes of version 1. Its texts are marked as personal.
func legacyWrites() map[string]operation {
	all := writeOperations()
	asProspect := markedCandidate()
	asProspect.Application = &harvest.NewApplication{Prospect: true}
	return map[string]operation{
		"CreateApplication": all["CreateApplication"],
		"CreateAttachment": writes((*harvest.Client).CreateAttachment, harvest.NewAttachment{
			ApplicationID: 90, CandidateID: 5, Filename: marked + ".txt", Type: "resume", Content: []byte(marked),
		}),
		"CreateCandidate":             all["CreateCandidate"],
		"CreateCandidate as prospect": writes((*harvest.Client).CreateCandidate, asProspect),
		"CreateCustomField":           all["CreateCustomField"],
		"UpdateCandidate":             all["UpdateCandidate"],
		"UpdateCustomField":           all["UpdateCustomField"],
	}
}

func TestDialects(t *testing.T) {
	current, _ := serve(t, say(200, "[]"))
	require.Equal(t, harvest.V3, current.Dialect())
	old, _ := legacy(t, say(200, "[]"))
	require.Equal(t, harvest.V1, old.Dialect())
	_, err := time.Parse(time.DateOnly, harvest.V1Retired)
	require.NoError(t, err)
}

func TestCredentialsFitTheDialect(t *testing.T) {
	client := harvest.Config{ClientID: "a", ClientSecret: "hidden"}
	key := harvest.Config{Dialect: harvest.V1, Key: "hidden"}
	tests := map[string]struct {
		from   harvest.Config
		change func(*harvest.Config)
		says   string
	}{
		"unknown dialect":       {client, func(c *harvest.Config) { c.Dialect = "v2" }, "v3 or v1"},
		"key in v3":             {client, func(c *harvest.Config) { c.Key = "hidden" }, "v1 only"},
		"no key":                {key, func(c *harvest.Config) { c.Key = "" }, "needs one"},
		"key with a colon":      {key, func(c *harvest.Config) { c.Key = "hidden:x" }, "key: spaces, colons"},
		"key with a line break": {key, func(c *harvest.Config) { c.Key = "hidden\n" }, "key: spaces, colons"},
		"client id in v1":       {key, func(c *harvest.Config) { c.ClientID = "hidden" }, "v3 only"},
		"client secret in v1":   {key, func(c *harvest.Config) { c.ClientSecret = "hidden" }, "v3 only"},
		"auth URL in v1":        {key, func(c *harvest.Config) { c.AuthURL = "https://hidden.example" }, "v3 only"},
		"read subject in v1":    {key, func(c *harvest.Config) { c.ReadSubject = 1 }, "v3 only"},
		"acting user in v1":     {key, func(c *harvest.Config) { c.ActingUser = -1 }, "positive"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.change(&test.from)
			_, err := harvest.New(test.from)
			require.ErrorContains(t, err, test.says)
			require.NotContains(t, err.Error(), "hidden")
		})
	}
	_, err := harvest.New(key)
	require.NoError(t, err)
}

// The key is the user name and the password is blank; a write says for whom it is made, a read does not.
func TestLegacySignature(t *testing.T) {
	for name, call := range legacyReads() {
		t.Run(name, func(t *testing.T) {
			client, g := legacy(t, say(200, "[]"))
			require.NoError(t, call(t.Context(), client))
			requireSignedWithKey(t, g, "")
		})
	}
	for name, call := range legacyWrites() {
		t.Run(name, func(t *testing.T) {
			client, g := legacy(t, say(200, `{"id":1,"filename":"x"}`))
			require.NoError(t, call(t.Context(), client))
			requireSignedWithKey(t, g, "4002")
			require.Equal(t, "application/json", g.seen()[0].Header.Get("Content-Type"))
		})
	}
}

func requireSignedWithKey(t *testing.T, g *greenhouse, onBehalfOf string) {
	t.Helper()
	require.NotEmpty(t, g.seen())
	for _, r := range g.seen() {
		key, password, ok := r.BasicAuth()
		require.True(t, ok)
		require.Equal(t, legacyKey, key)
		require.Empty(t, password)
		require.Equal(t, onBehalfOf, r.Header.Get("On-Behalf-Of"))
		require.Regexp(t, "^"+apiPath+"/v1/", r.URL.Path)
	}
	require.Empty(t, g.mints())
}

// What version 1 does not have is refused before anything is sent.
func TestNotInTheLegacyDialect(t *testing.T) {
	missing := allOperations()
	for name := range legacyReads() {
		delete(missing, name)
	}
	for name := range legacyWrites() {
		delete(missing, name)
	}
	require.NotEmpty(t, missing)
	missing["Introspect"] = func(ctx context.Context, c *harvest.Client) error {
		_, err := c.Introspect(ctx)
		return err
	}
	for name, call := range missing {
		t.Run(name, func(t *testing.T) { requireNotInDialect(t, call) })
	}
}

func requireNotInDialect(t *testing.T, call operation) {
	t.Helper()
	client, g := legacy(t, say(200, `{"id":1}`))
	err := call(t.Context(), client)
	require.ErrorIs(t, err, harvest.ErrNotInDialect)
	require.NotContains(t, err.Error(), marked)
	require.Empty(t, g.seen())
}

// There is nothing to mint anew: the first refusal of the key is the answer.
func TestLegacyKeyRefused(t *testing.T) {
	client, g := legacy(t, say(401, `{"message":"x"}`))
	require.Equal(t, &harvest.AuthError{Op: writing, Status: 401}, legacyWrite(t.Context(), client))
	require.Len(t, g.seen(), 1)
	require.Equal(t, &harvest.AuthError{Op: reading, Status: 401}, read(t.Context(), client))
	require.Len(t, g.seen(), 2)
}

// A version that is gone is no fault of the record that was to be sent.
func TestLegacyDialectIsGone(t *testing.T) {
	for _, status := range []int{301, 308, 404, 410} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			client, _ := legacy(t, say(status, "<html>"))
			err := read(t.Context(), client)
			require.Equal(t, &harvest.AuthError{Op: reading, Status: status, Retired: true}, err)
			require.ErrorContains(t, err, "no longer has this version")
		})
	}
	client, _ := legacy(t, say(410, ""))
	require.Equal(t, &harvest.AuthError{Op: writing, Status: 410, Retired: true}, legacyWrite(t.Context(), client))
}

func TestLegacyStatusDecides(t *testing.T) {
	unavailable := func(status int) error { return &harvest.UnavailableError{Op: reading, Status: status} }
	ambiguous := func(status int) error { return &harvest.AmbiguousError{Op: writing, Status: status} }
	tests := map[int]struct{ read, write error }{
		302: {unavailable(302), ambiguous(302)},
		403: {
			&harvest.PermissionError{Op: reading, Scope: "Sources: List"},
			&harvest.PermissionError{Op: writing, Scope: "Candidates: Add candidate", Subject: actor},
		},
		407: {unavailable(407), &harvest.UnavailableError{Op: writing, Status: 407}},
		408: {unavailable(408), ambiguous(408)},
		429: {
			&harvest.RateLimitError{Op: reading, RetryAfter: 30 * time.Second},
			&harvest.RateLimitError{Op: writing, RetryAfter: 30 * time.Second},
		},
		500: {unavailable(500), ambiguous(500)},
		503: {unavailable(503), ambiguous(503)},
	}
	for status, test := range tests {
		t.Run(http.StatusText(status), func(t *testing.T) {
			client, _ := legacy(t, say(status, `<html>whatever</html>`))
			require.Equal(t, test.read, read(t.Context(), client))
			client, g := legacy(t, say(status, `<html>whatever</html>`))
			require.Equal(t, test.write, legacyWrite(t.Context(), client))
			require.Len(t, g.seen(), 1, "a write is sent once")
		})
	}
	client, _ := legacy(t, say(404, `{"message":"Resource not found"}`))
	require.Equal(t, &harvest.NotFoundError{Op: writing}, legacyWrite(t.Context(), client), "also for an unknown acting user")
}

func TestLegacyRefusals(t *testing.T) {
	for name, test := range refusals() {
		for _, status := range []int{400, 405, 409, 413, 415, 422} {
			t.Run(name, func(t *testing.T) {
				client, _ := legacy(t, say(status, test.body))
				want := &harvest.ValidationError{Op: writing, Status: status, Fields: test.fields, Messages: test.messages}
				require.Equal(t, want, legacyWrite(t.Context(), client))
			})
		}
	}
}

func TestEveryLegacyWriteNeedsProof(t *testing.T) {
	bodies := noProofs()
	bodies["half done in an array"] = `[{"id":1,"errors":["x"]}]`
	bodies["two"] = `[{"id":1},{"id":2}]`
	for name, write := range legacyWrites() {
		for how, body := range bodies {
			t.Run(name+" "+how, func(t *testing.T) {
				client, g := legacy(t, say(200, body))
				var ambiguous *harvest.AmbiguousError
				require.ErrorAs(t, write(t.Context(), client), &ambiguous)
				require.Equal(t, 200, ambiguous.Status)
				require.Len(t, g.seen(), 1)
			})
		}
	}
}

func TestNoLegacyWriteIsRepeated(t *testing.T) {
	for name, write := range legacyWrites() {
		for _, status := range []int{301, 302, 401, 408, 500, 503} {
			t.Run(name, func(t *testing.T) {
				client, g := legacy(t, say(status, ""))
				require.Error(t, write(t.Context(), client))
				require.Len(t, g.seen(), 1)
			})
		}
	}
}

func TestEveryLegacyWriteNeedsAnActingUser(t *testing.T) {
	for name, write := range legacyWrites() {
		t.Run(name, func(t *testing.T) {
			g := newGreenhouse(say(200, `{"id":1}`))
			cfg := legacyConfig("http://localhost")
			cfg.Transport, cfg.ActingUser = inMemory{g}, 0
			require.ErrorIs(t, write(t.Context(), connect(t, cfg)), harvest.ErrNoActingUser)
			require.Empty(t, g.seen())
		})
	}
}

func TestEveryLegacyListRefusesRowsThatAreNone(t *testing.T) {
	for name, read := range legacyReads() {
		for _, body := range noLists() {
			t.Run(name+" "+body, func(t *testing.T) {
				client, _ := legacy(t, say(200, body))
				require.ErrorAs(t, read(t.Context(), client), new(*harvest.UnavailableError))
			})
		}
	}
}

func TestEveryLegacyListToleratesTheUnknown(t *testing.T) {
	const row = `[{"id":1,"type":null,"name":null,"applications":null,"attachments":null,"emails":[{"x":1},null],"application_ids":null,
		"keyed_custom_fields":{"x":null},"custom_fields":{"x":[1]},"custom_field_options":null,"something_new":{"x":[1]}}]`
	for name, read := range legacyReads() {
		t.Run(name, func(t *testing.T) {
			client, _ := legacy(t, say(200, row))
			require.NoError(t, read(t.Context(), client))
		})
	}
}

func TestNoLegacyOperationQuotesAnything(t *testing.T) {
	all := legacyReads()
	maps.Copy(all, legacyWrites())
	for name, call := range all {
		for _, status := range []int{200, 301, 401, 403, 404, 410, 422, 429, 500} {
			for _, body := range []string{marked, `{"errors":"` + marked + `"}`, `{"id":1,"errors":["` + marked + `"]}`, `[{"id":"` + marked + `"}]`} {
				t.Run(name+" "+http.StatusText(status), func(t *testing.T) {
					client, _ := legacy(t, say(status, body))
					for err := range causes(call(t.Context(), client)) {
						assert.NotContains(t, err.Error(), marked)
						assert.NotContains(t, err.Error(), legacyKey)
					}
				})
			}
		}
	}
}

// Version 1 counts in windows of ten seconds, also where no answer says when one ends.
func TestLegacyWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := &windowed{limit: 5, length: 10 * time.Second, noReset: true}
		client, _ := legacy(t, limit.ServeHTTP)
		start := time.Now()
		readTimes(t, 6, client)
		require.Zero(t, limit.refusals)
		require.Less(t, time.Since(start), 15*time.Second)
	})
}

func TestLegacyPing(t *testing.T) {
	g := newGreenhouse(say(200, ""))
	var got *http.Request
	g.HandleFunc("HEAD "+apiPath, func(_ http.ResponseWriter, r *http.Request) { got = r })
	cfg := legacyConfig("http://localhost")
	cfg.Transport = inMemory{g}
	require.NoError(t, connect(t, cfg).Ping(t.Context()))
	require.NotNil(t, got)
	require.Empty(t, got.Header.Get("Authorization"))
}
