package harvest_test

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// operation calls one method of a client with the least it needs.
type operation func(ctx context.Context, c *harvest.Client) error

func lists[T, Q any](method func(*harvest.Client, context.Context, Q) iter.Seq2[T, error]) operation {
	return func(ctx context.Context, c *harvest.Client) error {
		var everything Q
		_, err := harvest.Collect(method(c, ctx, everything))
		return err
	}
}

func writes[T, N any](method func(*harvest.Client, context.Context, N) (T, error), n N) operation {
	return func(ctx context.Context, c *harvest.Client) error {
		_, err := method(c, ctx, n)
		return err
	}
}

func updates[T, ID, N any](method func(*harvest.Client, context.Context, ID, N) (T, error), id ID, n N) operation {
	return func(ctx context.Context, c *harvest.Client) error {
		_, err := method(c, ctx, id, n)
		return err
	}
}

// readOperations are all methods that list something, by name.
func readOperations() map[string]operation {
	return map[string]operation{
		"Applications":       lists((*harvest.Client).Applications),
		"AppliedTags":        lists((*harvest.Client).AppliedTags),
		"Attachments":        lists((*harvest.Client).Attachments),
		"CandidateTags":      func(ctx context.Context, c *harvest.Client) error { return toTheEnd(c.CandidateTags(ctx)) },
		"Candidates":         lists((*harvest.Client).Candidates),
		"CustomFieldOptions": lists((*harvest.Client).CustomFieldOptions),
		"CustomFields":       lists((*harvest.Client).CustomFields),
		"Educations":         lists((*harvest.Client).Educations),
		"Employments":        lists((*harvest.Client).Employments),
		"JobInterviewStages": lists((*harvest.Client).JobInterviewStages),
		"Jobs":               lists((*harvest.Client).Jobs),
		"Notes":              lists((*harvest.Client).Notes),
		"ProspectDetails":    lists((*harvest.Client).ProspectDetails),
		"ProspectPoolStages": lists((*harvest.Client).ProspectPoolStages),
		"ProspectPools":      lists((*harvest.Client).ProspectPools),
		"Referrers":          lists((*harvest.Client).Referrers),
		"RejectionReasons":   lists((*harvest.Client).RejectionReasons),
		"Sources":            func(ctx context.Context, c *harvest.Client) error { return toTheEnd(c.Sources(ctx)) },
		"UserEmails":         lists((*harvest.Client).UserEmails),
		"Users":              lists((*harvest.Client).Users),
	}
}

func toTheEnd[T any](seq iter.Seq2[T, error]) error {
	_, err := harvest.Collect(seq)
	return err
}

// writeOperations are all methods that make or change something, by name. Their texts are marked as personal.
func writeOperations() map[string]operation {
	return map[string]operation{
		"ApplyTag":          updates((*harvest.Client).ApplyTag, 5, harvest.TagID(7)),
		"CreateApplication": updates((*harvest.Client).CreateApplication, 5, harvest.NewApplication{JobID: 11}),
		"CreateAttachment": writes((*harvest.Client).CreateAttachment,
			harvest.NewAttachment{ApplicationID: 90, Filename: marked, Type: "resume", Content: []byte(marked)}),
		"CreateCandidate":   writes((*harvest.Client).CreateCandidate, markedCandidate()),
		"CreateCustomField": writes((*harvest.Client).CreateCustomField, harvest.NewCustomField{Name: marked, FieldType: "candidate", ValueType: "url"}),
		"CreateEducation":   writes((*harvest.Client).CreateEducation, harvest.NewEducation{CandidateID: 5, SchoolID: 61}),
		"CreateEmployment": writes((*harvest.Client).CreateEmployment,
			harvest.NewEmployment{CandidateID: 5, CompanyName: marked, Title: marked, StartDate: "2019-09-01"}),
		"CreateNote": writes((*harvest.Client).CreateNote, harvest.NewNote{CandidateID: 5, Body: marked, Visibility: "private"}),
		"CreateTag":  writes((*harvest.Client).CreateTag, marked),
		"MoveApplication": func(ctx context.Context, c *harvest.Client) error {
			return c.MoveApplication(ctx, 90, 71, 72)
		},
		"UpdateApplication": updates((*harvest.Client).UpdateApplication, 90, harvest.ApplicationChange{SourceID: 7}),
		"UpdateCandidate":   updates((*harvest.Client).UpdateCandidate, 5, harvest.CandidateChange{Title: new(marked)}),
		"UpdateCustomField": updates((*harvest.Client).UpdateCustomField, 31, harvest.CustomFieldChange{Name: new(marked)}),
	}
}

func allOperations() map[string]operation {
	all := readOperations()
	maps.Copy(all, writeOperations())
	return all
}

// The tests of all operations are worth little when one is missing. CandidatePage is Candidates page by page.
func TestTheTablesAboveAreComplete(t *testing.T) {
	ctx := reflect.TypeFor[context.Context]()
	client := reflect.TypeFor[*harvest.Client]()
	var methods []string
	for i := range client.NumMethod() {
		if m := client.Method(i); m.Type.NumIn() > 1 && m.Type.In(1) == ctx {
			methods = append(methods, m.Name)
		}
	}
	known := slices.Collect(maps.Keys(allOperations()))
	require.ElementsMatch(t, append(known, "Introspect", "Ping", "CandidatePage"), methods)
}

// noProofs are answers to a write that do not show that it was applied.
func noProofs() map[string]string {
	return map[string]string{
		"empty": ``, "null": `null`, "object": `{}`, "array": `[]`, "no id": `{"name":"x"}`, "zero id": `{"id":0}`,
		"wrong type": `{"id":"1"}`, "HTML": `<html>ok</html>`, "truncated": `{"id":1`, "half done": `{"id":1,"errors":["x"]}`,
	}
}

func TestEveryWriteNeedsProof(t *testing.T) {
	for name, write := range writeOperations() {
		for how, body := range noProofs() {
			t.Run(name+" "+how, func(t *testing.T) {
				client, g := serve(t, say(200, body))
				var ambiguous *harvest.AmbiguousError
				require.ErrorAs(t, write(t.Context(), client), &ambiguous)
				require.Equal(t, 200, ambiguous.Status)
				require.Len(t, g.seen(), 1)
			})
		}
	}
}

func TestNoWriteIsRepeated(t *testing.T) {
	for name, write := range writeOperations() {
		for _, status := range []int{302, 408, 500, 503} {
			t.Run(name, func(t *testing.T) {
				client, g := serve(t, say(status, ""))
				require.ErrorAs(t, write(t.Context(), client), new(*harvest.AmbiguousError))
				require.Len(t, g.seen(), 1)
			})
		}
	}
}

func TestEveryWriteReportsARefusal(t *testing.T) {
	for name, write := range writeOperations() {
		t.Run(name, func(t *testing.T) {
			client, _ := serve(t, say(422, `{"errors":[{"message":"is odd","field":"x"}]}`))
			var refused *harvest.ValidationError
			require.ErrorAs(t, write(t.Context(), client), &refused)
			require.Equal(t, []string{"x"}, refused.Fields)
			require.Equal(t, 422, refused.Status)
		})
	}
}

// After a 401 the same write goes out once more, whole.
func TestEveryWriteSurvivesATokenThatEnded(t *testing.T) {
	for name, write := range writeOperations() {
		t.Run(name, func(t *testing.T) {
			var bodies []string
			client, g := serve(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				bodies = append(bodies, string(body))
				w.WriteHeader(http.StatusUnauthorized)
			})
			require.ErrorAs(t, write(t.Context(), client), new(*harvest.AuthError))
			require.Len(t, bodies, 2)
			require.Equal(t, bodies[0], bodies[1])
			require.True(t, json.Valid([]byte(bodies[0])))
			require.Len(t, g.mints(), 2)
		})
	}
}

func TestEveryWriteNeedsAnActingUser(t *testing.T) {
	for name, write := range writeOperations() {
		t.Run(name, func(t *testing.T) {
			g := newGreenhouse(say(200, `{"id":1}`))
			cfg := configFor("http://localhost")
			cfg.Transport, cfg.ActingUser = inMemory{g}, 0
			require.ErrorIs(t, write(t.Context(), connect(t, cfg)), harvest.ErrNoActingUser)
			require.Empty(t, g.seen())
			require.Empty(t, g.mints())
		})
	}
}

// noLists are answers to a list that are none, or hold a row that is none.
func noLists() []string {
	return []string{``, `null`, `{}`, `[{}]`, `[null]`, `[{"id":0}]`, `[{"id":"1"}]`, `[{"id":1`, `<html>`}
}

func TestEveryListRefusesRowsThatAreNone(t *testing.T) {
	for name, read := range readOperations() {
		for _, body := range noLists() {
			t.Run(name+" "+body, func(t *testing.T) {
				client, _ := serve(t, say(200, body))
				require.ErrorAs(t, read(t.Context(), client), new(*harvest.UnavailableError))
			})
		}
	}
}

// Harvest adds members without notice, and an unset one may be null.
func TestEveryListToleratesTheUnknown(t *testing.T) {
	const row = `[{"id":1,"application_id":4,"candidate_id":2,"user_id":3,"type":null,"name":null,"visibility":null,"something_new":{"x":[1]}}]`
	for name, read := range readOperations() {
		t.Run(name, func(t *testing.T) {
			client, _ := serve(t, say(200, row))
			require.NoError(t, read(t.Context(), client))
		})
	}
}

func TestNoOperationQuotesAnything(t *testing.T) {
	answers := map[string]http.HandlerFunc{}
	for _, body := range []string{marked, `{"errors":"` + marked + `"}`, `{"id":1,"errors":["` + marked + `"]}`, `[{"id":"` + marked + `"}]`} {
		answers["200 "+body] = say(200, body)
		answers["422 "+body] = say(422, body)
		answers["500 "+body] = say(500, body)
	}
	for name, call := range allOperations() {
		for how, answer := range answers {
			t.Run(name+" "+how, func(t *testing.T) {
				for err := range causes(call(t.Context(), simulated(t, newGreenhouse(answer)))) {
					assert.NotContains(t, err.Error(), marked)
				}
			})
		}
	}
}

// sent is what a write put on the wire.
type sent struct{ method, path, body string }

// capture lets a call through to a server that gives one answer, and returns the one request.
func capture(t *testing.T, status int, body string, call operation) sent {
	t.Helper()
	var got []byte
	client, g := serve(t, echo(&got, status, body))
	require.NoError(t, call(t.Context(), client))
	require.Len(t, g.seen(), 1)
	request := g.seen()[0]
	require.Equal(t, "application/json", request.Header.Get("Content-Type"))
	require.Empty(t, request.URL.RawQuery)
	return sent{request.Method, strings.TrimPrefix(request.URL.Path, apiPath), string(got)}
}

func requireSent(t *testing.T, got sent, method, path, body string) {
	t.Helper()
	require.Equal(t, method+" "+path, got.method+" "+got.path)
	require.JSONEq(t, body, got.body)
}

// requireUnsent checks that a call is refused here, before anything is sent.
func requireUnsent(t *testing.T, call operation, fields ...string) {
	t.Helper()
	g := newGreenhouse(say(200, `{"id":1}`))
	var refused *harvest.ValidationError
	require.ErrorAs(t, call(t.Context(), simulated(t, g)), &refused)
	require.Zero(t, refused.Status)
	require.Equal(t, fields, refused.Fields)
	require.NotEmpty(t, refused.Messages)
	require.Empty(t, g.seen())
}

// requireQuery checks how a query looks on the wire.
func requireQuery[T, Q any](t *testing.T, method func(*harvest.Client, context.Context, Q) iter.Seq2[T, error], q Q, path, query string) {
	t.Helper()
	client, g := serve(t, say(200, "[]"))
	require.Empty(t, collect(t, client, method, q))
	got := g.seen()[0]
	want, err := url.ParseQuery(query)
	require.NoError(t, err)
	require.Equal(t, "GET "+apiPath+path, got.Method+" "+got.URL.Path)
	require.Equal(t, want, got.URL.Query())
}

// rowOf lists what a server with a single row has.
func rowOf[T, Q any](t *testing.T, row string, method func(*harvest.Client, context.Context, Q) iter.Seq2[T, error]) T {
	t.Helper()
	client, _ := serve(t, say(200, "["+row+"]"))
	return only(t, collect(t, client, method, *new(Q)))
}

func collect[T, Q any](t *testing.T, c *harvest.Client, method func(*harvest.Client, context.Context, Q) iter.Seq2[T, error], q Q) []T {
	t.Helper()
	rows, err := harvest.Collect(method(c, t.Context(), q))
	require.NoError(t, err)
	return rows
}

func only[T any](t *testing.T, rows []T) T {
	t.Helper()
	require.Len(t, rows, 1)
	return rows[0]
}

// permitted is a client of a sandbox whose credential has exactly the scopes of the table of permissions.
func permitted(t *testing.T, faults ...string) *harvest.Client {
	t.Helper()
	var scopes []string
	for _, p := range harvest.Permissions() {
		scopes = append(scopes, p.Scope)
	}
	faults = append(faults, "scopes="+strings.Join(scopes, "+"))
	return connect(t, sandboxConfig(startSandbox(t, faults...)))
}

// prospect adds a person with an application.
func prospect(t *testing.T, c *harvest.Client) (harvest.CandidateID, harvest.ApplicationID) {
	t.Helper()
	person := ada()
	person.Application = &harvest.NewApplication{Prospect: true}
	made, err := c.CreateCandidate(t.Context(), person)
	require.NoError(t, err)
	return made.Candidate.ID, made.Application.ID
}
