// Package plan turns a profile, a target and what Greenhouse already holds into the ordered list of writes an add needs.
//
// It is pure: values in, values out, no network, files or clock. The same input always gives the same plan, so a plan is
// never stored: after a crash it is made again from the stored add and the recorded remote ids.
//
//	p := plan.Make(plan.Input{Profile: person, First: "Marta", Last: "Okafor", Target: target, Source: 7})
//	for _, step := range p.Steps { … }
package plan

import (
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// TargetKind says what the person becomes in Greenhouse.
type TargetKind string

// The kinds of target.
const (
	// Candidate puts the person into the interview plan of exactly one job.
	Candidate TargetKind = "candidate"
	// Prospect puts the person on no job (the base without a vacancy), on one, or on several, outside any interview plan.
	Prospect TargetKind = "prospect"
)

// Target is where the person goes.
type Target struct {
	Kind TargetKind
	Jobs []harvest.JobID
}

// Input is all that a plan depends on.
type Input struct {
	Profile     profile.Profile
	First, Last string
	Target      Target
	Source      harvest.SourceID
	// Existing is the person this add belongs to when Greenhouse already has them; nil creates one.
	Existing *Existing
}

// Existing is a person who is already in Greenhouse, with all their applications.
type Existing struct {
	ID           harvest.CandidateID
	Applications []harvest.Application
}

// StepKind names one remote write.
type StepKind string

// The writes a plan is made of.
const (
	// CreateCandidate creates the person together with the application (POST /v3/candidates).
	CreateCandidate StepKind = "create_candidate"
	// AddApplication adds an application to a person who exists (POST /v3/applications).
	AddApplication StepKind = "add_application"
)

// Step is one remote write. Exactly one of its bodies is set, by Kind.
type Step struct {
	Kind        StepKind
	Candidate   *harvest.NewCandidate
	CandidateID harvest.CandidateID
	Application *harvest.NewApplication
}

// Plan is what will be written, and what will not.
type Plan struct {
	Steps []Step
	// Present are the applications that already give the person what the target asks for.
	Present []harvest.ApplicationID
	// Dropped lists the parts of the profile that no step sends, each with its reason.
	Dropped []profile.Dropped
}

// Make plans the add.
func Make(in Input) Plan {
	body, dropped := candidateBody(in)
	if in.Existing == nil {
		body.Application = application(in.Target, in.Target.Jobs, in.Source)
		return Plan{Steps: []Step{{Kind: CreateCandidate, Candidate: &body}}, Dropped: dropped}
	}
	return forExisting(in, dropped)
}

func forExisting(in Input, dropped []profile.Dropped) Plan {
	present, missing := in.Target.covered(in.Existing.Applications)
	p := Plan{Present: present, Dropped: dropped}
	if missing != nil {
		p.Steps = []Step{{
			Kind:        AddApplication,
			CandidateID: in.Existing.ID,
			Application: application(*missing, missing.Jobs, in.Source),
		}}
	}
	return p
}

func application(t Target, jobs []harvest.JobID, source harvest.SourceID) *harvest.NewApplication {
	if t.Kind == Candidate {
		return &harvest.NewApplication{JobID: jobs[0], SourceID: source}
	}
	return &harvest.NewApplication{Prospect: true, JobIDs: jobs, SourceID: source}
}

// covered splits the target into the applications that already satisfy it and the part that is missing; nil when nothing is.
func (t Target) covered(have []harvest.Application) (present []harvest.ApplicationID, missing *Target) {
	if t.Kind == Prospect && len(t.Jobs) == 0 {
		return t.inBase(have)
	}
	var absent []harvest.JobID
	for _, job := range t.Jobs {
		if id, ok := on(job, t.Kind, have); ok {
			present = append(present, id)
		} else {
			absent = append(absent, job)
		}
	}
	if len(absent) == 0 {
		return slices.Compact(present), nil
	}
	return slices.Compact(present), &Target{Kind: t.Kind, Jobs: absent}
}

// inBase: "the base without a vacancy" asks only that the person is there, so any application satisfies it.
func (t Target) inBase(have []harvest.Application) ([]harvest.ApplicationID, *Target) {
	if len(have) > 0 {
		return []harvest.ApplicationID{have[0].ID}, nil
	}
	return nil, &t
}

// on finds the application that puts the person on the job. A candidate counts where a prospect is asked for, because
// they are further along; a converted prospect application counts for nothing, its candidate application replaced it.
func on(job harvest.JobID, kind TargetKind, have []harvest.Application) (harvest.ApplicationID, bool) {
	for _, a := range have {
		if a.Status == "converted" {
			continue
		}
		asProspect := a.Prospect && slices.Contains(a.ProspectiveJobIDs, job)
		asCandidate := !a.Prospect && a.JobID == job
		if asCandidate || (asProspect && kind == Prospect) {
			return a.ID, true
		}
	}
	return 0, false
}

// Satisfied says whether the applications give the person all that the target asks for.
func (t Target) Satisfied(have []harvest.Application) ([]harvest.ApplicationID, bool) {
	present, missing := t.covered(have)
	return present, missing == nil
}
