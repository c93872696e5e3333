package plan

import (
	"maps"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// parts are the parts of a profile that a custom field can be filled from. A part with several values gives all of them.
var parts = map[string]func(profile.Profile) []string{
	"amazinghiring_url": func(p profile.Profile) []string { return filled(p.URL) },
	"title":             func(p profile.Profile) []string { return []string{p.Title} },
	"company":           func(p profile.Profile) []string { return []string{p.Company} },
	"location":          func(p profile.Profile) []string { return first(p.Locations) },
	"email":             func(p profile.Profile) []string { return first(contactValues(p.Emails)) },
	"phone":             func(p profile.Profile) []string { return first(contactValues(p.Phones)) },
	"skills":            skillNames,
	"languages":         languageNames,
	"linkedin":          linkedIn,
	"about":             func(p profile.Profile) []string { return []string{p.About} },
	"degree":            func(p profile.Profile) []string { return []string{latestEducation(p).Degree} },
	"school":            func(p profile.Profile) []string { return []string{latestEducation(p).School} },
}

// Parts are the names of the parts of a profile that a FieldRule can name, in alphabetical order.
func Parts() []string { return slices.Sorted(maps.Keys(parts)) }

// filled is the text as a list, empty for none.
func filled(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func first(list []string) []string { return list[:min(len(list), 1)] }

func contactValues(list []profile.Contact) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.Value)
	}
	return out
}

// skillNames are those of all groups, each once, a skill before the more special ones below it.
func skillNames(p profile.Profile) []string {
	var names []string
	var collect func([]profile.Skill)
	collect = func(list []profile.Skill) {
		for _, s := range list {
			if !slices.Contains(names, s.Name) {
				names = append(names, s.Name)
			}
			collect(s.Skills)
		}
	}
	for _, group := range p.SkillGroups {
		collect(group.Skills)
	}
	return names
}

func languageNames(p profile.Profile) []string {
	var names []string
	for _, language := range p.Languages {
		names = append(names, language.Name)
	}
	return names
}

func linkedIn(p profile.Profile) []string {
	for _, link := range p.Links {
		if _, kind, _ := profile.CanonicalLink(link.URL); kind == profile.LinkLinkedIn {
			return []string{link.URL}
		}
	}
	return nil
}

// latestEducation is the one that ended last; one without an end counts by its start.
func latestEducation(p profile.Profile) profile.Education {
	if len(p.Educations) == 0 {
		return profile.Education{}
	}
	return slices.MaxFunc(p.Educations, func(a, b profile.Education) int { return reached(a).Compare(reached(b)) })
}

func reached(e profile.Education) profile.Month {
	if e.End.IsZero() {
		return e.Start
	}
	return e.End
}
