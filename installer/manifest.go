package installer

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// HostName is the name by which extensions ask their browser for our native messaging host.
const HostName = "com.greenhouse_companion.host"

const manifestFile = HostName + ".json"

// format is how a family of browsers says who may start a host.
type format string

const (
	chromium format = "chromium" // https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging
	firefox  format = "firefox"  // https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests
)

func (f format) ids(cfg Config) []string {
	if f == firefox {
		return cfg.FirefoxIDs
	}
	return cfg.ExtensionIDs
}

// hostManifest holds one of the two lists of who may start the host, by the browser's format.
type hostManifest struct {
	Name              string   `json:"name"`
	Description       string   `json:"description"`
	Path              string   `json:"path"`
	Type              string   `json:"type"`
	AllowedOrigins    []string `json:"allowed_origins,omitempty"`
	AllowedExtensions []string `json:"allowed_extensions,omitempty"`
}

// manifest returns the bytes of a host manifest. Browsers give one and the same "not found" for anything wrong in it.
func (f format) manifest(host string, ids []string) ([]byte, error) {
	m := hostManifest{
		Name:        HostName,
		Description: "Carries people from the browser to the Greenhouse companion on this computer",
		Path:        host,
		Type:        "stdio",
	}
	if f == firefox {
		m.AllowedExtensions = ids
	} else {
		m.AllowedOrigins = origins(ids)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // a path with & stays readable
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		return nil, fmt.Errorf("encode the host manifest: %w", err)
	}
	return b.Bytes(), nil
}

// origins needs the last slash: without it Chromium refuses the whole manifest.
func origins(ids []string) []string {
	list := make([]string, 0, len(ids))
	for _, id := range ids {
		list = append(list, "chrome-extension://"+id+"/")
	}
	return list
}
