package plan_test

import (
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

func TestTags(t *testing.T) {
	var (
		known   = plan.Tag{Name: "Sourced", ID: 14}
		unknown = plan.Tag{Name: "Go platform"}
		refused = func(names ...string) []profile.Dropped {
			var out []profile.Dropped
			for _, name := range names {
				out = append(out, profile.Dropped{Field: "tags." + name, Reason: profile.ReasonNoPermission})
			}
			return out
		}
	)
	tests := map[string]struct {
		can     plan.Abilities
		tags    []plan.Tag
		written []string
		carries []string
		keys    []string
		dropped []profile.Dropped
	}{
		"all granted": {
			can: plan.Abilities{Tags: true, NewTags: true}, tags: []plan.Tag{known, unknown},
			keys: []string{"tag/sourced", "new_tag/go platform", "tag/go platform"},
		},
		"no new tags": {
			can: plan.Abilities{Tags: true}, tags: []plan.Tag{known, unknown},
			keys: []string{"tag/sourced"}, dropped: refused("Go platform"),
		},
		"new tags that could not be applied": {
			can: plan.Abilities{NewTags: true}, tags: []plan.Tag{known, unknown}, dropped: refused("Sourced", "Go platform"),
		},
		"created, then the right was taken": {
			can: plan.Abilities{Tags: true}, tags: []plan.Tag{unknown}, written: []string{"new_tag/go platform"},
			keys: []string{"tag/go platform"},
		},
		"carried already, in other letters": {
			can: plan.Abilities{Tags: true}, tags: []plan.Tag{known, {Name: "Other", ID: 15}}, carries: []string{"SOURCED"},
			keys: []string{"tag/other"},
		},
		"carried already, no right needed": {tags: []plan.Tag{known}, carries: []string{"Sourced"}},
		"the same twice": {
			can: plan.Abilities{Tags: true}, tags: []plan.Tag{known, {Name: "sourced", ID: 16}}, keys: []string{"tag/sourced"},
		},
		"symbols make a difference": {
			can: plan.Abilities{Tags: true}, tags: []plan.Tag{{Name: "C++", ID: 1}, {Name: "C#", ID: 2}, {Name: "C", ID: 3}, {Name: " "}},
			keys: []string{"tag/c + +", "tag/c #", "tag/c"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := input(onJobs(plan.Prospect), harvest.Application{ID: 1, JobID: 5})
			in.Existing.Candidate = &harvest.Candidate{FirstName: "Marta", LastName: "Okafor", Tags: test.carries, Websites: []harvest.Address{{Value: page}}}
			in.Can, in.Tags, in.Written = test.can, test.tags, test.written
			p := plan.Make(in)
			require.Equal(t, test.keys, keys(p.Steps))
			require.Equal(t, test.dropped, p.Dropped)
			for _, step := range p.Steps {
				require.Equal(t, harvest.CandidateID(42), step.CandidateID)
			}
		})
	}
}

// TestAppliedTagIsNamed: where a step before creates it, the id is not known yet.
func TestAppliedTagIsNamed(t *testing.T) {
	in := input(onJobs(plan.Prospect))
	in.Can, in.Tags = everything, []plan.Tag{{Name: "Sourced", ID: 14}, {Name: "Go platform"}}
	require.Equal(t, []plan.Step{
		{Key: "tag/sourced", Kind: plan.ApplyTag, TagID: 14, TagName: "Sourced"},
		{Key: "new_tag/go platform", Kind: plan.CreateTag, TagName: "Go platform"},
		{Key: "tag/go platform", Kind: plan.ApplyTag, TagName: "Go platform"},
	}, plan.Make(in).Steps[1:])
}

func keys(steps []plan.Step) []string {
	var out []string
	for _, step := range steps {
		out = append(out, step.Key)
	}
	return out
}

func TestFolded(t *testing.T) {
	for name, test := range map[string]struct{ a, b string }{
		"case":        {"Computer Science", "COMPUTER  science"},
		"accents":     {"Universität Würzburg", "Universitat Wurzburg"},
		"periods":     {"B.Sc.", "BSc"},
		"apostrophes": {"Bachelor’s Degree", "Bachelor's degree"},
		"hyphens":     {"Full-Stack", "full stack"},
		"brackets":    {"Physics (Applied)", "physics, applied"},
		"symbols":     {"C ++", "c++"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, plan.Folded(test.a), plan.Folded(test.b))
		})
	}
	different := map[string]bool{}
	for _, name := range []string{"C", "C#", "C++", "Science Computer", "Computer Science", "☆", "—", "??", ""} {
		different[plan.Folded(name)] = true
	}
	require.Len(t, different, 9)
}
