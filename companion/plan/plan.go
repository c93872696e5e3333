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
	// Author is the acting user, in whose name notes are written.
	Author harvest.UserID
	// Can is what the credential may write beside the required; what it may not is listed as dropped, or goes another way.
	Can Abilities
	// Visibility of notes: public (to the hiring team), private or admin_only.
	Visibility string
	// Written are the keys of the steps that are done.
	Written []string
	// Existing is the person this add belongs to when Greenhouse already has them; nil creates one.
	Existing *Existing
}

// Abilities are the optional writes that the credential has both the right to make and the right to look up: a write whose
// doubt could not be resolved is never made.
type Abilities struct{ Notes, Employments, Attachments bool }

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
	// AddNote adds a note to the person (POST /v3/notes).
	AddNote StepKind = "add_note"
	// AddEmployment adds one position (POST /v3/candidate_employments).
	AddEmployment StepKind = "add_employment"
	// AddAttachment adds a file to the person's application (POST /v3/attachments).
	AddAttachment StepKind = "add_attachment"
)

// Step is one remote write. Exactly one of its bodies is set, by Kind.
type Step struct {
	// Key names the step within its add: the same in every plan of it, so that what is done is known by it.
	Key         string
	Kind        StepKind
	CandidateID harvest.CandidateID
	Candidate   *harvest.NewCandidate
	Application *harvest.NewApplication
	Note        *harvest.NewNote
	Employment  *harvest.NewEmployment
	Attachment  *harvest.NewAttachment
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
	p := Plan{Dropped: NotSent(in.Profile, in.Can)}
	if in.Existing == nil {
		body := candidateBody(in)
		body.Application = application(in.Target, in.Target.Jobs, in.Source)
		p.Steps = []Step{{Key: "person", Kind: CreateCandidate, Candidate: &body}}
	} else {
		p.addApplication(in)
	}
	for _, step := range records(in) {
		if !slices.Contains(in.Written, step.Key) {
			p.Steps = append(p.Steps, step)
		}
	}
	return p
}

func (p *Plan) addApplication(in Input) {
	present, missing := in.Target.covered(in.Existing.Applications)
	p.Present = present
	if missing != nil {
		p.Steps = append(p.Steps, Step{
			Key: "application", Kind: AddApplication, CandidateID: in.Existing.ID,
			Application: application(*missing, missing.Jobs, in.Source),
		})
	}
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
