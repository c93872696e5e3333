package plan

import (
	"strconv"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// candidateBody maps the profile to the body of POST /v3/candidates
// (https://harvestdocs.greenhouse.io/reference/post_v3-candidates).
func candidateBody(in Input) harvest.NewCandidate {
	p := in.Profile
	social, websites := links(p)
	return harvest.NewCandidate{
		FirstName: in.First, LastName: in.Last,
		Title: p.Title, Company: p.Company,
		Emails:      contacts(p.Emails),
		Phones:      phones(p.Phones),
		Addresses:   places(p.Locations),
		Websites:    websites,
		SocialMedia: social,
	}
}

// links puts the AmazingHiring page first: it is the mark by which a doubtful create is found again.
func links(p profile.Profile) (social, websites []harvest.Address) {
	websites = []harvest.Address{{Value: p.URL, Type: "other"}}
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

// NotSent lists the parts of a profile that no step of a plan sends. What is beyond a candidate's fields goes as notes, or,
// where those are not granted, as a text file on the application.
func NotSent(p profile.Profile, can Abilities) []profile.Dropped {
	var out []profile.Dropped
	if len(p.Resumes) > 0 {
		out = append(out, profile.Dropped{Field: "resumes", Reason: profile.ReasonUnmapped})
	}
	if can.Notes || can.Attachments {
		return out
	}
	for _, part := range []struct {
		field string
		count int
		sent  bool
	}{
		{"other_contacts", len(p.OtherContacts), false},
		{"positions", len(p.Positions), can.Employments},
		{"educations", len(p.Educations), false},
		{"languages", len(p.Languages), false},
		{"skills", len(p.SkillGroups), false},
		{"certificates", len(p.Certificates), false},
		{"general_info", len(p.About), false},
		{"comments", len(p.Comments), false},
	} {
		if part.count > 0 && !part.sent {
			out = append(out, profile.Dropped{Field: part.field, Reason: profile.ReasonNoPermission})
		}
	}
	return out
}

// Describe says what the step writes in words without personal data, for a printed plan and the item's history.
func (s Step) Describe() string {
	switch s.Kind {
	case CreateCandidate:
		return "create the person with " + describe(s.Candidate.Application)
	case AddNote:
		return "add a note (" + s.Key + ")"
	case AddEmployment:
		return "add an employment (" + s.Key + ")"
	case AddAttachment:
		return "attach " + s.Attachment.Filename
	}
	return "add to person " + strconv.FormatInt(int64(s.CandidateID), 10) + " " + describe(s.Application)
}

func describe(a *harvest.NewApplication) string {
	if !a.Prospect {
		return "an application to job " + strconv.FormatInt(int64(a.JobID), 10)
	}
	if len(a.JobIDs) == 0 {
		return "a prospect application without a job"
	}
	text := "a prospect application for job "
	for i, job := range a.JobIDs {
		if i > 0 {
			text += ", "
		}
		text += strconv.FormatInt(int64(job), 10)
	}
	return text
}
