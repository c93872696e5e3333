package installer

import (
	"io/fs"
	"strings"
)

// Plan is what Install does, in order.
type Plan struct {
	Actions []Action
}

// Action is one step of a plan: a file or a registry key to write, or a command to run.
type Action struct {
	Path    string // the file to write, "" for anything else
	Content []byte
	Mode    fs.FileMode
	Public  bool // folders that have to be made for it are open to every user

	Key   string // the registry key whose default value is to be set, "" for anything else
	Value string

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
	manifests, err := here(cfg).manifestActions(cfg)
	if err != nil || cfg.AllUsers {
		return Plan{Actions: manifests}, err
	}
	service, err := serviceActions(cfg)
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
	if a.Path != "" || a.Key != "" {
		verb = "write "
	}
	line := verb + a.subject() + ": " + a.Purpose
	if a.AfterChange {
		line += " (only if something changed)"
	}
	return line
}

func (a Action) subject() string {
	switch {
	case a.Path != "":
		return a.Path
	case a.Key != "":
		return a.Key
	}
	return strings.Join(a.Command, " ")
}
