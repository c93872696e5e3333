package amazinghiring

import (
	"fmt"
	"maps"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

func (d *decoder) positions(value any) []profile.Position {
	var out []profile.Position
	d.objects("positions", value, func(path string, fields map[string]any) {
		p := profile.Position{
			Title:       d.line(path+".position", fields["position"]),
			Company:     d.name(path+".company", fields["company"]),
			Description: d.text(path+".description", fields["description"]),
			Skills:      d.names(path+".skills", fields["skills"]),
		}
		if company, ok := fields["company"].(map[string]any); ok {
			p.CompanySite = d.line(path+".company.site", company["site"])
		}
		p.Start, p.End = d.period(path, fields)
		if p.Title+p.Company+p.Description == "" {
			d.drop(path, profile.ReasonInvalid)
			return
		}
		out = append(out, p)
	})
	return out
}

func (d *decoder) educations(value any) []profile.Education {
	var out []profile.Education
	d.objects("educations", value, func(path string, fields map[string]any) {
		e := profile.Education{
			School:         d.line(path+".name", fields["name"]),
			Degree:         d.line(path+".degree", fields["degree"]),
			Faculty:        d.line(path+".faculty", fields["faculty"]),
			Specialization: d.line(path+".specialization", fields["specialization"]),
		}
		e.Start, e.End = d.period(path, fields)
		if e.School+e.Degree+e.Specialization == "" {
			d.drop(path, profile.ReasonInvalid)
			return
		}
		out = append(out, e)
	})
	return out
}

// languages are an object, whose order JSON does not promise, so they come out
// by name.
func (d *decoder) languages(value any) []profile.Language {
	var out []profile.Language
	levels := d.object("languages", value)
	for i, name := range slices.Sorted(maps.Keys(levels)) {
		level := d.line(fmt.Sprintf("languages[%d].level", i), levels[name])
		if name = profile.CleanLine(name); name != "" {
			out = append(out, profile.Language{Name: name, Level: level})
		}
	}
	return out
}

func (d *decoder) certificates(value any) []profile.Certificate {
	const field = "courses_or_certificates"
	var out []profile.Certificate
	d.objects(field, value, func(path string, fields map[string]any) {
		c := profile.Certificate{
			Name:         d.line(path+".name", fields["name"]),
			Organization: d.line(path+".organization_name", fields["organization_name"]),
		}
		c.Start, c.End = d.period(path, fields)
		if c.End.IsZero() {
			c.End = d.month(path+".date", fields["date"])
		}
		if c.Name == "" {
			d.drop(path, profile.ReasonInvalid)
			return
		}
		out = append(out, c)
	})
	return out
}

func (d *decoder) resumes(value any) []profile.Resume {
	var out []profile.Resume
	d.objects("resumes", value, func(path string, fields map[string]any) {
		r := profile.Resume{
			ID:   d.line(path+".id", fields["id"]),
			Type: d.line(path+".type", fields["type"]),
			URL:  d.line(path+".url", fields["url"]),
		}
		if r.URL != "" {
			out = append(out, r)
		}
	})
	return out
}
