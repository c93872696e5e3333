package amazinghiring

import (
	"fmt"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// programmingLanguages heads the bare "skills" of the v6 shape, which are that
// group only.
const programmingLanguages = "Programming Languages"

// maxSkillDepth is more than the data has. Deeper trees are a mistake or an
// attack on whoever draws them.
const maxSkillDepth = 5

// v6Fields exist in the v6 shape only and so tell the shapes apart.
var v6Fields = []string{"all_skills_grouped", "title", "general_info", "languages"}

// skillGroups reads the fullest list there is. "skills" means groups in the
// enrichment shape, but skills of one group in v6, where all_skills_grouped
// repeats them.
func (d *decoder) skillGroups(fields map[string]any) []profile.SkillGroup {
	if grouped := fields["all_skills_grouped"]; !isEmpty(grouped) {
		return d.groups("all_skills_grouped", "skills", grouped)
	}
	if !isV6(fields) {
		return d.groups("skills", "additional_skills", fields["skills"])
	}
	skills := d.skills("skills", fields["skills"], 1)
	if len(skills) == 0 {
		return nil
	}
	return []profile.SkillGroup{{Name: programmingLanguages, Skills: skills}}
}

func isV6(fields map[string]any) bool {
	for _, name := range v6Fields {
		if _, ok := fields[name]; ok {
			return true
		}
	}
	return false
}

func (d *decoder) groups(field, members string, value any) []profile.SkillGroup {
	var out []profile.SkillGroup
	d.objects(field, value, func(path string, fields map[string]any) {
		g := profile.SkillGroup{
			Name:   d.line(path+".name", fields["name"]),
			Skills: d.skills(path+"."+members, fields[members], 1),
		}
		if g.Name != "" || len(g.Skills) > 0 {
			out = append(out, g)
		}
	})
	return out
}

// skills reads one level of the tree and those below it. A skill may be a bare
// text.
func (d *decoder) skills(field string, value any, depth int) []profile.Skill {
	if depth > maxSkillDepth && !isEmpty(value) {
		d.drop(field, profile.ReasonTooLong)
		return nil
	}
	var out []profile.Skill
	for i, item := range d.list(field, value) {
		path := fmt.Sprintf("%s[%d]", field, i)
		s := profile.Skill{Name: d.name(path, item)}
		if fields, ok := item.(map[string]any); ok {
			s.Skills = d.skills(path+".additional_skills", fields["additional_skills"], depth+1)
		}
		if s.Name != "" || len(s.Skills) > 0 {
			out = append(out, s)
		}
	}
	return out
}
