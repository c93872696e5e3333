package sandbox

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func packageDoc(t *testing.T) string {
	t.Helper()
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	return string(doc)
}

func TestPackageDocumentationListsEverySwitch(t *testing.T) {
	doc := packageDoc(t)
	for line := range strings.Lines(FaultHelp()) {
		assert.True(t, strings.Contains(doc, "//\t"+line), "missing in doc.go: %s", line)
	}
}

// conformanceRow is a fact, and after a gap how it is treated.
var conformanceRow = regexp.MustCompile(`(?m)^//\t(\S.*\S) {2,}((?:modelled|switch|assumed|not modelled)\b.*)$`)

func TestConformanceTableAndSwitchesAgree(t *testing.T) {
	_, table, found := strings.Cut(packageDoc(t), "# Conformance")
	require.True(t, found)
	var named []string
	rows := conformanceRow.FindAllStringSubmatch(table, -1)
	for _, row := range rows {
		_, switches, _ := strings.Cut(row[2], "switch ")
		named = append(named, strings.FieldsFunc(switches, func(r rune) bool { return r == ' ' || r == ',' })...)
	}
	require.Len(t, rows, strings.Count(table, "//\t"), "every line of the table says how its fact is treated")
	var known []string
	for _, spec := range faultTable() {
		known = append(known, spec.name)
	}
	slices.Sort(known)
	slices.Sort(named)
	require.Equal(t, known, named, "each switch stands in the table once, and nothing else does")
}
