package plan

import (
	"fmt"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// history is one kind of record of a person.
type history struct {
	part, field string
	// keys has one for each record of the profile; stepKey and its index name the step that adds it, if there is one.
	keys    []string
	stepKey string
	steps   []Step
	// theirs are the records that Greenhouse has, told apart as those of the steps are by their body.
	theirs map[string]bool
	body   func(Step) string
	can    bool
}

func (f *follower) employments() []Step {
	h := history{
		part: partPositions, field: "positions", stepKey: keyEmployment, steps: employments(f.in.Input), theirs: map[string]bool{},
		body: func(s Step) string {
			return recordKey(s.Employment.StartDate, s.Employment.CompanyName, s.Employment.Title)
		},
		can: f.in.Can.Employments,
	}
	for _, p := range f.in.Profile.Positions {
		h.keys = append(h.keys, positionKey(p))
	}
	for _, e := range f.in.Employments {
		h.theirs[recordKey(e.StartDate, e.CompanyName, e.Title)] = true
	}
	return f.newRecords(h)
}

func (f *follower) educations() []Step {
	h := history{
		part: partEducations, field: "educations", stepKey: keyEducation, steps: educations(f.in.Input), theirs: map[string]bool{},
		body: func(s Step) string {
			return schoolKey(s.Education.StartDate, s.Education.SchoolID, s.Education.DegreeID, s.Education.DisciplineID)
		},
		can: f.in.Can.Educations,
	}
	for _, e := range f.in.Profile.Educations {
		h.keys = append(h.keys, educationKey(e))
	}
	for _, e := range f.in.EducationsThere {
		start := ""
		if !e.StartAt.IsZero() {
			start = e.StartAt.UTC().Format("2006-01-02")
		}
		h.theirs[schoolKey(start, e.SchoolID, e.DegreeID, e.DisciplineID)] = true
	}
	return f.newRecords(h)
}

// newRecords are the steps for what Greenhouse neither was given nor has. Their keys go by the profile's order, so that
// they stay the same while they are worked off.
func (f *follower) newRecords(h history) []Step {
	stepOf := map[string]Step{}
	for _, step := range h.steps {
		stepOf[step.Key] = step
	}
	there := len(h.theirs)
	var steps []Step
	for i, key := range h.keys {
		step, planned := stepOf[fmt.Sprintf("%s/%d", h.stepKey, i)]
		switch {
		case key == "", f.given(h.part, key), planned && h.theirs[h.body(step)]:
		case !f.mayGrow(h.part, h.field, there, h.can):
		case !planned:
			f.drop(h.field, profile.ReasonUnmapped)
		default:
			h.theirs[h.body(step)] = true
			steps = append(steps, step)
		}
	}
	return steps
}

func positionKey(p profile.Position) string { return recordKey(day(p.Start), p.Company, p.Title) }

func educationKey(e profile.Education) string {
	return recordKey(day(e.Start), e.School, e.Degree, e.Faculty, e.Specialization)
}

// recordKey is empty for a record without names.
func recordKey(start string, names ...string) string {
	folded := make([]string, len(names))
	for i, name := range names {
		folded[i] = Folded(name)
	}
	if strings.Join(folded, "") == "" {
		return ""
	}
	return month(start) + "\x1f" + strings.Join(folded, "\x1f")
}

func schoolKey(start string, school, degree, discipline harvest.OptionID) string {
	return fmt.Sprintf("%s %d %d %d", month(start), school, degree, discipline)
}

// month leaves out the day, which a profile does not know.
func month(day string) string { return day[:min(len(day), len("2006-01"))] }
