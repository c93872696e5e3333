package plan_test

import (
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// TestEducations: what matches Greenhouse's lists makes a record, and only what it cannot hold is told in the note.
func TestEducations(t *testing.T) {
	tests := map[string]struct {
		education profile.Education
		records   []harvest.NewEducation
		told      string
	}{
		"all of it": {
			profile.Education{School: "UNIVERSITY of Éxample", Degree: "B.Sc.", Specialization: "Computer-Science", Start: profile.Month{Year: 2013}},
			[]harvest.NewEducation{{SchoolID: 11, DegreeID: 21, DisciplineID: 31, StartDate: "2013-01-01"}}, "",
		},
		"the faculty is the discipline": {
			profile.Education{School: "University of Example", Faculty: "Computer Science"},
			[]harvest.NewEducation{{SchoolID: 11, DisciplineID: 31}}, "",
		},
		"the specialization comes first": {
			profile.Education{Specialization: "Computer Science", Faculty: "Mathematics"},
			[]harvest.NewEducation{{DisciplineID: 31}}, "- Mathematics, Computer Science",
		},
		"an unknown specialization": {
			profile.Education{Specialization: "Queues", Faculty: "Computer Science"},
			[]harvest.NewEducation{{DisciplineID: 31}}, "- Computer Science, Queues",
		},
		"an unknown degree": {
			profile.Education{School: "University of Example", Degree: "Diploma", End: profile.Month{Year: 2017, Month: 6}},
			[]harvest.NewEducation{{SchoolID: 11, EndDate: "2017-06-01"}}, "- University of Example, Diploma, 2017-06",
		},
		"nothing matches": {
			profile.Education{School: "Elsewhere", Degree: "Diploma", Start: profile.Month{Year: 2013}}, nil, "- Elsewhere, Diploma, 2013",
		},
		"no names at all": {profile.Education{Start: profile.Month{Year: 2013}}, nil, "- 2013"},
		"ended in the year it began": {
			profile.Education{Degree: "BSc", Start: profile.Month{Year: 2015, Month: 6}, End: profile.Month{Year: 2015}},
			[]harvest.NewEducation{{DegreeID: 21, StartDate: "2015-06-01", EndDate: "2015-06-01"}}, "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := input(onJobs(plan.Prospect))
			in.Can = plan.Abilities{Notes: true, Educations: true}
			in.Options = plan.SchoolOptions{
				Schools:     map[string]harvest.OptionID{"university of example": 11, "": 99},
				Degrees:     map[string]harvest.OptionID{"bsc": 21, "": 99},
				Disciplines: map[string]harvest.OptionID{"computer science": 31, "mathematics": 32, "": 99},
			}
			in.Profile.Educations = []profile.Education{test.education}
			steps := plan.Make(in).Steps[1:]
			require.Equal(t, test.records, bodies(steps, func(s plan.Step) *harvest.NewEducation { return s.Education }))
			require.Equal(t, test.told, educationTold(steps))
		})
	}
}

// TestEducationsWithoutTheRight: all of them are told.
func TestEducationsWithoutTheRight(t *testing.T) {
	in := input(onJobs(plan.Prospect))
	in.Can, in.Options = plan.Abilities{Notes: true}, schools
	in.Profile.Educations = []profile.Education{{School: "University of Example"}}
	steps := plan.Make(in).Steps[1:]
	require.Len(t, steps, 1)
	require.Equal(t, "- University of Example", educationTold(steps))
}

// bodies are the bodies of one kind among the steps.
func bodies[T any](steps []plan.Step, body func(plan.Step) *T) []T {
	var all []T
	for _, step := range steps {
		if b := body(step); b != nil {
			all = append(all, *b)
		}
	}
	return all
}

// educationTold is what the notes say under that heading.
func educationTold(steps []plan.Step) string {
	var told string
	for _, note := range bodies(steps, func(s plan.Step) *harvest.NewNote { return s.Note }) {
		_, after, _ := strings.Cut(note.Body, "Education\n")
		told += after
	}
	return told
}

// TestEmploymentsTellWhatTheyCannotHold: the company's site is one such thing.
func TestEmploymentsTellWhatTheyCannotHold(t *testing.T) {
	in := input(onJobs(plan.Prospect))
	in.Can = plan.Abilities{Notes: true, Employments: true}
	in.Profile.Positions = []profile.Position{
		{Title: "Engineer", Company: "Quarry Example GmbH", CompanySite: "https://quarry.example", Start: profile.Month{Year: 2018, Month: 1}},
		{Title: "Engineer", Company: "Blue Heron Example Ltd", Start: profile.Month{Year: 2017, Month: 12}, End: profile.Month{Year: 2017}},
	}
	steps := plan.Make(in).Steps[1:]
	require.Equal(t, []harvest.NewEmployment{
		{CompanyName: "Quarry Example GmbH", Title: "Engineer", StartDate: "2018-01-01"},
		{CompanyName: "Blue Heron Example Ltd", Title: "Engineer", StartDate: "2017-12-01", EndDate: "2017-12-01"},
	}, bodies(steps, func(s plan.Step) *harvest.NewEmployment { return s.Employment }))
	require.Equal(t, "From AmazingHiring: "+page+"\n\nPositions\n- Engineer, Quarry Example GmbH, https://quarry.example, 2018-01", steps[2].Note.Body)
}
