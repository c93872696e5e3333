package plan

import (
	"slices"
	"strconv"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// MemberState is where the person stands in the folder that they were exported from.
type MemberState struct {
	FolderID   int64
	FolderName string
	// StatusID and SubstatusID are 0 for none. The names may be unknown.
	StatusID, SubstatusID int64
	Status, Substatus     string
	// UpdatedAt is when the member last changed, as it was written; empty when AmazingHiring does not say. It tells two
	// notes about one status apart.
	UpdatedAt string
	// Comments are those on the member, with the time as it was written. One that the profile has too, by its id, is one.
	Comments []profile.Comment
}

// FollowInput is all that an update of a person depends on.
type FollowInput struct {
	// Input is as for an add to somebody known; Existing with its Candidate must be there. Target, Source and whom the
	// application belongs to do not matter.
	Input
	Policy FollowPolicy
	Base   Base
	Member MemberState
	Hash   Hash
	// TagIDs are the organisation's tags by name, for the tags of status rules.
	TagIDs map[string]harvest.TagID
	// Definitions are the organisation's custom fields and Choices their options, for the fields of status rules.
	Definitions []harvest.CustomField
	Choices     map[int64][]harvest.CustomFieldOption
	// Details tell where the person's prospect applications are; nil when that cannot be read, or not be changed.
	Details map[harvest.ApplicationID]harvest.ProspectDetail
	// Employments and EducationsThere are what Greenhouse has; only needed as NeedsRecords says.
	Employments     []harvest.Employment
	EducationsThere []harvest.Education
	// Decisions are the recruiter's word about conflicts, by part: "overwrite" or "keep".
	Decisions map[string]string
}

// Conflict is a part that changed both in AmazingHiring and in Greenhouse.
type Conflict struct {
	// Part is one of the parts of FollowPolicy.Fields, or "pool stage".
	Part string
}

// FollowPlan is what an update writes, and what it does not.
type FollowPlan struct {
	// Steps leave out those that wait for a decision about a conflict.
	Steps     []Step
	Conflicts []Conflict
	// Dropped lists what changed in AmazingHiring and is not sent, each with its reason.
	Dropped []profile.Dropped
	// Base is what to remember once all steps are done and all conflicts decided.
	Base Base
}

// Follow plans what makes Greenhouse follow AmazingHiring, by comparing three states: what Greenhouse was last given, what
// it has now, and the profile. What somebody changed in Greenhouse stays, unless a decision says otherwise, and nothing is
// ever emptied.
func Follow(in FollowInput) FollowPlan {
	f := newFollower(in)
	steps := f.update()
	steps = slices.Concat(steps, f.moves(), f.tags(), f.employments(), f.educations(), f.comments(), f.statusNote())
	var p Plan
	p.addUnwritten(in.Input, steps)
	return FollowPlan{Steps: p.Steps, Conflicts: f.conflicts, Dropped: f.dropped, Base: f.base.Join(in.Base)}
}

// NeedsRecords says which records of the person Follow has to compare with: new ones are to be added.
func (in FollowInput) NeedsRecords() (employments, educations bool) {
	f := newFollower(in)
	return len(f.employments()) > 0, len(f.educations()) > 0
}

// follower makes one plan.
type follower struct {
	in FollowInput
	// rule is what the change of the folder status asks for; it asks for nothing when there is no change.
	rule      StatusRule
	base      Base
	change    harvest.CandidateChange
	written   []harvest.CustomFieldInput
	conflicts []Conflict
	dropped   []profile.Dropped
}

func newFollower(in FollowInput) *follower {
	in.Fields = slices.DeleteFunc(slices.Clone(in.Fields), in.Policy.ownsField)
	var tags []string
	for _, tag := range in.Tags {
		tags = append(tags, tag.Name)
	}
	f := &follower{in: in, base: Remember(in.Profile, in.Fields, tags, in.Hash)}
	f.base.Comments = commentHashes(in.Hash, in.Profile.Comments, in.Member.Comments)
	if stands, known := in.Member.stands(); known {
		f.base.Status = map[string]string{in.Member.folder(): stands}
	}
	if in.Base.statusChanged(in.Member) {
		f.rule = in.Policy.ruleFor(in.Member)
	}
	return f
}

// drop lists a part once.
func (f *follower) drop(part, reason string) {
	if !slices.ContainsFunc(f.dropped, func(d profile.Dropped) bool { return d.Field == part }) {
		f.dropped = append(f.dropped, profile.Dropped{Field: part, Reason: reason})
	}
}

// decided says whether theirs gives way to ours. Without a decision it is a conflict, unless the step with the key is
// written: then theirs changed after it.
func (f *follower) decided(part, key string) bool {
	decision := f.in.Decisions[part]
	switch {
	case decision == overwrite:
		return true
	case decision == keep:
		f.drop(part, profile.ReasonPolicy)
	case !slices.Contains(f.in.Written, key):
		f.conflicts = append(f.conflicts, Conflict{Part: part})
	}
	return false
}

func decimalID[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }
