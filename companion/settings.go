package companion

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Settings are what a user or IT may change, in config.toml of the data folder or the file named by --config.
// Every zero value means the default beside it. There are no secrets in it.
type Settings struct {
	Greenhouse    GreenhouseSettings    `toml:"greenhouse"`
	AmazingHiring AmazingHiringSettings `toml:"amazinghiring"`
	Delivery      DeliverySettings      `toml:"delivery"`
	WebSocket     WebSocketSettings     `toml:"websocket"`
	StarterKit    StarterKitSettings    `toml:"starter_kit"`
	Files         FileSettings          `toml:"files"`
	Network       NetworkSettings       `toml:"network"`
	Updates       UpdateSettings        `toml:"updates"`
	Index         IndexSettings         `toml:"index"`
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
	// NoteBytes is the longest text of one note; a longer one is split at paragraphs and numbered. Default 10000.
	NoteBytes int `toml:"note_bytes"`
	// ReadSubject is the id of a Site Admin whose rights are used for reading. Default 0: the credential's service user.
	ReadSubject int64 `toml:"read_subject"`
	// Recruiter and Coordinator of new applications: "me" for the acting user, or the id of a user. Default: nobody.
	Recruiter   string `toml:"recruiter"`
	Coordinator string `toml:"coordinator"`
	// Tags are those that adds may put on people. Default: none.
	Tags []string `toml:"tags"`
	// NewTags lets a tag of Tags that Greenhouse does not have yet be added to the organisation's list.
	NewTags bool `toml:"new_tags"`
	// CustomFields say what goes into the organisation's own fields.
	CustomFields []CustomFieldRule `toml:"custom_field"`
	// AskRequired asks the recruiter for custom fields that Greenhouse's own pages insist on and no rule fills. The API
	// does not insist. Default true; "false" leaves them empty.
	AskRequired *bool `toml:"ask_required"`
	// LeaveExisting keeps the companion from filling what people who are in Greenhouse already lack.
	LeaveExisting bool `toml:"leave_existing"`
	// Snapshot attaches the whole profile as a page of its own, as it was when Add was pressed.
	Snapshot bool `toml:"snapshot"`
}

// CustomFieldRule fills one custom field of people.
type CustomFieldRule struct {
	// Key is the field's name in requests ("name_key" in Greenhouse).
	Key string `toml:"key"`
	// From names the part of the profile that fills it: see plan.Parts. Empty takes Value.
	From string `toml:"from"`
	// Value is the same for everybody.
	Value string `toml:"value"`
}

// AmazingHiringSettings concern where profiles come from.
type AmazingHiringSettings struct {
	// URL is the address of AmazingHiring, the start of every profile link. Default https://search.amazinghiring.com.
	URL string `toml:"url"`
	// FolderPattern is how a folder page's address goes on after the host. Default /folders/<id>.
	FolderPattern amazinghiring.FolderPattern `toml:"folder_pattern"`
}

// DeliverySettings concern pace and doubt.
type DeliverySettings struct {
	// SettleSeconds is how long a write may take to appear in Greenhouse's lists. Within it, "not in the list" is no
	// proof that a write with an unclear answer failed. Default 120; a longer lag is outside the promise.
	SettleSeconds float64 `toml:"settle_seconds"`
	// CallSeconds is how long one call to Greenhouse may take. Default 30.
	CallSeconds float64 `toml:"call_seconds"`
	// Workers is how many adds are delivered side by side, beside one more of somebody who has just pressed the button.
	// Default 4.
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
	s.Greenhouse.NoteBytes = cmp.Or(s.Greenhouse.NoteBytes, plan.DefaultNoteBytes)
	s.AmazingHiring.URL = cmp.Or(s.AmazingHiring.URL, "https://search.amazinghiring.com")
	s.Delivery.SettleSeconds = cmp.Or(s.Delivery.SettleSeconds, 120)
	s.Delivery.CallSeconds = cmp.Or(s.Delivery.CallSeconds, 30)
	s.Delivery.Workers = cmp.Or(s.Delivery.Workers, 4)
	s.Updates = s.Updates.withDefaults()
	s.Index = s.Index.withDefaults()
	s.StarterKit.Port = cmp.Or(s.StarterKit.Port, 8888)
	return s
}

func (s Settings) validate(path string) error {
	if s.Delivery.SettleSeconds < 0 || s.Delivery.CallSeconds < 0 || s.Delivery.Workers < 0 || s.Greenhouse.ReadSubject < 0 || s.Files.MaxMB < 0 {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has a negative number.", path), "Correct the number.")
	}
	if err := s.AmazingHiring.FolderPattern.Validate(); err != nil {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has an unusable folder_pattern: %v.", path, err), "Correct the entry under [amazinghiring].")
	}
	if wrong := s.Greenhouse.validate(); wrong != "" {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has %s.", path, wrong), "Correct the entry under [greenhouse].")
	}
	if wrong := s.StarterKit.validate(); wrong != "" {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has %s.", path, wrong), "Correct the entry under [starter_kit].")
	}
	if wrong := s.Updates.validate(); wrong != "" {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has %s.", path, wrong), "Correct the entry under [updates].")
	}
	if wrong := s.Index.validate(); wrong != "" {
		return newProblem(CodeBadConfig, fmt.Sprintf("The settings file %s has %s.", path, wrong), "Correct the entry under [index].")
	}
	return s.Network.Validate()
}

func (s Settings) settle() time.Duration { return seconds(s.Delivery.SettleSeconds) }

func (g GreenhouseSettings) asksRequired() bool { return g.AskRequired == nil || *g.AskRequired }

func (g GreenhouseSettings) fieldRules() []plan.FieldRule {
	var rules []plan.FieldRule
	for _, r := range g.CustomFields {
		rules = append(rules, plan.FieldRule{Key: r.Key, From: r.From, Value: r.Value})
	}
	return rules
}

// user is the id that a setting such as Recruiter means; 0 for nobody.
func (g GreenhouseSettings) user(setting string, me int64) harvest.UserID {
	if setting == "me" {
		return harvest.UserID(me)
	}
	id, _ := strconv.ParseInt(setting, 10, 64) // validated when the settings were read
	return harvest.UserID(id)
}

func (g GreenhouseSettings) validate() string {
	switch {
	case !slices.Contains([]string{"public", "private", "admin_only"}, g.NoteVisibility):
		return "an unknown note_visibility: use public, private or admin_only"
	case g.NoteBytes < plan.LeastNoteBytes:
		return fmt.Sprintf("a note_bytes below %d", plan.LeastNoteBytes)
	case !isUser(g.Recruiter):
		return `a recruiter that is neither "me" nor the id of a user`
	case !isUser(g.Coordinator):
		return `a coordinator that is neither "me" nor the id of a user`
	}
	for _, r := range g.CustomFields {
		if r.Key == "" || (r.From == "") == (r.Value == "") || r.From != "" && !slices.Contains(plan.Parts(), r.From) {
			return "a custom_field that is incomplete: give key, and either from (one of " + strings.Join(plan.Parts(), ", ") + ") or value"
		}
	}
	return ""
}

func isUser(setting string) bool {
	id, err := strconv.ParseInt(setting, 10, 64)
	return setting == "" || setting == "me" || err == nil && id > 0
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
