package installer

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestManifestCarriesAnyPath(t *testing.T) {
	for _, path := range []string{
		"/opt/greenhouse-companion-host",
		"/opt/a b/<host> & co",
		`/opt/"quoted" 'host'`,
		`/opt/back\slash\n`,
		"/opt/Марта/日本/\u2028host",
	} {
		t.Run(path, func(t *testing.T) {
			content, err := chromium.manifest(path, []string{"id"})
			require.NoError(t, err)
			var read struct{ Path string }
			require.NoError(t, json.Unmarshal(content, &read))
			assert.Equal(t, path, read.Path)
		})
	}
}
