package companion

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/BurntSushi/toml"
)

// Settings are what a user or IT may change, in config.toml of the data folder or the file named by --config.
// Every zero value means the default beside it. There are no secrets in it.
type Settings struct {
	Greenhouse    GreenhouseSettings    `toml:"greenhouse"`
	AmazingHiring AmazingHiringSettings `toml:"amazinghiring"`
	Delivery      DeliverySettings      `toml:"delivery"`
	WebSocket     WebSocketSettings     `toml:"websocket"`
}

// GreenhouseSettings concern how people look in Greenhouse.
type GreenhouseSettings struct {
	// AppURL is the web address of Greenhouse, for links to people. It differs between organisations.
	// Default https://app.greenhouse.io.
	AppURL string `toml:"app_url"`
	// Source is the name of the source that applications are filed under. Default AmazingHiring.
	Source string `toml:"source"`
	// NoteVisibility is who sees notes: public (the hiring team), private or admin_only. Default private.
	NoteVisibility string `toml:"note_visibility"`
	// ReadSubject is the id of a Site Admin whose rights are used for reading. Default 0: the credential's service user.
	ReadSubject int64 `toml:"read_subject"`
}

// AmazingHiringSettings concern where profiles come from.
type AmazingHiringSettings struct {
	// URL is the address of AmazingHiring, the start of every profile link. Default https://search.amazinghiring.com.
	URL string `toml:"url"`
}

// DeliverySettings concern pace and doubt.
type DeliverySettings struct {
	// SettleSeconds is how long a write may take to appear in Greenhouse's lists. Within it, "not in the list" is no
	// proof that a write with an unclear answer failed. Default 120; a longer lag is outside the promise.
	SettleSeconds float64 `toml:"settle_seconds"`
	// CallSeconds is how long one call to Greenhouse may take. Default 30.
	CallSeconds float64 `toml:"call_seconds"`
	// Workers is how many adds are delivered side by side. Default 4.
	Workers int `toml:"workers"`
}

// WebSocketSettings concern the second door, for browsers whose policy forbids native messaging hosts.
type WebSocketSettings struct {
	// Disabled shuts the door.
	Disabled bool `toml:"disabled"`
	// Origins are those of further browser extensions that may be paired, as "chrome-extension://ID".
	Origins []string `toml:"origins"`
	// Listen is one address instead of the usual ports. Set in code only.
	Listen string `toml:"-"`
	// Unpaired lets everybody with a right origin talk without pairing. Set in code only, by the demo and by tests.
	Unpaired bool `toml:"-"`
}

// LoadSettings reads the file. With optional set, a missing file means the defaults.
func LoadSettings(path string, optional bool) (Settings, error) {
	var s Settings
	meta, err := toml.DecodeFile(path, &s)
	if optional && errors.Is(err, fs.ErrNotExist) {
		return s.withDefaults(), nil
	}
	if err != nil {
		return Settings{}, newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s cannot be used: %v.", path, err),
			"Correct the file, or move it away to run with the defaults.")
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return Settings{}, newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has an unknown entry: %s.", path, extra[0]),
			"Remove the entry, or correct its spelling.")
	}
	s = s.withDefaults()
	return s, s.validate(path)
}

func (s Settings) withDefaults() Settings {
	s.Greenhouse.AppURL = cmp.Or(s.Greenhouse.AppURL, "https://app.greenhouse.io")
	s.Greenhouse.Source = cmp.Or(s.Greenhouse.Source, "AmazingHiring")
	s.Greenhouse.NoteVisibility = cmp.Or(s.Greenhouse.NoteVisibility, "private")
	s.AmazingHiring.URL = cmp.Or(s.AmazingHiring.URL, "https://search.amazinghiring.com")
	s.Delivery.SettleSeconds = cmp.Or(s.Delivery.SettleSeconds, 120)
	s.Delivery.CallSeconds = cmp.Or(s.Delivery.CallSeconds, 30)
	s.Delivery.Workers = cmp.Or(s.Delivery.Workers, 4)
	return s
}

func (s Settings) validate(path string) error {
	if s.Delivery.SettleSeconds < 0 || s.Delivery.CallSeconds < 0 || s.Delivery.Workers < 0 || s.Greenhouse.ReadSubject < 0 {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has a negative number.", path), "Correct the number.")
	}
	if !slices.Contains([]string{"public", "private", "admin_only"}, s.Greenhouse.NoteVisibility) {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has an unknown note_visibility.", path), "Use public, private or admin_only.")
	}
	return nil
}

func (s Settings) settle() time.Duration { return seconds(s.Delivery.SettleSeconds) }

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
