package companion

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// Where a previewed profile comes from.
const (
	sourceAPI     = "amazinghiring_api"
	sourceMessage = "message"
)

// preview shows a profile as it would be sent, before anybody presses Add. Nothing is kept.
func (s *Service) preview(ctx context.Context, q extension.PreviewQuery) (extension.Preview, error) {
	raw, source := q.Profile, sourceMessage
	if q.ProfileID != 0 {
		fetched, err := s.fetchProfile(ctx, int64(q.ProfileID))
		if err != nil {
			return extension.Preview{}, amazingHiringProblem(err)
		}
		if _, err := s.opened.Add(int64(q.ProfileID)); err != nil {
			return extension.Preview{}, err
		}
		raw, source = fetched, sourceAPI
	}
	person, dropped, err := amazinghiring.Decode(raw, s.settings.AmazingHiring.URL)
	if err != nil {
		return extension.Preview{}, profileProblem(err)
	}
	verdict, err := s.verdict(accountOr(q.Account), person)
	if err != nil {
		return extension.Preview{}, err
	}
	dropped = append(dropped, plan.NotSent(plan.Input{Profile: person, Can: s.abilities(ctx, q.Account)})...)
	return extension.Preview{Source: source, Profile: raw, Person: previewPerson(person, dropped), Verdict: verdict}, nil
}

// abilities are those of the account when they can be told now; before connect, everything is assumed possible.
func (s *Service) abilities(ctx context.Context, account string) plan.Abilities {
	ctx, cancel := context.WithTimeout(ctx, jobsPatience)
	defer cancel()
	if conn, err := s.accounts.get(accountOr(account)); err == nil {
		if can, err := conn.abilities(ctx); err == nil {
			return can
		}
	}
	return plan.Abilities{Notes: true, Employments: true, Educations: true, Attachments: true, Tags: true, Update: true}
}

func (s *Service) fetchProfile(ctx context.Context, id int64) (json.RawMessage, error) {
	client, err := s.amazingHiring()
	if err != nil {
		return nil, err
	}
	return client.Profile(ctx, id)
}

func amazingHiringProblem(err error) error {
	var (
		missing *amazinghiring.NotFoundError
		auth    *amazinghiring.AuthError
		told    *extension.Error
	)
	switch {
	case errors.As(err, &told):
		return err
	case errors.As(err, &missing):
		return newProblem(extension.CodeProfileUnknown, "AmazingHiring shows no such profile.", "Check the page, or type the person's details into the form.")
	case errors.As(err, &auth):
		return newProblem(extension.CodeAmazingHiringRefused, "AmazingHiring refused the API token.", "Connect it again with greenhouse-companion connect-amazinghiring.")
	}
	return newProblem(extension.CodeAmazingHiringUnavailable, "AmazingHiring could not be asked for the profile.", "Try again, or type the person's details into the form.")
}

func previewPerson(p profile.Profile, dropped []profile.Dropped) extension.Person {
	split := profile.SplitName(p.Name)
	out := extension.Person{
		ProfileID: extension.ID(p.ID), URL: p.URL, Name: p.Name,
		FirstName: split.First, LastName: split.Last, NameSure: split.Sure,
		Title: p.Title, Company: p.Company, Locations: p.Locations,
		Emails: contactValues(p.Emails), Phones: contactValues(p.Phones),
	}
	for _, l := range p.Links {
		out.Links = append(out.Links, l.URL)
	}
	out.LeftOut = leftOut(dropped)
	return out
}

func leftOut(dropped []profile.Dropped) []extension.LeftOut {
	var out []extension.LeftOut
	for _, d := range dropped {
		out = append(out, extension.LeftOut{Field: d.Field, Reason: d.Reason})
	}
	return out
}

func contactValues(list []profile.Contact) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.Value)
	}
	return out
}
