package companion_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite generated documentation")

func TestKeyRequestAsksForEachScopeOnce(t *testing.T) {
	r := companion.NewKeyRequest("nora.feld@example.com")
	require.Equal(t, "greenhouse-companion, nora.feld@example.com", r.Description)
	require.Contains(t, r.Text, r.Description)
	asked := map[string]int{}
	for _, scope := range append(r.Required, r.Optional...) {
		asked[scope]++
	}
	for _, p := range harvest.Permissions() {
		assert.Equal(t, 1, asked[p.Scope], p.Scope)
		assert.Contains(t, r.Text, p.Feature)
	}
	require.Empty(t, harvest.Missing(r.Required, harvest.Required))
	require.Empty(t, harvest.Excess(r.Required))
}

func TestKeyRequestWithoutAddress(t *testing.T) {
	require.Contains(t, companion.NewKeyRequest("").Text, "greenhouse-companion, <e-mail address of the recruiter>")
}

// TestReadmeTable: the README's table of permissions is written by "go test ./companion -run TestReadmeTable -update".
func TestReadmeTable(t *testing.T) {
	const begin, end = "<!-- permissions: generated -->\n", "<!-- /permissions -->"
	page, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(page), begin)
	require.True(t, found, "the mark %s is gone", begin)
	table, after, found := strings.Cut(rest, end)
	require.True(t, found, "the mark %s is gone", end)
	if *update {
		require.NoError(t, os.WriteFile("../README.md", []byte(before+begin+readmeTable()+end+after), 0o644))
		return
	}
	require.Equal(t, readmeTable(), table, "run the test with -update")
}

func readmeTable() string {
	needs := map[harvest.Need]string{harvest.Required: "yes", harvest.OnUse: "when used", harvest.Optional: "optional"}
	var b strings.Builder
	b.WriteString("| Scope | Operation | v1 permission | For | Required |\n| --- | --- | --- | --- | --- |\n")
	for _, p := range harvest.Permissions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", p.Scope, p.Operation, p.V1, p.Feature, needs[p.Need])
	}
	return b.String()
}
