package dashboard_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/dashboard"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

var (
	// A module names another one in an import or export, an HTML page names files in src and href. Types are only comments.
	moduleNames = regexp.MustCompile(`(?m)^(?:import|export)\b(?:[^;"']*\bfrom)?\s*["']([./][^"']+)["'];`)
	pageNames   = regexp.MustCompile(`(?:src|href)="([^"#]+\.(?:js|css|png|html))"`)
)

// TestEveryFileIsThere: from each page on, everything that is loaded is among the embedded files.
func TestEveryFileIsThere(t *testing.T) {
	d, err := dashboard.New(dashboard.Config{Address: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}, Browser: extension.BrowserFiles()})
	require.NoError(t, err)
	open := []string{"/", "/open", "/extension/browser/export/export.html"}
	seen := map[string]bool{}
	for len(open) > 0 {
		address := open[0]
		open = open[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		w := httptest.NewRecorder()
		d.Files().ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		require.Equal(t, http.StatusOK, w.Code, address)
		body, err := io.ReadAll(w.Body)
		require.NoError(t, err)
		for _, names := range []*regexp.Regexp{moduleNames, pageNames} {
			for _, match := range names.FindAllSubmatch(body, -1) {
				open = append(open, resolve(address, string(match[1])))
			}
		}
	}
	require.Greater(t, len(seen), 40)
	require.Contains(t, seen, "/companion/dashboard/page/pageapp.js", "the extension's pages reach it as well")
	require.Contains(t, seen, "/extension/browser/panel/progress.js")
}

func resolve(from, name string) string {
	if path.IsAbs(name) {
		return name
	}
	return path.Join(path.Dir(from), name)
}
