package companion

import (
	"errors"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLegacyTable: what reads do not show is not claimed, in either direction.
func TestLegacyTable(t *testing.T) {
	tests := map[string]struct {
		answer error
		reads  PermissionState
	}{
		"allowed":          {nil, PermissionGranted},
		"refused with 401": {&harvest.AuthError{Op: "list jobs", Status: 401}, PermissionMissing},
		"refused with 403": {&harvest.PermissionError{Op: "list jobs"}, PermissionMissing},
		"no answer":        {&harvest.UnavailableError{Op: "list jobs"}, PermissionUnknown},
		"v1 gone":          {&harvest.AuthError{Op: "list jobs", Status: 410, Retired: true}, PermissionUnknown},
	}
	for name, test := range tests {
		states := map[string]PermissionState{}
		for _, p := range legacyTable(func(lookup) error { return test.answer }) {
			states[p.Operation] = p.State
			assert.NotEmpty(t, p.Scope, p.Operation)
			assert.NotContains(t, p.Scope, "harvest:", "version 1 has other names")
		}
		for _, operation := range []string{"list candidates", "list applications", "list user e-mails", "list sources", "list custom field options"} {
			assert.Equal(t, test.reads, states[operation], "%s: %s", name, operation)
		}
		for _, operation := range []string{"create candidate", "create prospect", "update candidate", "create attachment", "create custom field"} {
			assert.Equal(t, PermissionUnknown, states[operation], "%s: %s", name, operation)
		}
		assert.NotContains(t, states, "create note", "AmazingHiring's list for version 1 does not have it")
	}
}

// TestLookupsAreOfOperations: a misspelt one would never be carried out.
func TestLookupsAreOfOperations(t *testing.T) {
	operations := map[string]bool{}
	for _, p := range harvest.Permissions() {
		operations[p.Operation] = true
	}
	for operation := range lookups {
		require.True(t, operations[operation], operation)
	}
}

func TestGone(t *testing.T) {
	tests := map[string]struct {
		err     error
		gone    bool
		refused bool
	}{
		"retired":    {&harvest.AuthError{Status: 404, Retired: true}, true, false},
		"wrong key":  {&harvest.AuthError{Status: 401}, false, true},
		"forbidden":  {&harvest.PermissionError{}, false, true},
		"in trouble": {&harvest.UnavailableError{Status: 503}, false, false},
		"offline":    {&harvest.UnavailableError{}, false, false},
		"other":      {errors.New("unforeseen"), false, false},
	}
	for name, test := range tests {
		require.Equal(t, test.gone, isGone(test.err), name)
		require.Equal(t, test.refused, isRefusal(test.err), name)
	}
}
