package dashboard

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// Folders of the repository that the addresses of files begin with.
const (
	browserFolder = "/extension/browser/"
	ownFolder     = "/companion/dashboard/"
)

// entryFiles are what the page behind a link needs before there is a session. Nothing in them is anybody's data.
var entryFiles = []string{
	ownFolder + "page/open.js", ownFolder + "page/open.css", browserFolder + "style.css", browserFolder + "icons/32.png",
}

// named are the pages with an address of their own.
var named = map[string]string{"/": "page/index.html", entryPath: "page/open.html"}

// replaced is the module through which the extension's pages reach the service; here they reach it without an extension,
// and lead back to the dashboard.
var replaced = map[string]string{
	browserFolder + "panel/worker.js": "import " + strconv.Quote(ownFolder+"page/back.js") + ";\n" +
		"export * from " + strconv.Quote(ownFolder+"page/worker.js") + ";\n",
}

// contentTypes are all kinds of files there are; the system's own table may know them by other names.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".png":  "image/png",
}

// pages serves the embedded files and nothing else.
func pages(browser fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := readPage(browser, r.URL.Path)
		kind, known := contentTypes[path.Ext(r.URL.Path)]
		if _, page := named[r.URL.Path]; page {
			kind, known = contentTypes[".html"], true
		}
		if err != nil || !known {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(data) // a browser that left does not need it
	})
}

func readPage(browser fs.FS, address string) ([]byte, error) {
	if name, ok := named[address]; ok {
		return pageFiles.ReadFile(name)
	}
	if module, ok := replaced[address]; ok {
		return []byte(module), nil
	}
	if name, ok := strings.CutPrefix(address, browserFolder); ok {
		return fs.ReadFile(browser, name)
	}
	if name, ok := strings.CutPrefix(address, ownFolder); ok {
		return pageFiles.ReadFile(name)
	}
	return nil, fs.ErrNotExist
}
