package plan

import (
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// create makes the person together with the application.
func create(in Input) Step {
	body := candidateBody(in)
	body.Application = in.application(in.Target.Jobs)
	return Step{Key: keyPerson, Kind: CreateCandidate, Candidate: &body}
}

// candidateBody maps the profile to the body of POST /v3/candidates
// (https://harvestdocs.greenhouse.io/reference/post_v3-candidates). Tags are not in it: whether unknown names would be
// created is not documented, so they are steps of their own.
func candidateBody(in Input) harvest.NewCandidate {
	p := in.Profile
	social, websites := links(p)
	return harvest.NewCandidate{
		FirstName: in.First, LastName: in.Last,
		Title: p.Title, Company: p.Company,
		Emails:       contacts(p.Emails),
		Phones:       phones(p.Phones),
		Addresses:    places(p.Locations),
		Websites:     websites,
		SocialMedia:  social,
		CustomFields: in.Fields,
	}
}

// links puts the AmazingHiring page first: it is the mark by which a doubtful create is found again.
func links(p profile.Profile) (social, websites []harvest.Address) {
	if p.URL != "" {
		websites = append(websites, harvest.Address{Value: p.URL, Type: "other"})
	}
	for _, l := range p.Links {
		if l.Kind == profile.LinkPersonal {
			websites = append(websites, harvest.Address{Value: l.URL, Type: "personal"})
		} else {
			social = append(social, harvest.Address{Value: l.URL})
		}
	}
	return social, websites
}

func contacts(list []profile.Contact) []harvest.Address {
	var out []harvest.Address
	for _, c := range list {
		out = append(out, harvest.Address{Value: c.Value, Type: c.Type})
	}
	return out
}

// phones are all "mobile": AmazingHiring does not say, and Greenhouse has no "unknown".
func phones(list []profile.Contact) []harvest.Address {
	var out []harvest.Address
	for _, c := range list {
		out = append(out, harvest.Address{Value: c.Value, Type: "mobile"})
	}
	return out
}

func places(list []string) []harvest.Address {
	var out []harvest.Address
	for _, place := range list {
		out = append(out, harvest.Address{Value: place, Type: "home"})
	}
	return out
}
