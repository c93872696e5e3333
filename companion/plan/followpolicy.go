package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// The parts of a profile that are followed; custom fields are "field:<key>".
const (
	partTitle      = "title"
	partCompany    = "company"
	partEmails     = "emails"
	partPhones     = "phones"
	partLocations  = "locations"
	partLinks      = "links"
	partPositions  = "employments"
	partEducations = "educations"
	partTags       = "tags"
	partProfile    = "profile"
	partPoolStage  = "pool stage"
	fieldPrefix    = "field:"
)

// How a part is followed, and what a recruiter can decide.
const (
	fillOnly    = "fill"
	overwrite   = "overwrite"
	appendOnly  = "append"
	neverFollow = "never"
	keep        = "keep"
)

// StatusRule says what a change to a folder status does in Greenhouse.
type StatusRule struct {
	// Status is a name such as "Interested", a name with its substatus such as "Contacted/Replied", or the id of either.
	Status string
	// Pool and Stage are where the person's prospect application goes, both or neither.
	Pool  harvest.PoolID
	Stage harvest.PoolStageID
	// Tag is put on the person.
	Tag string
	// Field is the key of a custom field, which gets the Value, or without one the status' own name. The field belongs to
	// the status then: what else would fill it is not followed.
	Field, Value string
	// Note writes a note. Ignore does nothing at all.
	Note, Ignore bool
}

// FollowPolicy says what is followed, and how.
type FollowPolicy struct {
	// Fields say how parts are followed: title, company and "field:<key>" by "fill" (only what is empty), "overwrite" or
	// "never"; emails, phones, locations, links, employments and educations by "append", "fill" or "never". What is not
	// there is as in DefaultFollow; a name is never followed.
	Fields map[string]string
	// Statuses: the most specific rule counts, and of those the first. A status without a rule makes a note.
	Statuses []StatusRule
	// Comments and Tags say whether those are followed.
	Comments, Tags bool
}

// DefaultFollow loses nothing that Greenhouse has.
func DefaultFollow() FollowPolicy {
	return FollowPolicy{
		Fields: map[string]string{
			partTitle: fillOnly, partCompany: fillOnly,
			partEmails: appendOnly, partPhones: appendOnly, partLocations: appendOnly, partLinks: appendOnly,
			partPositions: appendOnly, partEducations: appendOnly,
		},
		Comments: true, Tags: true,
	}
}

// how is the way of a part; every custom field is filled unless said otherwise.
func (p FollowPolicy) how(part string) string {
	return cmp.Or(p.Fields[part], DefaultFollow().Fields[part], fillOnly)
}

// Validate says in words what is wrong with the policy, and nothing when all is well.
func (p FollowPolicy) Validate() string {
	for _, part := range slices.Sorted(maps.Keys(p.Fields)) {
		ways := waysOf(part)
		if ways == nil {
			return fmt.Sprintf("%q is no part of a profile that can be followed", part)
		}
		if !slices.Contains(ways, p.Fields[part]) {
			return fmt.Sprintf("%q can be %s, not %q", part, strings.Join(ways, " or "), p.Fields[part])
		}
	}
	for _, rule := range p.Statuses {
		if wrong := rule.wrong(); wrong != "" {
			return fmt.Sprintf("the rule for the status %q %s", rule.Status, wrong)
		}
	}
	return ""
}

// waysOf are the ways in which the part can be followed, none for what is no part.
func waysOf(part string) []string {
	key, isField := strings.CutPrefix(part, fieldPrefix)
	byDefault := DefaultFollow().Fields[part]
	switch {
	case isField && key != "", byDefault == fillOnly:
		return []string{fillOnly, overwrite, neverFollow}
	case byDefault == appendOnly:
		return []string{appendOnly, fillOnly, neverFollow}
	case part == "name":
		return []string{neverFollow}
	}
	return nil
}

func (r StatusRule) wrong() string {
	acts := r.Note || r.Tag != "" || r.Pool != 0 || r.Field != ""
	switch {
	case strings.TrimSpace(r.Status) == "":
		return "names no status"
	case (r.Pool == 0) != (r.Stage == 0):
		return "needs both a pool and a stage of it, or neither"
	case r.Field == "" && r.Value != "":
		return "has a value but no custom field for it"
	case r.Ignore && acts:
		return "ignores the status and does something all the same"
	case !r.Ignore && !acts:
		return "says neither note, tag, pool, custom field nor ignore"
	}
	return ""
}

// ownsField says whether a status rule fills the field.
func (p FollowPolicy) ownsField(field harvest.CustomFieldInput) bool {
	return slices.ContainsFunc(p.Statuses, func(r StatusRule) bool { return r.Field != "" && r.Field == field.NameKey })
}

func (p FollowPolicy) ruleFor(m MemberState) StatusRule {
	for _, matches := range []func(string) bool{m.isInSubstatus, m.isInStatus} {
		if at := slices.IndexFunc(p.Statuses, func(r StatusRule) bool { return matches(r.Status) }); at >= 0 {
			return p.Statuses[at]
		}
	}
	return StatusRule{Note: true}
}
