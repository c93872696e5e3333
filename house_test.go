// Package house holds no code, only the tests that keep the project's rules about itself.
package house

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/greenhouse-companion/greenhouse-companion/"

// mayImport is who may import whom among our packages. An arrow that is not here is refused: adapters do not know each
// other, the core translates between them, and what must stay pure cannot reach the network.
var mayImport = map[string][]string{
	"cmd/greenhouse-companion": {
		"companion", "companion/amazinghiring", "companion/amazinghiring/pretend", "companion/profile", "companion/sheet", "companion/store",
		"extension", "extension/native", "harvest", "harvest/sandbox", "installer",
	},
	"cmd/greenhouse-companion-host": {"extension/native"},
	"companion": {
		"companion/amazinghiring", "companion/dashboard", "companion/index", "companion/match", "companion/plan", "companion/profile", "companion/sheet", "companion/store",
		"extension", "extension/native", "harvest", "queue",
	},
	"companion/plan":                  {"companion/profile", "harvest"},
	"companion/match":                 {"companion/profile"},
	"companion/sheet":                 {"companion/profile"},
	"companion/amazinghiring":         {"companion/profile"},
	"companion/amazinghiring/pretend": {},
	"companion/dashboard":             {}, // what it shows comes as messages that it does not know
	"companion/index":                 {"companion/profile"},
	"companion/profile":               {},
	"companion/store":                 {},
	"extension":                       {"extension/native"},
	"extension/browser/pack":          {},
	"extension/native":                {},
	"harvest":                         {},
	"harvest/sandbox":                 {}, // reads the wire on its own, so a misspelt field cannot agree with itself
	"queue":                           {},
	"installer":                       {},
}

// impure are standard packages that a pure package must not import, and why it is pure.
var impure = map[string][]string{
	"companion/profile": {"net", "net/http", "os", "time"},
	"companion/match":   {"net", "net/http", "os", "time"},
	"companion/plan":    {"net", "net/http", "os", "time"},
	"companion/sheet":   {"net", "net/http", "os", "time"},
}

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Deps"}, args...)...).Output()
	require.NoError(t, err)
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		require.NoError(t, d.Decode(&p))
		if name := strings.TrimPrefix(p.ImportPath, module); name != p.ImportPath {
			p.ImportPath = name
			packages = append(packages, p)
		}
	}
	return packages
}

func TestImportDirections(t *testing.T) {
	packages := list(t, "./...")
	require.NotEmpty(t, packages)
	for _, p := range packages {
		allowed, known := mayImport[p.ImportPath]
		assert.True(t, known, "package %s is not in the table of import directions", p.ImportPath)
		for _, imported := range p.Imports {
			ours, found := strings.CutPrefix(imported, module)
			assert.False(t, found && !slices.Contains(allowed, ours), "%s may not import %s", p.ImportPath, ours)
			assert.NotContains(t, impure[p.ImportPath], imported, "%s is pure", p.ImportPath)
		}
	}
}

// TestHostStaysSmall: the browser starts the host for every connection, so it links neither HTTP nor JSON nor the queue.
func TestHostStaysSmall(t *testing.T) {
	host := list(t, "./cmd/greenhouse-companion-host")
	require.Len(t, host, 1)
	for _, dep := range host[0].Deps {
		assert.NotContains(t, []string{"net/http", "encoding/json", "crypto/tls"}, dep)
		outside := strings.Contains(strings.Split(dep, "/")[0], ".") && !strings.HasPrefix(dep, module)
		assert.False(t, outside, "the host may not depend on %s", dep)
	}
}

func TestEveryPackageHasOneDoc(t *testing.T) {
	docs := map[string]int{}
	eachGoFile(t, func(path string) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		require.NoError(t, err)
		docs[filepath.Dir(path)] += count(file.Doc)
	})
	for dir, n := range docs {
		assert.Equal(t, 1, n, "package docs in %s", dir)
	}
}

func count(doc *ast.CommentGroup) int {
	if doc == nil {
		return 0
	}
	return 1
}

func eachGoFile(t *testing.T, visit func(path string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (d.Name()[0] == '.' || d.Name() == "node_modules"):
			return fs.SkipDir
		case filepath.Ext(path) == ".go" && !strings.HasSuffix(path, "_test.go"):
			visit(path)
		}
		return nil
	})
	require.NoError(t, err)
}

// TestNothingIsSkippedInCI: a missing tool may skip a test on a developer's machine, but there it must fail.
func TestNothingIsSkippedInCI(t *testing.T) {
	files, err := exec.Command("git", "ls-files", "-co", "--exclude-standard", "*_test.go").Output()
	require.NoError(t, err)
	for _, path := range strings.Fields(string(files)) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			called, guarded := skips(decl)
			assert.True(t, !called || guarded, "%s skips without asking whether this is CI", path)
		}
	}
}

// skips says whether the declaration calls Skip, and whether it looks at the variable CI or at the operating system.
func skips(decl ast.Decl) (called, guarded bool) {
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			called = called || slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, n.Sel.Name)
			guarded = guarded || n.Sel.Name == "GOOS"
		case *ast.BasicLit:
			guarded = guarded || n.Value == `"CI"`
		}
		return true
	})
	return called, guarded
}
