package plan_test

import (
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

func TestFollowedEmployments(t *testing.T) {
	held := func(title string, year int) profile.Position {
		return profile.Position{Title: title, Company: "Heron", Start: profile.Month{Year: year, Month: 3}}
	}
	before := profile.Profile{Positions: []profile.Position{held("Dev", 2018)}}
	ended := held("Dev", 2018)
	ended.End = profile.Month{Year: 2024}
	now := profile.Profile{Positions: []profile.Position{held("Lead", 2024), held("LEAD", 2024), {Title: "Volunteer"}, held("Boss", 2020), ended}}
	in := following(harvest.Candidate{}, before, now)
	in.Employments = []harvest.Employment{{ID: 1, CompanyName: "heron", Title: "Boss", StartDate: "2020-03-15"}}

	p := plan.Follow(in)
	require.Equal(t, []plan.Step{{
		Key: "employment/0", Kind: plan.AddEmployment, CandidateID: 42,
		Employment: &harvest.NewEmployment{CompanyName: "Heron", Title: "Lead", StartDate: "2024-03-01"},
	}}, p.Steps)
	require.Equal(t, dropped(profile.ReasonUnmapped, "positions"), p.Dropped)
	employments, educations := in.NeedsRecords()
	require.Equal(t, []bool{true, false}, []bool{employments, educations})

	in.Employments = append(in.Employments, harvest.Employment{ID: 2, CompanyName: "Heron", Title: "Lead", StartDate: "2024-03-01"})
	require.Empty(t, plan.Follow(in).Steps, "it was written meanwhile")
	in.Employments = nil
	in.Base = p.Base
	require.Empty(t, plan.Follow(in).Steps, "somebody removed them all")
	employments, _ = in.NeedsRecords()
	require.False(t, employments)
}

func TestFollowedEducations(t *testing.T) {
	year := profile.Month{Year: 2013}
	now := profile.Profile{Educations: []profile.Education{
		{School: "University of Example", Degree: "Diploma", Start: year}, {School: "University of Example", Degree: "Course", Start: year}, {School: "Elsewhere"},
	}}
	in := following(harvest.Candidate{}, profile.Profile{}, now)
	in.Options = schools
	p := plan.Follow(in)
	id := in.Options.Schools["university of example"]
	require.NotZero(t, id)
	require.Equal(t, []harvest.NewEducation{{SchoolID: id, StartDate: "2013-01-01"}}, bodies(p.Steps, func(s plan.Step) *harvest.NewEducation { return s.Education }),
		"two educations that are one record are written once")
	require.Equal(t, dropped(profile.ReasonUnmapped, "educations"), p.Dropped)
	_, educations := in.NeedsRecords()
	require.True(t, educations)

	in.EducationsThere = []harvest.Education{{ID: 1, SchoolID: id, StartAt: time.Date(2013, 1, 1, 0, 0, 0, 0, time.UTC)}}
	require.Empty(t, plan.Follow(in).Steps)
	in.EducationsThere[0].DegreeID = 21
	require.Len(t, plan.Follow(in).Steps, 1)
	require.Empty(t, follow(in, map[string]string{"educations": "fill"}).Steps)
	require.Empty(t, follow(in, map[string]string{"educations": "never"}).Steps)
	in.Can.Educations = false
	require.Equal(t, dropped(profile.ReasonNoPermission, "educations"), plan.Follow(in).Dropped)
}

func TestFollowedTags(t *testing.T) {
	in := following(harvest.Candidate{Tags: []string{"there"}}, profile.Profile{}, profile.Profile{})
	in.Base = plan.Remember(in.Profile, nil, []string{"Removed"}, hashed)
	in.Tags = []plan.Tag{{Name: "Removed", ID: 1}, {Name: "There", ID: 2}, {Name: "New", ID: 3}, {Name: "Unheard of"}}
	require.True(t, plan.Changed(in.Base, in.Profile, in.Member, []string{"New"}, hashed))
	p := plan.Follow(in)
	require.Equal(t, []string{"tag/new", "new_tag/unheard of", "tag/unheard of"}, keys(p.Steps))
	require.Empty(t, p.Dropped)
	require.False(t, plan.Changed(p.Base, in.Profile, in.Member, []string{"Removed", "There", "NEW", "Unheard of"}, hashed))

	in.Can.NewTags = false
	require.Equal(t, dropped(profile.ReasonNoPermission, "tags.Unheard of"), plan.Follow(in).Dropped)
	in.Policy.Tags = false
	p = plan.Follow(in)
	require.Empty(t, p.Steps)
	require.Equal(t, dropped(profile.ReasonPolicy, "tags.New", "tags.Unheard of"), p.Dropped)
}

func TestFollowedComments(t *testing.T) {
	before := profile.Profile{Comments: []profile.Comment{{ID: "1", Body: "One."}, {ID: "2", Body: "Two."}, {Body: "Nameless."}}}
	now := profile.Profile{Comments: []profile.Comment{
		{ID: "1", Body: " One.\r\n"}, {ID: "2", Author: "Nora", Body: "Two, edited.", CreatedAt: "2026-01-02T03:04:05Z"}, {ID: "3", Body: " "},
		{Body: "Nameless."}, {ID: "4", Body: "Four."},
	}}
	in := following(harvest.Candidate{}, before, now)
	in.Author, in.Visibility = 9, "private"
	in.Member.Comments = []profile.Comment{{ID: "4", Body: "Four, as the member has it."}, {ID: "5", Author: "Omar", Body: "Five.", CreatedAt: "2026-11-24T10:00:00+03:00"}}
	note := func(key, body string) plan.Step {
		return plan.Step{Key: key, Kind: plan.AddNote, CandidateID: 42, Note: &harvest.NewNote{Body: body, Visibility: "private", UserID: 9}}
	}
	p := plan.Follow(in)
	require.Equal(t, []plan.Step{
		note("edited/2/#Two, edited./0", "Edited: Comment in AmazingHiring, Nora, 2026-01-02T03:04:05Z:\n\nTwo, edited."),
		note("comment/4/0", "Comment in AmazingHiring:\n\nFour."),
		note("comment/5/0", "Comment in AmazingHiring, Omar, 2026-11-24T10:00:00+03:00:\n\nFive."),
	}, p.Steps)
	require.False(t, plan.Changed(p.Base, in.Profile, in.Member, nil, hashed))
	for _, step := range p.Steps {
		require.Equal(t, plan.AddNote, plan.KindOf(step.Key))
	}

	in.Written = []string{"comment/4/0"}
	require.Equal(t, []string{"edited/2/#Two, edited./0", "comment/5/0"}, keys(plan.Follow(in).Steps))
	in.Can.Notes = false
	require.Equal(t, dropped(profile.ReasonNoPermission, "comments"), plan.Follow(in).Dropped)
	in.Policy.Comments = false
	p = plan.Follow(in)
	require.Equal(t, dropped(profile.ReasonPolicy, "comments"), p.Dropped)
	require.False(t, plan.Changed(p.Base, in.Profile, in.Member, nil, hashed))
}
