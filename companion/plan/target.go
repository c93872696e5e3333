package plan

import (
	"slices"

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
	// Pool and PoolStage are for prospects only; 0 means none.
	Pool      harvest.PoolID
	PoolStage harvest.PoolStageID
}

// application is the body of the target's application for these jobs, alone or inside a create.
func (in Input) application(jobs []harvest.JobID) *harvest.NewApplication {
	a := &harvest.NewApplication{
		SourceID: in.Source, ReferrerID: in.Referrer, RecruiterID: in.Recruiter, CoordinatorID: in.Coordinator,
	}
	if in.Target.Kind == Candidate {
		a.JobID = jobs[0]
		return a
	}
	a.Prospect, a.JobIDs = true, jobs
	a.ProspectPoolID, a.ProspectPoolStageID = in.Target.Pool, in.Target.PoolStage
	return a
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
	t.Jobs = absent
	return slices.Compact(present), &t
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
