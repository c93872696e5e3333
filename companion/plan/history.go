package plan

import (
	"cmp"
	"fmt"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// employments: Greenhouse wants a company, a title and a start. A position without one of them is told in the note instead.
func employments(in Input) []Step {
	var steps []Step
	for i, p := range in.Profile.Positions {
		if !in.Can.Employments || !isEmployment(p) {
			continue
		}
		steps = append(steps, Step{
			Key: fmt.Sprintf("%s/%d", keyEmployment, i), Kind: AddEmployment,
			Employment: &harvest.NewEmployment{
				CompanyName: p.Company, Title: p.Title, StartDate: day(p.Start), EndDate: lastDay(p.Start, p.End),
			},
		})
	}
	return steps
}

func isEmployment(p profile.Position) bool {
	return p.Company != "" && p.Title != "" && !p.Start.IsZero()
}

// educations: school, degree and discipline are entries of Greenhouse's lists. One that matches makes a record; what does
// not is told in the note.
func educations(in Input) []Step {
	var steps []Step
	for i, e := range in.Profile.Educations {
		body, matched := in.Options.education(e)
		if !in.Can.Educations || !matched {
			continue
		}
		steps = append(steps, Step{Key: fmt.Sprintf("%s/%d", keyEducation, i), Kind: AddEducation, Education: &body})
	}
	return steps
}

// education is the record of an education, and whether anything of it is in Greenhouse's lists.
func (o SchoolOptions) education(e profile.Education) (harvest.NewEducation, bool) {
	body := harvest.NewEducation{
		SchoolID: entry(o.Schools, e.School), DegreeID: entry(o.Degrees, e.Degree),
		DisciplineID: cmp.Or(entry(o.Disciplines, e.Specialization), entry(o.Disciplines, e.Faculty)),
		StartDate:    day(e.Start), EndDate: lastDay(e.Start, e.End),
	}
	return body, body.SchoolID != 0 || body.DegreeID != 0 || body.DisciplineID != 0
}

// entry is the id of a name in a list, 0 when it is not there.
func entry(list map[string]harvest.OptionID, name string) harvest.OptionID {
	if folded := Folded(name); folded != "" {
		return list[folded]
	}
	return 0
}

// holds says whether the record holds all of the education, so that nothing is left to tell.
func (o SchoolOptions) holds(e profile.Education) bool {
	body, matched := o.education(e)
	held := func(list map[string]harvest.OptionID, name string, id harvest.OptionID) bool {
		return name == "" || id != 0 && entry(list, name) == id
	}
	return matched && held(o.Schools, e.School, body.SchoolID) && held(o.Degrees, e.Degree, body.DegreeID) &&
		held(o.Disciplines, e.Specialization, body.DisciplineID) && held(o.Disciplines, e.Faculty, body.DisciplineID)
}

// positionsToTell are those that an employment cannot hold, or not wholly: it has no place for a description, skills and
// the company's site.
func (in Input) positionsToTell() []profile.Position {
	var tell []profile.Position
	for _, p := range in.Profile.Positions {
		if !in.Can.Employments || !isEmployment(p) || p.Description != "" || p.CompanySite != "" || len(p.Skills) > 0 {
			tell = append(tell, p)
		}
	}
	return tell
}

func (in Input) educationsToTell() []profile.Education {
	var tell []profile.Education
	for _, e := range in.Profile.Educations {
		if !in.Can.Educations || !in.Options.holds(e) {
			tell = append(tell, e)
		}
	}
	return tell
}

// day is the first day of the month, or of the year where no month is known; no time zone can shift it.
func day(m profile.Month) string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-01", m.Year, max(m.Month, 1))
}

// lastDay is the day of the end. A bare year that began in its middle would end before it starts, so it ends on the start.
func lastDay(start, end profile.Month) string {
	if end.Year == start.Year && end.Month == 0 {
		return day(start)
	}
	return day(end)
}
