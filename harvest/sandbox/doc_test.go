package sandbox

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPackageDocumentationListsEverySwitch(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for line := range strings.Lines(FaultHelp()) {
		assert.Contains(t, string(doc), "//\t"+line)
	}
}
