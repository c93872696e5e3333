package extension

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	namedTest  = regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z]+)`")
	attackTest = regexp.MustCompile(`(?m)^func (TestAttack[A-Za-z]+)\(`)
	fuzzTest   = regexp.MustCompile(`(?m)^func (Fuzz[A-Za-z]+)\(`)
)

// TestEveryAttackIsInTheTable: each test that the page names exists, and each attack that is tested is on the page.
func TestEveryAttackIsInTheTable(t *testing.T) {
	page, err := os.ReadFile("PROTOCOL.md")
	require.NoError(t, err)
	_, attacks, found := strings.Cut(string(page), "\n## Attacks\n")
	require.True(t, found)
	attacks, _, _ = strings.Cut(attacks, "\n## ")
	var named, defined []string
	for _, name := range namedTest.FindAllStringSubmatch(attacks, -1) {
		named = append(named, name[1])
	}
	for _, folder := range []string{".", "native", "../companion", "../cmd/greenhouse-companion"} {
		defined = append(defined, testsIn(t, folder, attackTest)...)
	}
	defined = append(defined, append(testsIn(t, ".", fuzzTest), testsIn(t, "native", fuzzTest)...)...)
	for _, name := range named {
		assert.Contains(t, defined, name, "the page names a test that does not exist")
	}
	for _, name := range defined {
		assert.Contains(t, attacks, "`"+name+"`", "the page does not name a test")
	}
}

func testsIn(t *testing.T, folder string, pattern *regexp.Regexp) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, found := range pattern.FindAllStringSubmatch(string(source), -1) {
			names = append(names, found[1])
		}
	}
	return names
}
