package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// store is where an extension is handed in, and what of the manifest is foreign to it: a path of names, or of a name and a
// value in a list.
type store struct {
	name    string
	foreign []string
}

// The key fixes the id of an unpacked extension; the Chrome Web Store gives its own and refuses one that is brought along.
// See https://developer.chrome.com/docs/extensions/reference/manifest/key and, for the background,
// https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json/background#browser_support.
var stores = []store{
	{"chromium", []string{"key", "background.scripts", "browser_specific_settings", "sidebar_action"}},
	{"firefox", []string{"key", "background.service_worker", "minimum_chrome_version", "permissions.sidePanel", "side_panel"}},
}

type manifest map[string]any

func readManifest(dir string) (manifest, error) {
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("read manifest.json: %w", err)
	}
	return m, nil
}

// without returns a copy that lacks what the paths name.
func (m manifest) without(paths []string) manifest {
	rest := maps.Clone(m)
	for _, path := range paths {
		name, inner, nested := strings.Cut(path, ".")
		if !nested {
			delete(rest, name)
			continue
		}
		rest[name] = withoutInner(rest[name], inner)
	}
	return rest
}

func withoutInner(value any, inner string) any {
	switch value := value.(type) {
	case map[string]any:
		return manifest(value).without([]string{inner})
	case []any:
		return slices.DeleteFunc(slices.Clone(value), func(v any) bool { return v == inner })
	}
	return value
}

// encoded has its names sorted, so that it is the same each time.
func (m manifest) encoded() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(m)
	return b.Bytes(), err
}
