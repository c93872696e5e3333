// Package plan turns a profile, a target and what Greenhouse already holds into the ordered list of writes an add needs.
//
// It is pure: values in, values out, no network, files or clock. The same input always gives the same plan, so a plan is
// never stored: after a crash it is made again from the stored add and the recorded remote ids.
//
//	p := plan.Make(plan.Input{Profile: person, First: "Marta", Last: "Okafor", Target: target, Source: 7})
//	for _, step := range p.Steps { … }
//
// Somebody who is in Greenhouse already is filled up, never overwritten: what Greenhouse holds stays as it is, and what of
// the profile is not sent is listed with its reason.
package plan

import (
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// Plan is what will be written, and what will not.
type Plan struct {
	Steps []Step
	// Present are the applications that already give the person what the target asks for.
	Present []harvest.ApplicationID
	// Dropped lists the parts of the profile that no step sends, each with its reason.
	Dropped []profile.Dropped
}

// Make plans the add: the person first, then the application, then what belongs to the person, and files last, because
// a file needs an application.
func Make(in Input) Plan {
	p := Plan{Dropped: NotSent(in)}
	if in.Existing == nil {
		p.Steps = []Step{create(in)}
	} else {
		p.addUnwritten(in, updates(in))
		p.addApplication(in)
	}
	p.addUnwritten(in, records(in))
	return p
}

func (p *Plan) addUnwritten(in Input, steps []Step) {
	for _, step := range steps {
		if slices.Contains(in.Written, step.Key) {
			continue
		}
		if in.Existing != nil {
			step.CandidateID = in.Existing.ID
		}
		p.Steps = append(p.Steps, step)
	}
}

func (p *Plan) addApplication(in Input) {
	present, missing := in.Target.covered(in.Existing.Applications)
	p.Present = present
	if missing != nil {
		p.Steps = append(p.Steps, Step{
			Key: keyApplication, Kind: AddApplication, CandidateID: in.Existing.ID, Application: in.application(missing.Jobs),
		})
	}
}

// records are the steps that give the person what does not fit into a candidate's own fields. They follow the person and
// the application, because a note to nobody is accepted by Greenhouse and lost, and a file needs an application.
func records(in Input) []Step {
	return slices.Concat(tags(in), employments(in), educations(in), notes(in), attachments(in))
}
