package plan_test

import (
	"encoding/json"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// hashed stands for a keyed hash: it is no text of the profile, and the same for the same text.
func hashed(text string) string { return "#" + text }

// following is an update of somebody whose profile was before when it was last given, and is now.
func following(theirs harvest.Candidate, before, now profile.Profile) plan.FollowInput {
	before.URL = page
	theirs.Websites = append([]harvest.Address{{Value: page, Type: "other"}}, theirs.Websites...)
	in := plan.FollowInput{
		Input: known(theirs, now), Policy: plan.DefaultFollow(), Hash: hashed, Base: plan.Remember(before, nil, nil, hashed),
	}
	in.Can = everything
	return in
}

func follow(in plan.FollowInput, how map[string]string) plan.FollowPlan {
	in.Policy.Fields = how
	return plan.Follow(in)
}

func conflicts(parts ...string) []plan.Conflict {
	var list []plan.Conflict
	for _, part := range parts {
		list = append(list, plan.Conflict{Part: part})
	}
	return list
}

// changes are what the steps change of the person.
func changes(steps []plan.Step) []harvest.CandidateChange {
	return bodies(steps, func(s plan.Step) *harvest.CandidateChange { return s.Change })
}

// TestFollowedTexts: every way in which three states of a title can meet.
func TestFollowedTexts(t *testing.T) {
	write := []harvest.CandidateChange{{Title: new("Lead")}}
	stays := dropped(profile.ReasonPolicy, "title")
	tests := map[string]struct {
		was, now, theirs, how, decision string
		change                          []harvest.CandidateChange
		conflicts                       []plan.Conflict
		dropped                         []profile.Dropped
	}{
		"nothing changed":               {was: "Lead", now: " Lead ", theirs: "Boss", how: "overwrite"},
		"gone from the profile":         {was: "Lead", now: "", theirs: "Lead", how: "overwrite"},
		"theirs is ours already":        {was: "Dev", now: "Lead", theirs: "Lead", how: "overwrite"},
		"theirs is ours but for case":   {was: "Dev", now: "Lead", theirs: "LEAD", how: "overwrite"},
		"never":                         {was: "Dev", now: "Lead", theirs: "Dev", how: "never", dropped: stays},
		"never, and theirs is ours":     {was: "Dev", now: "Lead", theirs: " Lead", how: "never"},
		"unchanged there, overwrite":    {was: "Dev", now: "Lead", theirs: "Dev", how: "overwrite", change: write},
		"unchanged there, fill":         {was: "Dev", now: "Lead", theirs: "Dev", how: "fill", dropped: stays},
		"only the case, overwrite":      {was: "LEAD", now: "Lead", theirs: "LEAD", how: "overwrite", change: write},
		"both empty, fill":              {was: "", now: "Lead", theirs: "", how: "fill", change: write},
		"both empty, overwrite":         {was: "", now: "Lead", theirs: " ", how: "overwrite", change: write},
		"changed there, fill":           {was: "Dev", now: "Lead", theirs: "Boss", how: "fill", dropped: stays},
		"cleared there, fill":           {was: "Dev", now: "Lead", theirs: "", how: "fill", dropped: stays},
		"changed there, overwrite":      {was: "Dev", now: "Lead", theirs: "Boss", how: "overwrite", conflicts: conflicts("title")},
		"cleared there, overwrite":      {was: "Dev", now: "Lead", theirs: "", how: "overwrite", conflicts: conflicts("title")},
		"filled there, overwrite":       {was: "", now: "Lead", theirs: "Boss", how: "overwrite", conflicts: conflicts("title")},
		"changed there, theirs is kept": {was: "Dev", now: "Lead", theirs: "Boss", how: "overwrite", decision: "keep", dropped: stays},
		"changed there, ours is taken":  {was: "Dev", now: "Lead", theirs: "Boss", how: "overwrite", decision: "overwrite", change: write},
		"a word about fill counts not":  {was: "Dev", now: "Lead", theirs: "Boss", how: "fill", decision: "overwrite", dropped: stays},
		"by default it is filled":       {was: "Dev", now: "Lead", theirs: "Dev", dropped: stays},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := following(harvest.Candidate{Title: test.theirs}, profile.Profile{Title: test.was}, profile.Profile{Title: test.now})
			in.Decisions = map[string]string{"title": test.decision}
			p := follow(in, map[string]string{"title": test.how})
			require.Equal(t, test.change, changes(p.Steps))
			require.Equal(t, test.conflicts, p.Conflicts)
			require.Equal(t, test.dropped, p.Dropped)
			in.Base = p.Base
			require.False(t, plan.Changed(p.Base, in.Profile, in.Member, nil, hashed), "asked once")
			require.Empty(t, plan.Follow(in).Conflicts)
		})
	}
}

// TestUnknownBaseOnlyFills: nothing is remembered of an add from before there were updates.
func TestUnknownBaseOnlyFills(t *testing.T) {
	now := profile.Profile{
		Title: "Lead", Company: "Heron", Emails: []profile.Contact{{Value: "m@example.com"}}, Phones: []profile.Contact{{Value: "+44 20 7946 0101"}},
		Comments: []profile.Comment{{ID: "1", Body: "Nice."}},
	}
	in := following(harvest.Candidate{Title: "Boss", Emails: at("b@example.com"), Tags: []string{"Sourced"}}, profile.Profile{}, now)
	in.Base, in.Tags = plan.Base{}, []plan.Tag{{Name: "Go", ID: 3}}
	p := follow(in, map[string]string{"title": "overwrite", "company": "overwrite"})
	require.Equal(t, []harvest.CandidateChange{{Company: new("Heron"), Phones: []harvest.Address{{Value: "+44 20 7946 0101", Type: "mobile"}}}}, changes(p.Steps))
	require.Equal(t, []string{"follow"}, keys(p.Steps))
	require.Equal(t, dropped(profile.ReasonPolicy, "title", "emails", "tags.Go", "comments"), p.Dropped)
	require.Empty(t, p.Conflicts)
	require.True(t, plan.Changed(in.Base, in.Profile, in.Member, nil, hashed))
	require.False(t, plan.Changed(p.Base, in.Profile, in.Member, []string{"go"}, hashed))
}

// TestConflictHoldsTheWholeChange: it is one step, and done once; what does not depend on it goes on.
func TestConflictHoldsTheWholeChange(t *testing.T) {
	now := profile.Profile{Title: "Lead", Emails: []profile.Contact{{Value: "m@example.com"}}, Comments: []profile.Comment{{ID: "1", Body: "Nice."}}}
	in := following(harvest.Candidate{Title: "Boss"}, profile.Profile{Title: "Dev"}, now)
	p := follow(in, map[string]string{"title": "overwrite"})
	require.Equal(t, []string{"comment/1/0"}, keys(p.Steps))
	require.Equal(t, conflicts("title"), p.Conflicts)

	in.Decisions = map[string]string{"title": "keep"}
	p = follow(in, map[string]string{"title": "overwrite"})
	require.Equal(t, []string{"follow", "comment/1/0"}, keys(p.Steps))
	require.Equal(t, harvest.CandidateID(42), p.Steps[0].CandidateID)

	in.Decisions, in.Written = nil, []string{"follow"}
	p = follow(in, map[string]string{"title": "overwrite"})
	require.Equal(t, []string{"comment/1/0"}, keys(p.Steps))
	require.Empty(t, p.Conflicts, "theirs changed after ours was written")
}

func TestFollowedLists(t *testing.T) {
	mails := func(values ...string) profile.Profile {
		var p profile.Profile
		for _, value := range values {
			p.Emails = append(p.Emails, profile.Contact{Value: value, Type: "work"})
		}
		return p
	}
	tests := map[string]struct {
		was, now, theirs []string
		how              string
		written          []string
		dropped          []profile.Dropped
	}{
		"a new one":                 {was: []string{"a@example.com"}, now: []string{"a@example.com", "b@example.com"}, theirs: []string{"A@Example.com", "x@example.com"}, written: []string{"A@Example.com", "x@example.com", "b@example.com"}},
		"the same, spelt otherwise": {was: []string{"a@example.com"}, now: []string{"A@EXAMPLE.com"}},
		"there already":             {now: []string{"b@example.com"}, theirs: []string{"B@example.com"}},
		"twice in the profile":      {now: []string{"b@example.com", "B@example.com"}, written: []string{"b@example.com"}},
		"removed there":             {was: []string{"a@example.com"}, now: []string{"a@example.com"}},
		"gone from the profile":     {was: []string{"a@example.com"}, theirs: []string{"a@example.com"}},
		"never":                     {now: []string{"b@example.com"}, how: "never", dropped: dropped(profile.ReasonPolicy, "emails")},
		"fill, some there":          {now: []string{"b@example.com"}, theirs: []string{"x@example.com"}, how: "fill", dropped: dropped(profile.ReasonPolicy, "emails")},
		"fill, none there":          {now: []string{"b@example.com"}, how: "fill", written: []string{"b@example.com"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := following(harvest.Candidate{Emails: at(test.theirs...)}, mails(test.was...), mails(test.now...))
			p := follow(in, map[string]string{"emails": test.how})
			var written []harvest.Address
			for _, change := range changes(p.Steps) {
				written = append(written, change.Emails...)
			}
			require.Equal(t, at(test.written...), written)
			require.Equal(t, test.dropped, p.Dropped)
			in.Base = p.Base
			in.Existing.Candidate.Emails = nil
			require.Empty(t, follow(in, map[string]string{"emails": test.how}).Steps, "what is removed there stays away")
		})
	}
}

// TestFollowedLinks: Greenhouse has two lists of them, and places grow too.
func TestFollowedLinks(t *testing.T) {
	before := profile.Profile{Links: []profile.Link{{URL: "https://x.com/marta", Kind: profile.LinkSocial}}}
	now := profile.Profile{Locations: []string{"Lisbon"}, Links: []profile.Link{
		{URL: "https://x.com/marta", Kind: profile.LinkSocial}, {URL: "https://github.com/marta", Kind: profile.LinkSocial}, {URL: "https://marta.example", Kind: profile.LinkPersonal},
	}}
	in := following(harvest.Candidate{Websites: at("github.com/Marta"), Addresses: at("Porto")}, before, now)
	p := plan.Follow(in)
	require.Equal(t, []harvest.CandidateChange{{
		Addresses: append(at("Porto"), harvest.Address{Value: "Lisbon", Type: "home"}),
		Websites:  append([]harvest.Address{{Value: page, Type: "other"}}, append(at("github.com/Marta"), harvest.Address{Value: "https://marta.example", Type: "personal"})...),
	}}, changes(p.Steps), "the link that is among the websites is there, the one that was removed stays away")

	in.Can.Update = false
	p = plan.Follow(in)
	require.Empty(t, p.Steps)
	require.Equal(t, dropped(profile.ReasonNoPermission, "locations", "links"), p.Dropped)
}

// TestFollowedFields: custom fields are compared as they are written, and written as a whole.
func TestFollowedFields(t *testing.T) {
	field := func(value any) harvest.CustomFieldInput {
		return harvest.CustomFieldInput{NameKey: "key", Value: value}
	}
	other := harvest.CustomFieldInput{NameKey: "other", Value: "kept"}
	tests := map[string]struct {
		was, now, theirs any
		how              string
		written          bool
		conflicts        []plan.Conflict
		dropped          []profile.Dropped
	}{
		"unchanged there":          {was: "a", now: "b", theirs: "a", how: "overwrite", written: true},
		"by default it is filled":  {was: "a", now: "b", theirs: "a", dropped: dropped(profile.ReasonPolicy, "field:key")},
		"changed there":            {was: "a", now: "b", theirs: "c", how: "overwrite", conflicts: conflicts("field:key")},
		"a number in other digits": {was: json.Number("30"), now: json.Number("30"), theirs: json.Number("60"), how: "overwrite"},
		"the same number there":    {was: json.Number("30"), now: json.Number("40"), theirs: json.Number("40.0"), how: "overwrite"},
		"another number there":     {was: json.Number("30"), now: json.Number("4"), theirs: json.Number("40"), how: "overwrite", conflicts: conflicts("field:key")},
		"choices in another order": {was: []harvest.OptionID{1, 2}, now: []harvest.OptionID{3, 2}, theirs: []harvest.OptionID{2, 1}, how: "overwrite", written: true},
		"no longer":                {was: false, now: true, theirs: false, how: "overwrite", written: true},
		"never":                    {was: "a", now: "b", theirs: "a", how: "never", dropped: dropped(profile.ReasonPolicy, "field:key")},
		"nothing to write":         {was: "a", now: " ", theirs: "a", how: "overwrite"},
		"no choice to write":       {was: "a", now: []harvest.OptionID{}, theirs: "a", how: "overwrite"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := following(harvest.Candidate{}, profile.Profile{}, profile.Profile{})
			in.Base = plan.Remember(in.Profile, []harvest.CustomFieldInput{field(test.was)}, nil, hashed)
			in.Fields = []harvest.CustomFieldInput{field(test.now)}
			in.Existing.Fields, in.Existing.FieldsKept = []harvest.CustomFieldInput{field(test.theirs), other}, true
			p := follow(in, map[string]string{"field:key": test.how})
			require.Equal(t, test.conflicts, p.Conflicts)
			require.Equal(t, test.dropped, p.Dropped)
			written := map[bool][]harvest.CandidateChange{true: {{CustomFields: []harvest.CustomFieldInput{other, field(test.now)}}}}
			require.Equal(t, written[test.written], changes(p.Steps))
		})
	}
}

// TestFieldsThatCannotBeWritten: neither without the right, nor where the others would be lost; and nobody is asked.
func TestFieldsThatCannotBeWritten(t *testing.T) {
	in := following(harvest.Candidate{CustomFields: map[string]harvest.CustomFieldValue{"key": {Value: json.RawMessage(`"mine"`)}}}, profile.Profile{}, profile.Profile{})
	in.Base = plan.Remember(in.Profile, []harvest.CustomFieldInput{{NameKey: "key", Value: "a"}}, nil, hashed)
	in.Fields = []harvest.CustomFieldInput{{NameKey: "key", Value: "b"}}
	how := map[string]string{"field:key": "overwrite"}
	p := follow(in, how)
	require.Empty(t, p.Steps)
	require.Empty(t, p.Conflicts)
	require.Equal(t, dropped(profile.ReasonPolicy, "field:key"), p.Dropped)
	in.Can.Update, in.Existing.FieldsKept = false, true
	require.Equal(t, dropped(profile.ReasonNoPermission, "field:key"), follow(in, how).Dropped)
	in.Can.Update = true
	require.Equal(t, conflicts("field:key"), follow(in, how).Conflicts, "what is only shown counts as well")
}
