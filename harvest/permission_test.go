package harvest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// granted is an operation as errors name it and the scope they say it needs.
type granted struct{ operation, scope string }

// Every method is driven against a server that permits nothing: the errors say which scopes the package uses.
func TestPermissionsAreWhatTheOperationsUse(t *testing.T) {
	var used []granted
	for name, call := range allOperations() {
		client, g := serve(t, say(http.StatusForbidden, ""))
		var denied *harvest.PermissionError
		require.ErrorAs(t, call(t.Context(), client), &denied, name)
		assert.Equal(t, scopeOnTheWire(g.seen()[0]), denied.Scope, name)
		used = append(used, granted{denied.Op, denied.Scope})
	}
	var listed []granted
	for _, p := range harvest.Permissions() {
		listed = append(listed, granted{p.Operation, p.Scope})
	}
	// A prospect is made by the same request as a candidate.
	require.ElementsMatch(t, append(used, granted{"create prospect", "harvest:candidates:create"}), listed)
}

// scopeOnTheWire follows the documented pattern, harvest:<resource>:<action>, from the request alone.
func scopeOnTheWire(r *http.Request) string {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, apiPath+"/v3/"), "/")
	action := map[string]string{http.MethodGet: "list", http.MethodPost: "create", http.MethodPatch: "update"}[r.Method]
	if len(parts) == 3 {
		action = parts[2]
	}
	return "harvest:" + parts[0] + ":" + action
}

func TestReadsAndWritesHaveTheirOwnSubjects(t *testing.T) {
	subjects := func(operations map[string]operation) []harvest.UserID {
		var found []harvest.UserID
		for _, call := range operations {
			client, _ := serve(t, say(http.StatusForbidden, ""))
			var denied *harvest.PermissionError
			require.ErrorAs(t, call(t.Context(), client), &denied)
			found = append(found, denied.Subject)
		}
		slices.Sort(found)
		return slices.Compact(found)
	}
	require.Equal(t, []harvest.UserID{reader}, subjects(readOperations()))
	require.Equal(t, []harvest.UserID{actor}, subjects(writeOperations()))
}

func TestPermissionsAreExplained(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range harvest.Permissions() {
		assert.NotEmpty(t, p.Feature, p.Operation)
		assert.Contains(t, []harvest.Need{harvest.Required, harvest.OnUse, harvest.Optional}, p.Need, p.Operation)
		assert.False(t, seen[p.Operation], "%s stands there twice", p.Operation)
		seen[p.Operation] = true
	}
}

// AmazingHiring's help page asks for fifteen permissions of version 1; the table leads to each of them.
func TestTheSeedsPermissionsAreCovered(t *testing.T) {
	covered := map[string]bool{}
	for _, p := range harvest.Permissions() {
		group, names, _ := strings.Cut(p.V1, ": ")
		for name := range strings.SplitSeq(names, ", ") {
			covered[strings.ToLower(group+": "+name)] = true
		}
	}
	delete(covered, ": ")
	want := map[string]bool{}
	for _, name := range []string{
		"candidates: retrieve", "candidates: list", "candidates: edit", "candidates: add candidate", "candidates: add attachment",
		"candidates: add application", "candidates: add prospect", "jobs: retrieve", "jobs: list", "users: retrieve", "users: list",
		"custom fields: get", "custom fields: create", "custom fields: update", "sources: list",
	} {
		want[name] = true
	}
	require.Equal(t, want, covered)
}

func TestMissing(t *testing.T) {
	var all []string
	for _, p := range harvest.Permissions() {
		all = append(all, p.Scope)
	}
	without := slices.DeleteFunc(slices.Clone(all), func(s string) bool {
		return s == "harvest:candidates:create" || s == "harvest:notes:list"
	})
	tests := map[string]struct {
		scopes []string
		need   harvest.Need
		want   []string
	}{
		"all":              {all, harvest.Required, nil},
		"all optional":     {all, harvest.Optional, nil},
		"one scope, twice": {without, harvest.Required, []string{"create candidate", "create prospect"}},
		"optional":         {without, harvest.Optional, []string{"list notes"}},
		"nothing granted":  {nil, harvest.OnUse, []string{"create custom field", "update custom field"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range harvest.Missing(test.scopes, test.need) {
				got = append(got, p.Operation)
			}
			require.Equal(t, test.want, got)
		})
	}
}

func TestExcess(t *testing.T) {
	granted := []string{"openid", "harvest:candidates:list", "harvest:candidates:destroy", "harvest:notes:create", "harvest:users:create", ""}
	require.Equal(t, []string{"harvest:candidates:destroy", "harvest:users:create"}, harvest.Excess(granted))
	require.Empty(t, harvest.Excess(nil))
}

func TestPermissionsAreTheCallersOwn(t *testing.T) {
	harvest.Permissions()[0].Scope = "spoiled"
	require.Equal(t, "harvest:candidates:list", harvest.Permissions()[0].Scope)
}
