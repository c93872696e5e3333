package installer

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// Plan is what Install does, in order.
type Plan struct {
	Actions []Action
}

// Action is one step of a plan: a file to write, or a command to run.
type Action struct {
	Path    string // the file to write, "" for a command
	Content []byte
	Mode    fs.FileMode

	Command     []string // the command to run, nil for a file
	AfterChange bool     // run it only if a file before it had to be written

	Purpose string // why, in plain words
}

// NewPlan returns what Install would do, without looking at the machine. Its error says which field of the
// configuration is wrong, or is an UnsupportedError.
func NewPlan(cfg Config) (Plan, error) {
	cfg, err := cfg.withHome()
	if err != nil {
		return Plan{}, err
	}
	if err := cfg.validate(); err != nil {
		return Plan{}, err
	}
	service, err := serviceActions(cfg)
	if err != nil {
		return Plan{}, err
	}
	manifests, err := manifestActions(cfg)
	if err != nil {
		return Plan{}, err
	}
	// The service comes first: the host has nothing to relay to without it.
	return Plan{Actions: append(service, manifests...)}, nil
}

// String returns one line for each action, in plain words.
func (p Plan) String() string {
	var b strings.Builder
	for _, a := range p.Actions {
		b.WriteString(a.String() + "\n")
	}
	return b.String()
}

// String returns what the action does and why.
func (a Action) String() string {
	verb := "run "
	if a.Path != "" {
		verb = "write "
	}
	line := verb + a.subject() + ": " + a.Purpose
	if a.AfterChange {
		line += " (only if something changed)"
	}
	return line
}

func (a Action) subject() string {
	if a.Path != "" {
		return a.Path
	}
	return strings.Join(a.Command, " ")
}

func manifestActions(cfg Config) ([]Action, error) {
	var actions []Action
	for _, b := range browsers {
		ids := b.format.ids(cfg)
		if len(ids) == 0 {
			continue
		}
		content, err := b.format.manifest(cfg.Host, ids)
		if err != nil {
			return nil, err
		}
		actions = append(actions, Action{
			Path:    filepath.Join(cfg.Home, b.folder, manifestFile),
			Content: content,
			Mode:    0o644,
			Purpose: "lets the extension in " + b.name + " reach the companion",
		})
	}
	return actions, nil
}
