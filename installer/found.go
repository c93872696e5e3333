package installer

import "slices"

// Packaging is how a browser is packed. Empty is the usual way.
type Packaging string

// Packagings that put a browser into a sandbox, away from the programs of the computer.
const (
	Flatpak Packaging = "flatpak"
	Snap    Packaging = "snap"
)

// Problem is why a browser does not find the companion. Empty is that it does.
type Problem string

// The problems. Browsers tell their user of all of them in the same words, "not found" or "forbidden".
const (
	ManifestMissing Problem = "manifest_missing" // it looks into an empty place
	ManifestBroken  Problem = "manifest_broken"  // what is there is not a manifest of ours, or cannot be read
	HostMissing     Problem = "host_missing"     // the manifest names a program that is not there
	OtherHost       Problem = "other_host"       // the manifest names another copy of the host than this program's own
	OtherExtension  Problem = "other_extension"  // our extension is not among those that may start the host
	Sandboxed       Problem = "sandboxed"        // its packaging keeps it from starting any host
)

// Browser is a browser that was found on this computer, and what it finds of the companion.
type Browser struct {
	Name      string    `json:"name"`
	Packaging Packaging `json:"packaging,omitempty"`
	Place     string    `json:"place,omitempty"` // the file, or the registry key, that it looks at first
	Problem   Problem   `json:"problem,omitempty"`
	Detail    string    `json:"detail,omitempty"` // what the problem is about: a path or an id
	Advice    string    `json:"advice,omitempty"` // what works with this packaging
}

// Browsers returns the browsers of this user that are on this computer, each with what is wrong for it. It only looks.
// An error says what is wrong with the configuration.
func Browsers(cfg Config) ([]Browser, error) {
	cfg, err := cfg.withHome()
	if err != nil {
		return nil, err
	}
	return here(cfg).found(cfg), nil
}

// Found returns the names of the browsers that are on this computer and can start a host, as Config.Browsers takes them.
func Found(cfg Config) ([]string, error) {
	cfg, err := cfg.withHome()
	if err != nil {
		return nil, err
	}
	return here(cfg).names(), nil
}

func (w where) names() []string {
	var names []string
	for _, b := range browsersOf[w.system] {
		if w.hasPlain(b) || slices.ContainsFunc(b.shut, func(s shutIn) bool { return s.reads && w.anyThere(s.signs) }) {
			names = append(names, b.name)
		}
	}
	return names
}

func (w where) hasPlain(b browser) bool { return w.anyThere(b.signs) }

func (w where) found(cfg Config) []Browser {
	var list []Browser
	for _, b := range browsersOf[w.system] {
		if w.hasPlain(b) {
			list = append(list, w.examine(cfg, b))
		}
		for _, s := range b.shut {
			if w.anyThere(s.signs) {
				list = append(list, w.examineShut(cfg, b, s))
			}
		}
	}
	return list
}

func (w where) examineShut(cfg Config, b browser, s shutIn) Browser {
	seen := Browser{Name: b.name, Problem: Sandboxed}
	if s.reads {
		seen = w.examine(cfg, b)
	}
	seen.Packaging, seen.Advice = s.packaging, s.advice
	return seen
}

// Refresh writes the manifests again that are missing or not as they should be: those for the browsers that are on this
// computer, and those that were placed for others. So a program that was updated or moved is found again, and so is a
// browser that came later. The report holds what was written; an error says what could not be.
func Refresh(cfg Config) (Report, error) {
	cfg, err := cfg.withHome()
	if err != nil {
		return Report{}, err
	}
	if err := first([]error{cfg.validate(), executable(cfg.Host)}); err != nil {
		return Report{}, err
	}
	return here(cfg).refresh(cfg)
}

func (w where) refresh(cfg Config) (Report, error) {
	var report Report
	cfg.AllUsers, cfg.Browsers = false, append(w.names(), w.placed(cfg)...)
	if len(cfg.Browsers) == 0 {
		return report, nil
	}
	actions, err := w.manifestActions(cfg)
	problems := []error{err}
	for _, a := range actions {
		changed, err := a.write()
		if changed {
			report.add(Wrote, a.subject())
		}
		problems = append(problems, err)
	}
	return report, first(problems)
}

// placed are browsers that have a manifest of ours.
func (w where) placed(cfg Config) []string {
	var names []string
	for _, p := range w.places(false, anyBrowser) {
		if _, found := w.read(cfg, p); found {
			names = append(names, p.browsers[0])
		}
	}
	return names
}
