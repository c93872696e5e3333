package installer

import "strings"

// Outcome is what became of one file or command.
type Outcome string

// The outcomes, as the user reads them.
const (
	Wrote     Outcome = "wrote"
	Unchanged Outcome = "unchanged"
	Ran       Outcome = "ran"
	Removed   Outcome = "removed"
)

// Step is one thing that was done, or found done already.
type Step struct {
	Outcome Outcome `json:"outcome"`
	Subject string  `json:"subject"` // the file or the command
}

// Report is what Install or Uninstall did, in order.
type Report struct {
	Steps []Step `json:"steps"`
}

// String returns one line for each step.
func (r Report) String() string {
	var b strings.Builder
	for _, s := range r.Steps {
		b.WriteString(string(s.Outcome) + " " + s.Subject + "\n")
	}
	return b.String()
}

func (r *Report) add(outcome Outcome, subject string) {
	r.Steps = append(r.Steps, Step{Outcome: outcome, Subject: subject})
}

func (r *Report) remove(path string) error {
	removed, err := removeFile(path)
	if removed {
		r.add(Removed, path)
	}
	return err
}

func (r *Report) removeKey(key string) error {
	removed, err := deleteKey(key)
	if removed {
		r.add(Removed, key)
	}
	return err
}
