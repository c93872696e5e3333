package plan_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

const page = "https://search.amazinghiring.com/profiles/900000000000101"

func input(t plan.Target, have ...harvest.Application) plan.Input {
	in := plan.Input{
		Profile: profile.Profile{ID: 900000000000101, URL: page, Name: "Marta Okafor"},
		First:   "Marta", Last: "Okafor", Target: t, Source: 7,
	}
	if have != nil {
		in.Existing = &plan.Existing{ID: 42, Applications: have}
	}
	return in
}

func onJobs(kind plan.TargetKind, jobs ...harvest.JobID) plan.Target {
	return plan.Target{Kind: kind, Jobs: jobs}
}

func TestSteps(t *testing.T) {
	var (
		noApplications = []harvest.Application{}
		candidateOn5   = harvest.Application{ID: 1, JobID: 5}
		prospectOn5    = harvest.Application{ID: 2, Prospect: true, JobID: 5, ProspectiveJobIDs: []harvest.JobID{5}}
		converted5     = harvest.Application{ID: 3, Prospect: true, ProspectiveJobIDs: []harvest.JobID{5}, Status: "converted"}
		rejected5      = harvest.Application{ID: 4, JobID: 5, Status: "rejected"}
		unattached     = harvest.Application{ID: 6, Prospect: true}
	)
	tests := map[string]struct {
		in      plan.Input
		steps   []string
		present []harvest.ApplicationID
	}{
		"new candidate":           {input(onJobs(plan.Candidate, 5)), []string{"create the person with an application to job 5"}, nil},
		"new prospect":            {input(onJobs(plan.Prospect, 5)), []string{"create the person with a prospect application for job 5"}, nil},
		"new prospect, two jobs":  {input(onJobs(plan.Prospect, 5, 6)), []string{"create the person with a prospect application for job 5, 6"}, nil},
		"new in base":             {input(onJobs(plan.Prospect)), []string{"create the person with a prospect application without a job"}, nil},
		"known, other job":        {input(onJobs(plan.Candidate, 6), candidateOn5), []string{"add to person 42 an application to job 6"}, nil},
		"known, same job":         {input(onJobs(plan.Candidate, 5), candidateOn5), nil, []harvest.ApplicationID{1}},
		"known, rejected there":   {input(onJobs(plan.Candidate, 5), rejected5), nil, []harvest.ApplicationID{4}},
		"prospect to candidate":   {input(onJobs(plan.Candidate, 5), prospectOn5), []string{"add to person 42 an application to job 5"}, nil},
		"candidate is prospect":   {input(onJobs(plan.Prospect, 5), candidateOn5), nil, []harvest.ApplicationID{1}},
		"converted is gone":       {input(onJobs(plan.Prospect, 5), converted5), []string{"add to person 42 a prospect application for job 5"}, nil},
		"one of two jobs missing": {input(onJobs(plan.Prospect, 5, 6), prospectOn5), []string{"add to person 42 a prospect application for job 6"}, []harvest.ApplicationID{2}},
		"in base already":         {input(onJobs(plan.Prospect), candidateOn5), nil, []harvest.ApplicationID{1}},
		"in base, unattached":     {input(onJobs(plan.Prospect), unattached), nil, []harvest.ApplicationID{6}},
		"known without anything":  {input(onJobs(plan.Prospect), noApplications...), []string{"add to person 42 a prospect application without a job"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := plan.Make(test.in)
			var steps []string
			for _, step := range p.Steps {
				steps = append(steps, step.Describe())
			}
			require.Equal(t, test.steps, steps)
			require.Equal(t, test.present, p.Present)
		})
	}
}

func TestCandidateBody(t *testing.T) {
	in := input(onJobs(plan.Candidate, 5))
	in.Profile.Title, in.Profile.Company = "Engineer", "Blue Heron Example Ltd"
	in.Profile.Emails = []profile.Contact{{Value: "Marta.Okafor@example.com", Type: "work"}}
	in.Profile.Phones = []profile.Contact{{Value: "+44 20 7946 0101"}}
	in.Profile.Locations = []string{"Lisbon"}
	in.Profile.Links = []profile.Link{
		{URL: "https://martaokafor.example", Kind: profile.LinkPersonal},
		{URL: "https://github.com/martaokafor-example", Kind: profile.LinkSocial},
	}
	in.Profile.Positions = []profile.Position{{Title: "Engineer"}}
	in.Profile.About = "Likes birds."

	p := plan.Make(in)
	require.Equal(t, &harvest.NewCandidate{
		FirstName: "Marta", LastName: "Okafor", Title: "Engineer", Company: "Blue Heron Example Ltd",
		Emails:      []harvest.Address{{Value: "Marta.Okafor@example.com", Type: "work"}},
		Phones:      []harvest.Address{{Value: "+44 20 7946 0101", Type: "mobile"}},
		Addresses:   []harvest.Address{{Value: "Lisbon", Type: "home"}},
		Websites:    []harvest.Address{{Value: page, Type: "other"}, {Value: "https://martaokafor.example", Type: "personal"}},
		SocialMedia: []harvest.Address{{Value: "https://github.com/martaokafor-example"}},
		Application: &harvest.NewApplication{JobID: 5, SourceID: 7},
	}, p.Steps[0].Candidate)
	require.Equal(t, []profile.Dropped{
		{Field: "positions", Reason: profile.ReasonNoPermission}, {Field: "general_info", Reason: profile.ReasonNoPermission},
	}, p.Dropped)
}
