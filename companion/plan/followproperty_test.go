package plan_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	drawHow    = rapid.SampledFrom([]string{"", "fill", "overwrite", "never"})
	drawGrowth = rapid.SampledFrom([]string{"", "append", "fill", "never"})
	drawTag    = rapid.SampledFrom([]string{"Sourced", "sourced", "Go", "Called"})
	drawRule   = rapid.SampledFrom([]plan.StatusRule{
		{}, {Status: "31", Ignore: true}, {Status: "Contacted", Note: true, Tag: "Called"}, {Status: "Contacted", Tag: "Go", Field: "three"},
		{Status: "Contacted", Pool: 35, Stage: 2, Field: "one", Value: "y"},
	})
)

func drawComments(t *rapid.T, label string) []profile.Comment {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) profile.Comment {
		return profile.Comment{ID: rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "id"), Body: rapid.SampledFrom([]string{" ", "x", "y"}).Draw(t, "body")}
	}), 0, 4).Draw(t, label)
}

func drawWhole(t *rapid.T) profile.Profile {
	p := drawProfile(t)
	p.URL, p.Comments = page, drawComments(t, "comments")
	p.Positions = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) profile.Position {
		return profile.Position{Title: drawText.Draw(t, "title"), Company: "Heron", Start: profile.Month{Year: rapid.SampledFrom([]int{0, 2020, 2021}).Draw(t, "year")}}
	}), 0, 3).Draw(t, "positions")
	return p
}

func drawPolicy(t *rapid.T) plan.FollowPolicy {
	p := plan.FollowPolicy{Comments: rapid.Bool().Draw(t, "with comments"), Tags: rapid.Bool().Draw(t, "with tags"), Fields: map[string]string{}}
	for _, part := range []string{"title", "company", "field:one", "field:two", "field:three"} {
		p.Fields[part] = drawHow.Draw(t, part)
	}
	for _, part := range []string{"emails", "phones", "locations", "links", "employments"} {
		p.Fields[part] = drawGrowth.Draw(t, part)
	}
	if rule := drawRule.Draw(t, "rule"); rule.Status != "" {
		p.Statuses = []plan.StatusRule{rule}
	}
	return p
}

// drawFollowing is anybody: what they were given, what Greenhouse has and what the profile says are drawn one by one.
func drawFollowing(t *rapid.T) plan.FollowInput {
	in := plan.FollowInput{Input: known(drawCandidate(t), drawWhole(t)), Policy: drawPolicy(t), Hash: hashed}
	in.Can = plan.Abilities{Notes: rapid.Bool().Draw(t, "notes"), Update: rapid.Bool().Draw(t, "update"), Tags: true, NewTags: true, Employments: true}
	in.Fields, in.Existing.Fields = drawFields(t, "fields"), drawFields(t, "their fields")
	in.Existing.FieldsKept = rapid.Bool().Draw(t, "kept")
	in.Existing.Candidate.Tags = rapid.SliceOfN(drawTag, 0, 2).Draw(t, "their tags")
	for _, name := range rapid.SliceOfN(drawTag, 0, 2).Draw(t, "tags") {
		in.Tags = append(in.Tags, plan.Tag{Name: name, ID: 1})
	}
	in.Existing.Applications = []harvest.Application{{ID: 90, Prospect: true}}
	in.Details = map[harvest.ApplicationID]harvest.ProspectDetail{90: {
		PoolID: rapid.SampledFrom([]harvest.PoolID{0, 35, 36}).Draw(t, "pool"), PoolStageID: rapid.SampledFrom([]harvest.PoolStageID{0, 1, 2}).Draw(t, "stage"),
	}}
	in.Member = plan.MemberState{FolderID: 7, StatusID: rapid.Int64Range(0, 31).Draw(t, "status"), Status: "Contacted", Comments: drawComments(t, "member's")}
	for _, key := range []string{"one", "two", "three"} {
		in.Definitions = append(in.Definitions, harvest.CustomField{ID: 1, NameKey: key, FieldType: "candidate", ValueType: "short_text", Active: true})
	}
	in.Base = drawBase(t)
	return in
}

func drawBase(t *rapid.T) plan.Base {
	if rapid.IntRange(0, 9).Draw(t, "known") == 0 {
		return plan.Base{}
	}
	b := plan.Remember(drawWhole(t), drawFields(t, "given fields"), rapid.SliceOfN(drawTag, 0, 2).Draw(t, "given tags"), hashed)
	b.Status = map[string]string{"7": rapid.SampledFrom([]string{"30/0", "31/0"}).Draw(t, "was")}
	b.Stage = rapid.SampledFrom([]harvest.PoolStageID{0, 1}).Draw(t, "given stage")
	return b
}

// carriedOut is the same person after Greenhouse took the steps.
func carriedOut(in plan.FollowInput, steps []plan.Step) plan.FollowInput {
	existing := *in.Existing
	candidate := *existing.Candidate
	candidate.Tags, existing.Candidate = slices.Clone(candidate.Tags), &candidate
	in.Details = maps.Clone(in.Details)
	for _, step := range steps {
		switch step.Kind {
		case plan.UpdateCandidate:
			existing = apply(existing, *step.Change)
		case plan.ApplyTag:
			existing.Candidate.Tags = append(existing.Candidate.Tags, step.TagName)
		case plan.AddEmployment:
			e := step.Employment
			in.Employments = append(in.Employments, harvest.Employment{CompanyName: e.CompanyName, Title: e.Title, StartDate: e.StartDate})
		case plan.MoveInPool:
			in.Details[step.ApplicationID] = harvest.ProspectDetail{PoolID: step.Move.ProspectPoolID, PoolStageID: step.Move.ProspectPoolStageID}
		}
	}
	in.Existing = &existing
	return in
}

// decide gives the recruiter's word about every conflict.
func decide(in plan.FollowInput, word string) plan.FollowInput {
	in.Decisions = map[string]string{}
	for _, c := range plan.Follow(in).Conflicts {
		in.Decisions[c.Part] = word
	}
	return in
}

// TestFollowingTwiceWritesNothing: neither when all is remembered, nor when the same update is taken up again; and who has
// not changed is not followed.
func TestFollowingTwiceWritesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawFollowing(t)
		in = decide(in, rapid.SampledFrom([]string{"overwrite", "keep"}).Draw(t, "word"))
		p := plan.Follow(in)
		require.Empty(t, p.Conflicts)
		again := carriedOut(in, p.Steps)
		again.Written = keys(p.Steps)
		require.Empty(t, plan.Follow(again).Steps, "taken up again")
		again.Written, again.Base, again.Decisions = nil, p.Base, nil
		echo := plan.Follow(again)
		require.Empty(t, echo.Steps)
		require.Empty(t, echo.Conflicts)
		require.False(t, plan.Changed(p.Base, in.Profile, in.Member, tagNames(in.Tags), hashed))
	})
}

func tagNames(tags []plan.Tag) []string {
	var names []string
	for _, tag := range tags {
		names = append(names, tag.Name)
	}
	return names
}

// TestUnchangedIsNotFollowed: what Changed does not see, Follow does not write.
func TestUnchangedIsNotFollowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawFollowing(t)
		status := in.Base.Status
		in.Base = plan.Remember(in.Profile, in.Fields, tagNames(in.Tags), hashed).Join(in.Base)
		in.Base.Status, in.Policy.Statuses = status, nil
		if !plan.Changed(in.Base, in.Profile, in.Member, tagNames(in.Tags), hashed) {
			p := plan.Follow(in)
			require.Empty(t, p.Steps)
			require.Empty(t, p.Conflicts)
		}
	})
}

// TestNothingOfSomebodysIsOverwritten without a word: a text is only replaced where Greenhouse has what it was given, or
// nothing that was not cleared; lists keep theirs and do not get back what was removed.
func TestNothingOfSomebodysIsOverwritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawFollowing(t)
		p := plan.Follow(in)
		theirs := in.Existing.Candidate
		for _, change := range changes(p.Steps) {
			require.Nil(t, change.FirstName)
			require.Nil(t, change.LastName)
			requireOursToReplace(t, in, "title", theirs.Title, change.Title)
			requireOursToReplace(t, in, "company", theirs.Company, change.Company)
			after := carriedOut(in, p.Steps).Existing
			requireGrown(t, in, "emails", theirs.Emails, after.Candidate.Emails, change.Emails)
			requireGrown(t, in, "phones", theirs.Phones, after.Candidate.Phones, change.Phones)
			requireGrown(t, in, "locations", theirs.Addresses, after.Candidate.Addresses, change.Addresses)
			requireGrown(t, in, "links", theirs.Websites, after.Candidate.Websites, change.Websites)
			requireGrown(t, in, "links", theirs.SocialMedia, after.Candidate.SocialMedia, change.SocialMedia)
			requireFields(t, in, change)
		}
		for _, step := range p.Steps {
			require.False(t, step.Kind == plan.ApplyTag && slices.Contains(in.Base.Values["tags"], hashed(plan.Folded(step.TagName))))
			require.False(t, step.Kind == plan.MoveInPool && in.Base.Stage != 0 && in.Details[90].PoolStageID != in.Base.Stage)
		}
	})
}

func requireOursToReplace(t *rapid.T, in plan.FollowInput, part, theirs string, change *string) {
	if change == nil {
		return
	}
	require.NotEmpty(t, strings.TrimSpace(*change))
	theirs = profile.CleanLine(theirs)
	given, known := in.Base.Parts[part]
	require.True(t, theirs == "" && (!known || given == "") || theirs != "" && given == hashed(theirs), "%s: %q given %q", part, theirs, given)
}

// requireGrown: theirs come first as they were, the rest was never given, and nothing is there twice that was not.
func requireGrown(t *rapid.T, in plan.FollowInput, part string, theirs, after, change []harvest.Address) {
	requireStartsWith(t, theirs, after)
	require.True(t, change == nil || len(change) > len(theirs))
	for i, a := range after[len(theirs):] {
		require.NotEmpty(t, strings.TrimSpace(a.Value))
		require.NotContains(t, in.Base.Values[part], hashed(listKey(part, a.Value)))
		for _, b := range after[:len(theirs)+i] {
			require.NotEqual(t, listKey(part, a.Value), listKey(part, b.Value))
		}
	}
}

// listKey tells when two values of a list are one, in the words of package profile alone.
func listKey(part, value string) string {
	switch part {
	case "emails":
		return strings.ToLower(profile.CleanLine(value))
	case "phones":
		if digits, valid := profile.PhoneDigits(value); valid {
			return digits
		}
	case "links":
		if page, _, valid := profile.CanonicalLink(value); valid {
			return page
		}
	case "locations":
		return plan.Folded(value)
	}
	return profile.CleanLine(value)
}

// requireFields: the whole collection is written, with nothing emptied and nobody's value replaced.
func requireFields(t *rapid.T, in plan.FollowInput, change harvest.CandidateChange) {
	after := map[string]any{}
	for _, field := range change.CustomFields {
		require.NotContains(t, after, field.NameKey, "written once")
		after[field.NameKey] = field.Value
	}
	for _, theirs := range in.Existing.Fields {
		if change.CustomFields != nil && after[theirs.NameKey] != theirs.Value {
			require.NotEmpty(t, after[theirs.NameKey])
			given := in.Base.Parts["field:"+theirs.NameKey]
			require.True(t, theirs.Value == "" || given == hashed(theirs.Value.(string)))
		}
	}
}
