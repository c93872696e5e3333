package amazinghiring

import (
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

func (d *decoder) contacts(p *profile.Profile, value any) {
	seen := map[string]bool{}
	d.objects("contacts", value, func(path string, fields map[string]any) {
		kind := strings.ToLower(d.line(path+".type", fields["type"]))
		path += "." + safeName(kind, "value")
		c := profile.Contact{Value: d.line(path, fields["value"]), Public: public(fields)}
		if c.Value == "" {
			return // nothing there, or already dropped
		}
		key, list, ok := classify(kind, &c, p)
		switch {
		case !ok:
			d.drop(path, profile.ReasonInvalid)
		case seen[key]:
			d.drop(path, profile.ReasonDuplicate)
		default:
			seen[key] = true
			*list = append(*list, c)
		}
	})
}

// classify sets the type of a contact and returns the key that finds another
// spelling of it, and the list it belongs to.
func classify(kind string, c *profile.Contact, p *profile.Profile) (key string, list *[]profile.Contact, ok bool) {
	switch kind {
	case "email":
		c.Type = profile.EmailType(c.Value)
		addr, ok := profile.ParseEmail(c.Value)
		return "email " + strings.ToLower(addr), &p.Emails, ok
	case "phone":
		c.Type = "other" // the source does not tell mobile from desk
		digits, ok := profile.PhoneDigits(c.Value)
		return "phone " + digits, &p.Phones, ok
	}
	c.Type = kind
	return kind + " " + strings.ToLower(c.Value), &p.OtherContacts, true
}

// public reads the mark of the enrichment shape: a source whose URL is null
// was not found in public. The v6 shape has no source at all.
func public(fields map[string]any) *bool {
	source, ok := fields["source"].(map[string]any)
	if !ok {
		return nil
	}
	return new(!isEmpty(source["url"]))
}

// links leaves the profile's own page out: it travels as the marker.
func (d *decoder) links(p *profile.Profile, value any) {
	own, _, _ := profile.CanonicalLink(p.URL)
	seen := map[string]bool{own: true}
	d.objects("links", value, func(path string, fields map[string]any) {
		path += ".value"
		raw := d.line(path, fields["value"])
		if raw == "" {
			return // nothing there, or already dropped
		}
		address, _ := profile.WebAddress(raw)
		canonical, kind, ok := profile.CanonicalLink(raw)
		switch {
		case !ok:
			d.drop(path, profile.ReasonInvalid)
		case seen[canonical]:
			d.drop(path, profile.ReasonDuplicate)
		default:
			seen[canonical] = true
			p.Links = append(p.Links, profile.Link{URL: address, Kind: placeOf(fields, kind), Canonical: canonical})
		}
	})
}

// placeOf returns where a link belongs in Greenhouse. The source's own word
// comes first.
func placeOf(fields map[string]any, kind profile.LinkKind) profile.LinkKind {
	personal, said := fields["personal_site"].(bool)
	if personal || !said && kind == profile.LinkPersonal {
		return profile.LinkPersonal
	}
	return profile.LinkSocial
}
