package plan_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

func at(values ...string) []harvest.Address {
	var list []harvest.Address
	for _, value := range values {
		list = append(list, harvest.Address{Value: value, Type: "work"})
	}
	return list
}

// known is somebody who is in Greenhouse already, with the profile that is added to them.
func known(theirs harvest.Candidate, ours profile.Profile) plan.Input {
	in := input(onJobs(plan.Prospect), harvest.Application{ID: 1, JobID: 5})
	ours.URL = page
	in.Profile, in.First, in.Last, in.Can = ours, "Marta", "Okafor", plan.Abilities{Update: true}
	theirs.FirstName, theirs.LastName = "Marta", "Okafor"
	in.Existing.Candidate = &theirs
	return in
}

// TestUpdateFillsAndNeverOverwrites: theirs first and untouched, ours where nothing says the same.
func TestUpdateFillsAndNeverOverwrites(t *testing.T) {
	marker := harvest.Address{Value: page, Type: "other"}
	withPage := []harvest.Address{{Value: "http://search.amazinghiring.com/profiles/900000000000101/?from=x"}}
	tests := map[string]struct {
		theirs harvest.Candidate
		ours   profile.Profile
		change *harvest.CandidateChange
	}{
		"nothing to fill":   {harvest.Candidate{Websites: withPage}, profile.Profile{}, nil},
		"page among social": {harvest.Candidate{SocialMedia: withPage}, profile.Profile{}, nil},
		"page is missing":   {harvest.Candidate{Websites: at("https://a.example")}, profile.Profile{}, &harvest.CandidateChange{Websites: append(at("https://a.example"), marker)}},
		"empty texts": {
			harvest.Candidate{Websites: withPage, Title: " "}, profile.Profile{Title: "Engineer", Company: "Quarry Example GmbH"},
			&harvest.CandidateChange{Title: new("Engineer"), Company: new("Quarry Example GmbH")},
		},
		"texts of theirs": {
			harvest.Candidate{Websites: withPage, Title: "Boss", Company: "Heron"}, profile.Profile{Title: "Engineer", Company: "Quarry"}, nil,
		},
		"e-mails": {
			harvest.Candidate{Websites: withPage, Emails: at(" Marta@Example.com", "not an address")},
			profile.Profile{Emails: []profile.Contact{{Value: "marta@example.com", Type: "work"}, {Value: "m@example.net", Type: "personal"}, {Value: "M@example.net"}, {Value: " "}}},
			&harvest.CandidateChange{Emails: append(at(" Marta@Example.com", "not an address"), harvest.Address{Value: "m@example.net", Type: "personal"})},
		},
		"phones": {
			harvest.Candidate{Websites: withPage, Phones: at("020 7946 0101")},
			profile.Profile{Phones: []profile.Contact{{Value: "+44 20 7946 0101"}, {Value: "+44 20 7946 0102"}}},
			&harvest.CandidateChange{Phones: append(at("020 7946 0101"), harvest.Address{Value: "+44 20 7946 0102", Type: "mobile"})},
		},
		"no address": {
			harvest.Candidate{Websites: withPage}, profile.Profile{Locations: []string{"Lisbon"}},
			&harvest.CandidateChange{Addresses: []harvest.Address{{Value: "Lisbon", Type: "home"}}},
		},
		"an address of theirs": {harvest.Candidate{Websites: withPage, Addresses: at("Porto")}, profile.Profile{Locations: []string{"Lisbon"}}, nil},
		"links": {
			harvest.Candidate{Websites: append(withPage, at("linkedin.com/in/marta")...), SocialMedia: []harvest.Address{{Value: "github.com/Marta/"}}},
			profile.Profile{Links: []profile.Link{
				{URL: "https://uk.linkedin.com/in/Marta?trk=x", Kind: profile.LinkSocial}, {URL: "https://github.com/marta", Kind: profile.LinkSocial},
				{URL: "https://x.com/marta", Kind: profile.LinkSocial}, {URL: "https://marta.example", Kind: profile.LinkPersonal},
			}},
			&harvest.CandidateChange{
				Websites:    slices.Concat(withPage, at("linkedin.com/in/marta"), []harvest.Address{{Value: "https://marta.example", Type: "personal"}}),
				SocialMedia: []harvest.Address{{Value: "github.com/Marta/"}, {Value: "https://x.com/marta"}},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			steps := plan.Make(known(test.theirs, test.ours)).Steps
			changes := bodies(steps, func(s plan.Step) *harvest.CandidateChange { return s.Change })
			require.Equal(t, bodies([]plan.Step{{Change: test.change}}, func(s plan.Step) *harvest.CandidateChange { return s.Change }), changes)
		})
	}
}

// TestUpdateComesFirst: the person is as they should be before anything is added to them.
func TestUpdateComesFirst(t *testing.T) {
	in := known(harvest.Candidate{}, profile.Profile{Title: "Engineer"})
	in.Target = onJobs(plan.Candidate, 6)
	steps := plan.Make(in).Steps
	require.Equal(t, []string{"update", "application"}, keys(steps))
	require.Equal(t, harvest.CandidateID(42), steps[0].CandidateID)
	in.Written = []string{"update"}
	require.Equal(t, []string{"application"}, keys(plan.Make(in).Steps))
	in.Written, in.Existing.Candidate = nil, nil
	require.Equal(t, []string{"application"}, keys(plan.Make(in).Steps))
	require.Empty(t, plan.Make(in).Dropped)
}

func TestCustomFieldsOfSomebodyKnown(t *testing.T) {
	shown := func(raw string) map[string]harvest.CustomFieldValue {
		return map[string]harvest.CustomFieldValue{"notice": {Value: json.RawMessage(raw)}, "level": {Value: json.RawMessage("null")}}
	}
	level, notice := harvest.CustomFieldInput{NameKey: "level", Value: 41}, harvest.CustomFieldInput{NameKey: "notice", Value: 30}
	theirNotice := harvest.CustomFieldInput{NameKey: "notice", Value: json.Number("60")}
	tests := map[string]struct {
		shown   map[string]harvest.CustomFieldValue
		fields  []harvest.CustomFieldInput
		kept    bool
		update  bool
		written []harvest.CustomFieldInput
		dropped []profile.Dropped
	}{
		"filled and kept":      {shown("60"), []harvest.CustomFieldInput{theirNotice}, true, true, []harvest.CustomFieldInput{theirNotice, level}, []profile.Dropped{{Field: "custom_fields.notice", Reason: profile.ReasonPolicy}}},
		"the same already":     {shown("30"), []harvest.CustomFieldInput{{NameKey: "notice", Value: json.Number("30")}}, true, true, []harvest.CustomFieldInput{{NameKey: "notice", Value: json.Number("30")}, level}, nil},
		"both are empty":       {shown("null"), nil, true, true, []harvest.CustomFieldInput{notice, level}, nil},
		"others would be lost": {shown("30"), nil, false, true, nil, []profile.Dropped{{Field: "custom_fields.level", Reason: profile.ReasonPolicy}}},
		"no right to update":   {shown("30"), nil, true, false, nil, []profile.Dropped{{Field: "custom_fields.level", Reason: profile.ReasonNoPermission}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := known(harvest.Candidate{Websites: at(page), CustomFields: test.shown}, profile.Profile{})
			in.Fields = []harvest.CustomFieldInput{notice, level}
			in.Existing.Fields, in.Existing.FieldsKept, in.Can.Update = test.fields, test.kept, test.update
			p := plan.Make(in)
			var written []harvest.CustomFieldInput
			for _, change := range bodies(p.Steps, func(s plan.Step) *harvest.CandidateChange { return s.Change }) {
				written = append(written, change.CustomFields...)
			}
			require.Equal(t, test.written, written)
			require.Equal(t, test.dropped, p.Dropped)
		})
	}
}

// TestWhatIsNotFilledIsListed: for want of the right, or because theirs stays.
func TestWhatIsNotFilledIsListed(t *testing.T) {
	ours := profile.Profile{
		Title: "Engineer", Company: "Quarry", Locations: []string{"Lisbon"},
		Emails: []profile.Contact{{Value: "m@example.com"}}, Phones: []profile.Contact{{Value: "+44 20 7946 0101"}},
	}
	in := known(harvest.Candidate{}, ours)
	in.Can.Update = false
	require.Empty(t, plan.Make(in).Steps)
	require.Equal(t, dropped(profile.ReasonNoPermission, "title", "company", "emails", "phones", "locations", "links"), plan.NotSent(in))

	in = known(harvest.Candidate{Title: "Boss", Company: "Heron", Addresses: at("Porto"), Websites: at(page)}, ours)
	in.Last = "Okafor-Example"
	require.Equal(t, dropped(profile.ReasonPolicy, "name", "title", "company", "locations"), plan.NotSent(in))

	in = known(harvest.Candidate{Title: "engineer", Company: "QUARRY", Addresses: at("lisbon"), Websites: at(page)}, ours)
	require.Empty(t, plan.NotSent(in))
}

func dropped(reason string, fields ...string) []profile.Dropped {
	var out []profile.Dropped
	for _, field := range fields {
		out = append(out, profile.Dropped{Field: field, Reason: reason})
	}
	return out
}
