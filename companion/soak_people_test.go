package companion_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// recruit is one fictional person. Everything about them follows from the number, so that whoever adds the same person again
// brings the same profile, and so that the books know what to expect.
type recruit int64

func (r recruit) email() string { return fmt.Sprintf("r%d@example.com", r) }

// word is a name that no one else has.
func (r recruit) word() string {
	digits := strings.Map(func(d rune) rune { return d - '0' + 'a' }, fmt.Sprint(int64(r)))
	return "Sample" + digits
}

// name is a single word for some, so that the recruiter is asked.
func (r recruit) name() string {
	if r%16 == 0 {
		return r.word()
	}
	return "Vera " + r.word()
}

// whole says that the profile has two positions, a text and a comment.
func (r recruit) whole() bool { return r%2 == 0 }

func (r recruit) profile() json.RawMessage {
	plain := person(int64(r), r.name(), r.email())
	if !r.whole() {
		return plain
	}
	var fields map[string]json.RawMessage
	for _, layer := range []json.RawMessage{richPerson(), plain} {
		if err := json.Unmarshal(layer, &fields); err != nil {
			panic(err)
		}
	}
	data, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return data
}

// file is the resume that comes with every add of the person; nil for most.
func (r recruit) file() []byte {
	if r%3 != 0 {
		return nil
	}
	return []byte(strings.Repeat(r.email()+"\n", 200))
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func (r recruit) filename() string { return r.word() + ".txt" }

// targets are what the adds of this person may ask for. None of them makes up for another one.
func (r recruit) targets(jobs []extension.ID) []extension.Target {
	candidate := func(i int) extension.Target {
		return extension.Target{Kind: extension.TargetCandidate, JobIDs: jobs[i : i+1]}
	}
	switch r % 5 {
	case 0:
		return []extension.Target{candidate(0)}
	case 1:
		return []extension.Target{candidate(0), candidate(1)}
	case 2:
		return []extension.Target{{Kind: extension.TargetProspect, JobIDs: jobs[:1]}}
	case 3:
		return []extension.Target{{Kind: extension.TargetProspect, JobIDs: jobs}}
	}
	return []extension.Target{inBase}
}

// account is how the books describe a person: what was asked for, or what is there.
type account struct {
	applications, notes, employments, files []string
}

// expected is the account of the person once the targets are fulfilled.
func (r recruit) expected(targets map[string]bool) account {
	var a account
	for target := range targets {
		a.applications = append(a.applications, target)
		if r.file() != nil {
			a.files = append(a.files, r.filename())
		}
	}
	if r.whole() {
		a.notes = []string{"Comment", "From"}
		a.employments = []string{"Blue Heron Example Ltd, Engineer", "Quarry Example GmbH, Trainee"}
	}
	return a
}

func (a account) String() string {
	for _, list := range [][]string{a.applications, a.notes, a.employments, a.files} {
		slices.Sort(list)
	}
	return fmt.Sprintf("applications %q, notes %q, employments %q, files %q", a.applications, a.notes, a.employments, a.files)
}

// applicationText is the same for an application that was asked for and for one that is there.
func applicationText[ID ~int64](prospect bool, jobs []ID) string {
	slices.Sort(jobs)
	return fmt.Sprintf("prospect %t on %v", prospect, jobs)
}

func targetText(target extension.Target) string {
	return applicationText(target.Kind == extension.TargetProspect, slices.Clone(target.JobIDs))
}
