package plan_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring"
	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

var everything = plan.Abilities{
	Notes: true, Employments: true, Educations: true, Attachments: true, Update: true, Tags: true, NewTags: true,
}

var schools = plan.SchoolOptions{
	Schools:     map[string]harvest.OptionID{"university of example": 11},
	Degrees:     map[string]harvest.OptionID{"bsc": 21},
	Disciplines: map[string]harvest.OptionID{"computer science": 31},
}

func sample(t *testing.T, path string) profile.Profile {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "amazinghiring", path))
	require.NoError(t, err)
	p, _, err := amazinghiring.Decode(raw, "https://search.amazinghiring.com")
	require.NoError(t, err)
	return p
}

// full is an add with everything that an add can have.
func full(p profile.Profile) plan.Input {
	split := profile.SplitName(p.Name)
	return plan.Input{
		Profile: p, First: split.First, Last: split.Last,
		Target: plan.Target{Kind: plan.Prospect, Jobs: []harvest.JobID{5, 6}, Pool: 3, PoolStage: 4},
		Source: 7, Referrer: 8, Recruiter: 12, Coordinator: 13, Author: 9, Can: everything, Visibility: "private",
		Files:    []plan.File{{Hash: strings.Repeat("0123456789abcdef", 4), Filename: "Marta Okafor CV.pdf", Type: "resume", Size: 12 << 20}},
		Tags:     []plan.Tag{{Name: "Sourced", ID: 14}, {Name: "Go platform, Lisbon"}},
		Fields:   []harvest.CustomFieldInput{{NameKey: "amazinghiring_url", Value: p.URL}, {NameKey: "seniority", Value: harvest.OptionID(41)}},
		Options:  schools,
		Snapshot: "2026-11-24",
	}
}

// huge has more of everything than any real profile.
func huge() profile.Profile {
	p := profile.Profile{ID: 900000000000108, URL: "https://search.amazinghiring.com/profiles/900000000000108", Name: "Huge Example"}
	for i := range 40 {
		p.Positions = append(p.Positions, profile.Position{
			Title: fmt.Sprint("Engineer ", i), Company: "Huge Example Ltd", Start: profile.Month{Year: 1980 + i},
			End: profile.Month{Year: 1981 + i, Month: 12}, Description: strings.Repeat("Did this and that. ", 40),
		})
	}
	group := profile.SkillGroup{Name: "Everything"}
	for i := range 300 {
		group.Skills = append(group.Skills, profile.Skill{Name: fmt.Sprint("Skill ", i)})
	}
	p.SkillGroups = []profile.SkillGroup{group}
	p.Comments = []profile.Comment{{ID: "1", Author: "Sample Recruiter", Body: strings.Repeat("long ", 10_000) + "end"}}
	return p
}

func TestPlans(t *testing.T) {
	for name, in := range map[string]plan.Input{
		"a_full":   full(sample(t, "pretend/profiles/900000000000101.json")),
		"h_huge":   full(huge()),
		"i_broken": full(sample(t, "testdata/i.json")),
	} {
		t.Run(name, func(t *testing.T) {
			p := plan.Make(in)
			compareGolden(t, name+".golden", printed(t, p))
			require.Equal(t, p, plan.Make(in), "the same input gives the same plan")
		})
	}
}

// printed is a plan for reading: each step with its body, long texts by their beginning and length.
func printed(t *testing.T, p plan.Plan) string {
	t.Helper()
	var b strings.Builder
	for _, s := range p.Steps {
		fmt.Fprintf(&b, "%s: %s\n", s.Key, s.Describe())
		for _, body := range []any{s.Candidate, s.Change, s.Application, s.Note, s.Employment, s.Education, s.Attachment, s.File} {
			raw, err := json.MarshalIndent(body, "  ", "  ")
			require.NoError(t, err)
			b.WriteString(strings.TrimSuffix("  "+brief(string(raw))+"\n", "  null\n"))
		}
	}
	fmt.Fprintf(&b, "left out: %v\n", p.Dropped)
	return b.String()
}

func brief(text string) string {
	const enough = 1300
	if len(text) <= enough {
		return text
	}
	return fmt.Sprintf("%s… (%d bytes)", text[:enough], len(text))
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// TestKindOfKnowsEveryKey: what was written is read back by the kind of its key alone.
func TestKindOfKnowsEveryKey(t *testing.T) {
	in := full(sample(t, "pretend/profiles/900000000000101.json"))
	steps := plan.Make(in).Steps
	in.Existing = &plan.Existing{ID: 42, Candidate: &harvest.Candidate{}}
	steps = append(steps, plan.Make(in).Steps...)
	in.Can.Notes, in.Snapshot = false, ""
	steps = append(steps, plan.Make(in).Steps...)
	seen := map[plan.StepKind]bool{}
	for _, step := range steps {
		require.Equal(t, step.Kind, plan.KindOf(step.Key), step.Key)
		seen[step.Kind] = true
	}
	require.Len(t, seen, 9)
	require.Empty(t, plan.KindOf("something else"))
}

// TestDescribeHasNoPersonalData: the words go into the history, which outlives the profile.
func TestDescribeHasNoPersonalData(t *testing.T) {
	in := full(sample(t, "pretend/profiles/900000000000101.json"))
	in.Files = append(in.Files,
		plan.File{Hash: "b", Filename: "Okafor letter.pdf", Type: "cover_letter"}, plan.File{Hash: "c", Filename: "Okafor.png", Type: "other"})
	var all []string
	for _, step := range plan.Make(in).Steps {
		all = append(all, step.Describe())
	}
	in.Existing = &plan.Existing{ID: 42, Candidate: &harvest.Candidate{}}
	all = append(all, plan.Make(in).Steps[0].Describe())
	for _, words := range all {
		require.NotRegexp(t, "(?i)marta|okafor|heron|lisbon\\.|example", words)
	}
	require.Subset(t, all, []string{
		"attach the résumé", "attach the cover letter", "attach a file", `create the tag "Go platform, Lisbon"`,
		`apply the tag "Sourced"`, "add an education (education/0)", "attach AmazingHiring profile.html", "fill what is empty of person 42",
	})
}
