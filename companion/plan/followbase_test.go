package plan_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

// TestBaseTellsNothing: only hashes are kept, and what is kept is read back the same.
func TestBaseTellsNothing(t *testing.T) {
	p := rich(everything).Profile
	p.Title, p.Company, p.Locations = "Engineer", "Heron", []string{"Lisbon"}
	p.Emails, p.Phones = []profile.Contact{{Value: "m@example.com"}}, []profile.Contact{{Value: "+44 20 7946 0101"}}
	blind := func(string) string { return "hash" }
	b := plan.Remember(p, []harvest.CustomFieldInput{{NameKey: "level", Value: "Senior"}}, []string{"Sourced"}, blind)
	raw, err := json.Marshal(b)
	require.NoError(t, err)
	require.Equal(t, `{"parts":{"company":"hash","field:level":"hash","profile":"hash","title":"hash"},"values":{"educations":["hash"],"emails":["hash"],`+
		`"employments":["hash"],"links":["hash"],"locations":["hash"],"phones":["hash"],"tags":["hash"]},"comments":{"55":"hash"}}`, string(raw))
	var read plan.Base
	require.NoError(t, json.Unmarshal(raw, &read))
	require.Equal(t, b, read)

	empty, err := json.Marshal(plan.Remember(profile.Profile{}, nil, nil, hashed))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(empty), `{"parts":{"company":"","profile":`), "an empty profile is known to be empty")
}

func TestJoin(t *testing.T) {
	older := plan.Base{
		Parts: map[string]string{"title": "a", "company": "b", "field:x": "c"}, Values: map[string][]string{"emails": {"1", "2"}, "tags": {"t"}},
		Comments: map[string]string{"5": "a", "6": "b"}, Status: map[string]string{"7": "30/0", "8": "1/0"}, Stage: 3,
	}
	newer := plan.Base{
		Parts: map[string]string{"title": "d", "company": ""}, Values: map[string][]string{"emails": {"3", "2"}, "phones": {}},
		Comments: map[string]string{"5": "c"}, Status: map[string]string{"7": "31/0"},
	}
	require.Equal(t, plan.Base{
		Parts: map[string]string{"title": "d", "company": "b", "field:x": "c"}, Values: map[string][]string{"emails": {"1", "2", "3"}, "tags": {"t"}, "phones": {}},
		Comments: map[string]string{"5": "c", "6": "b"}, Status: map[string]string{"7": "31/0", "8": "1/0"}, Stage: 3,
	}, newer.Join(older))
	require.Equal(t, []string{"3", "2"}, newer.Values["emails"])
	newer.Stage = 4
	require.Equal(t, harvest.PoolStageID(4), newer.Join(older).Stage)
}

// TestChanged: each thing that is followed by itself.
func TestChanged(t *testing.T) {
	before := rich(everything).Profile
	tests := map[string]struct {
		change  func(*profile.Profile)
		member  plan.MemberState
		tags    []string
		changed bool
	}{
		"nothing": {func(*profile.Profile) {}, plan.MemberState{}, []string{"sourced"}, false},
		"title":   {func(p *profile.Profile) { p.Title = "Lead" }, plan.MemberState{}, nil, true},
		"a skill": {func(p *profile.Profile) {
			p.SkillGroups = append(p.SkillGroups, profile.SkillGroup{Skills: []profile.Skill{{Name: "Go"}}})
		}, plan.MemberState{}, nil, true},
		"skills resorted": {func(p *profile.Profile) {
			p.SkillGroups[0].Skills[0], p.SkillGroups[0].Skills[1] = p.SkillGroups[0].Skills[1], p.SkillGroups[0].Skills[0]
		}, plan.MemberState{}, nil, false},
		"a second place": {func(p *profile.Profile) { p.Locations = append(p.Locations, "Porto") }, plan.MemberState{}, nil, true},
		"a comment":      {func(p *profile.Profile) { p.Comments[0].Body += "!" }, plan.MemberState{}, nil, true},
		"comment gone":   {func(p *profile.Profile) { p.Comments = nil }, plan.MemberState{}, nil, false},
		"a member's":     {func(*profile.Profile) {}, plan.MemberState{Comments: []profile.Comment{{ID: "56", Body: "x"}}}, nil, true},
		"the same":       {func(*profile.Profile) {}, plan.MemberState{Comments: []profile.Comment{{ID: "55", Body: "y"}}}, nil, false},
		"a tag":          {func(*profile.Profile) {}, plan.MemberState{}, []string{"New"}, true},
		"a position":     {func(p *profile.Profile) { p.Positions[2].Company = "Heron" }, plan.MemberState{}, nil, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			base := plan.Remember(before, nil, []string{"Sourced"}, hashed)
			now := rich(everything).Profile
			test.change(&now)
			require.Equal(t, test.changed, plan.Changed(base, now, test.member, test.tags, hashed))
		})
	}
}

func TestValidateFollowPolicy(t *testing.T) {
	parts := func(part, how string) plan.FollowPolicy {
		return plan.FollowPolicy{Fields: map[string]string{part: how}}
	}
	rule := func(r plan.StatusRule) plan.FollowPolicy { return plan.FollowPolicy{Statuses: []plan.StatusRule{r}} }
	tests := map[string]struct {
		policy plan.FollowPolicy
		wrong  string
	}{
		"default":          {plan.DefaultFollow(), ""},
		"nothing said":     {plan.FollowPolicy{}, ""},
		"a text":           {parts("title", "overwrite"), ""},
		"a list":           {parts("emails", "never"), ""},
		"a custom field":   {parts("field:level", "overwrite"), ""},
		"the name, never":  {parts("name", "never"), ""},
		"the name":         {parts("name", "fill"), `"name" can be never, not "fill"`},
		"a text as a list": {parts("title", "append"), `"title" can be fill or overwrite or never, not "append"`},
		"a list as a text": {parts("emails", "overwrite"), `"emails" can be append or fill or never, not "overwrite"`},
		"a field's":        {parts("field:level", "append"), `"field:level" can be fill or overwrite or never, not "append"`},
		"no such part":     {parts("shoe size", "fill"), `"shoe size" is no part of a profile that can be followed`},
		"no key":           {parts("field:", "fill"), `"field:" is no part of a profile that can be followed`},
		"a rule":           {rule(plan.StatusRule{Status: "31", Note: true, Tag: "x", Pool: 1, Stage: 2, Field: "x", Value: "y"}), ""},
		"an ignoring rule": {rule(plan.StatusRule{Status: "31", Ignore: true}), ""},
		"no status":        {rule(plan.StatusRule{Status: " ", Note: true}), `the rule for the status " " names no status`},
		"no stage":         {rule(plan.StatusRule{Status: "a", Pool: 1}), `the rule for the status "a" needs both a pool and a stage of it, or neither`},
		"no field":         {rule(plan.StatusRule{Status: "a", Value: "x", Note: true}), `the rule for the status "a" has a value but no custom field for it`},
		"two minds":        {rule(plan.StatusRule{Status: "a", Ignore: true, Note: true}), `the rule for the status "a" ignores the status and does something all the same`},
		"no mind":          {rule(plan.StatusRule{Status: "a"}), `the rule for the status "a" says neither note, tag, pool, custom field nor ignore`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.wrong, test.policy.Validate())
		})
	}
}
