package installer

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
)

// examine looks at the browser's places as it does itself, those of the user first: the first manifest that it finds is
// the one that counts.
func (w where) examine(cfg Config, b browser) Browser {
	only := func(name string) bool { return name == b.name }
	places := slices.Concat(w.places(false, only), w.places(true, only))
	for _, p := range places {
		content, found := w.read(cfg, p)
		if found {
			seen := Browser{Name: b.name, Place: w.subject(cfg, p)}
			seen.Problem, seen.Detail = judge(cfg, b.format, content)
			return seen
		}
	}
	return Browser{Name: b.name, Place: w.subject(cfg, places[0]), Problem: ManifestMissing}
}

// subject is what a person would look at: the registry key, or the file.
func (w where) subject(cfg Config, p place) string {
	if key := w.key(p); key != "" {
		return key
	}
	return w.file(cfg, p)
}

// read returns the manifest that browsers find at a place, and whether there is one at all. One that cannot be read is
// there and empty; so is the file that a registry key names and that is gone.
func (w where) read(cfg Config, p place) (content []byte, found bool) {
	path := w.file(cfg, p)
	if key := w.key(p); key != "" {
		named, found, err := readKey(key)
		if !found && err == nil {
			return nil, false
		}
		content, _ = os.ReadFile(named)
		return content, true
	}
	content, err := os.ReadFile(path)
	return content, !errors.Is(err, fs.ErrNotExist)
}

// judge says what a browser makes of a manifest, and about which path or id.
func judge(cfg Config, f format, content []byte) (problem Problem, detail string) {
	var m hostManifest
	if json.Unmarshal(content, &m) != nil || m.Name != HostName || m.Type != "stdio" {
		return ManifestBroken, ""
	}
	if executable(m.Path) != nil {
		return HostMissing, m.Path
	}
	for _, id := range f.ids(cfg) {
		if !m.allows(f, id) {
			return OtherExtension, id
		}
	}
	if m.Path != cfg.Host {
		return OtherHost, m.Path
	}
	return "", ""
}

func (m hostManifest) allows(f format, id string) bool {
	if f == firefox {
		return slices.Contains(m.AllowedExtensions, id)
	}
	return slices.Contains(m.AllowedOrigins, origins([]string{id})[0])
}
