package installer

import (
	"path/filepath"
	"slices"
	"strings"
)

// common are told where the host is when nobody says which browsers to tell: one of them that is installed later works at once.
var common = []string{"Chrome", "Chromium", "Firefox"}

// manifestFolder holds the manifests on Windows, where the registry says where they are.
const manifestFolder = `$LOCAL\greenhouse-companion-browsers`

// place is one spot where browsers look for our manifest: several may look at the same.
type place struct {
	browsers []string
	format   format
	spot     string // a folder, on Windows a registry key
	allUsers bool   // it counts for every user of the computer
}

// places are those of the named browsers, each once and in the table's order.
func (w where) places(allUsers bool, named func(name string) bool) []place {
	var list []place
	for _, b := range browsersOf[w.system] {
		if !named(b.name) {
			continue
		}
		for _, spot := range w.all(b.spots(allUsers)) {
			i := slices.IndexFunc(list, func(p place) bool { return p.spot == spot })
			if i < 0 {
				list = append(list, place{format: b.format, spot: spot, allUsers: allUsers})
				i = len(list) - 1
			}
			list[i].browsers = append(list[i].browsers, b.name)
		}
	}
	return list
}

func (b browser) spots(allUsers bool) []string {
	if allUsers {
		return b.system
	}
	return b.user
}

func anyBrowser(string) bool { return true }

// wanted are the browsers that the configuration names. For all users of a computer that is every one of them: what
// the other users have cannot be seen.
func wanted(cfg Config) func(string) bool {
	names := cfg.Browsers
	switch {
	case cfg.AllUsers:
		return anyBrowser
	case len(names) == 0:
		names = common
	}
	return func(name string) bool { return slices.Contains(names, name) }
}

// file is where the manifest of a place lies. On Windows those for all users lie beside the host, where only an
// administrator can write.
func (w where) file(cfg Config, p place) string {
	if w.system != "windows" {
		return w.join(p.spot, manifestFile)
	}
	folder := w.expand(manifestFolder)
	if p.allUsers {
		folder = cfg.Host[:max(0, strings.LastIndexAny(cfg.Host, `\/`))]
	}
	return w.join(folder, HostName+"."+string(p.format)+".json")
}

// key is the registry key that names the manifest's file, "" where there is no registry.
func (w where) key(p place) string {
	if w.system != "windows" {
		return ""
	}
	return w.join(p.spot, HostName)
}

// manifestActions writes what the browsers read: on Windows a file for each format, and keys that name it.
func (w where) manifestActions(cfg Config) ([]Action, error) {
	var actions []Action
	for _, p := range w.places(cfg.AllUsers, wanted(cfg)) {
		ids := p.format.ids(cfg)
		if len(ids) == 0 {
			continue
		}
		content, err := p.format.manifest(cfg.Host, ids)
		if err != nil {
			return nil, err
		}
		actions = w.tell(cfg, p, content, actions)
	}
	return actions, nil
}

// tell adds what a place needs. Where a registry names the file, several places name the same.
func (w where) tell(cfg Config, p place, content []byte, actions []Action) []Action {
	file := Action{Path: w.file(cfg, p), Content: content, Mode: 0o644, Public: p.allUsers, Purpose: p.purpose()}
	key := w.key(p)
	if key == "" {
		return append(actions, file)
	}
	file.Purpose = "says to browsers where the companion is"
	if !slices.ContainsFunc(actions, func(a Action) bool { return a.Path == file.Path }) {
		actions = append(actions, file)
	}
	return append(actions, Action{Key: key, Value: file.Path, Purpose: p.purpose()})
}

func (p place) purpose() string {
	return "lets the extension in " + strings.Join(p.browsers, ", ") + " reach the companion"
}

// withdrawManifests removes every manifest that Install may have placed, whatever browsers it was told of, and the
// folders that are empty then. Those for all users stay: they are the administrator's.
func (r *Report) withdrawManifests(cfg Config, w where) error {
	var problems []error
	places := w.places(cfg.AllUsers, anyBrowser)
	for _, p := range places {
		if key := w.key(p); key != "" {
			problems = append(problems, r.removeKey(key))
		}
		problems = append(problems, r.remove(w.file(cfg, p)))
	}
	if cfg.AllUsers {
		return first(problems)
	}
	for _, p := range places {
		problems = append(problems, removeEmpty(filepath.Dir(w.file(cfg, p))))
	}
	return first(problems)
}
