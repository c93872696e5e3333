package amazinghiring

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/companion/match"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

const base = "https://search.amazinghiring.com"

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// samples are the files of testdata, and the profiles the pretend AmazingHiring
// serves.
var samples = map[string]string{
	"a_plain":          "pretend/profiles/900000000000101.json",
	"b_other_door":     "testdata/b.json",
	"c_no_contacts":    "testdata/c.json",
	"d_one_word":       "pretend/profiles/900000000000104.json",
	"e_noisy_name":     "pretend/profiles/900000000000105.json",
	"f_shared_mailbox": "testdata/f.json",
	"g_private":        "testdata/g.json",
	"i_broken":         "testdata/i.json",
}

func sample(t *testing.T, name string) (profile.Profile, []profile.Dropped) {
	t.Helper()
	raw, err := os.ReadFile(samples[name])
	require.NoError(t, err)
	p, dropped, err := Decode(raw, base+"/")
	require.NoError(t, err)
	return p, dropped
}

func TestDecodeSamples(t *testing.T) {
	for name := range samples {
		t.Run(name, func(t *testing.T) {
			p, dropped := sample(t, name)
			got, err := json.MarshalIndent(map[string]any{"profile": p, "dropped": dropped}, "", "  ")
			require.NoError(t, err)
			compareGolden(t, filepath.Join("testdata", name+".golden.json"), append(got, '\n'))
		})
	}
}

func compareGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// greenhouseOf is the person in Greenhouse after the profile was added.
func greenhouseOf(p profile.Profile) match.Person {
	return match.Person{ID: p.ID, Identifiers: p.Identifiers(), FirstName: profile.SplitName(p.Name).First, LastName: profile.SplitName(p.Name).Last}
}

func TestSameHumanThroughAnotherDoorMatchesByLinkedIn(t *testing.T) {
	a, _ := sample(t, "a_plain")
	b, _ := sample(t, "b_other_door")
	require.Equal(t,
		match.Verdict{Level: match.Likely, PersonID: a.ID, Reasons: []profile.Kind{profile.KindLinkedIn}},
		match.Decide(b, []match.Person{greenhouseOf(a)}))
}

func TestSharedMailboxIsNotCertain(t *testing.T) {
	f, _ := sample(t, "f_shared_mailbox")
	other := match.PersonFrom(1, "Lee", "Example", []string{"info@studio.example"}, nil, nil)
	require.Equal(t, match.Possible, match.Decide(f, []match.Person{other}).Level)
}

func TestDecodeKeepsEverythingOfAHugeProfile(t *testing.T) {
	comment := strings.Repeat("long ", 10_000) + "end"
	raw, err := json.Marshal(map[string]any{
		"id": 900000000000108, "name": "Huge Example", "title": "",
		"positions": repeat(40, func(i int) any { return map[string]any{"position": fmt.Sprint("Engineer ", i)} }),
		"skills":    repeat(300, func(i int) any { return map[string]any{"name": fmt.Sprint("Skill ", i)} }),
		"comments":  []any{map[string]any{"id": 1, "body": comment}},
	})
	require.NoError(t, err)

	p, dropped, err := Decode(raw, base)
	require.NoError(t, err)
	require.Empty(t, dropped)
	require.Len(t, p.Positions, 40)
	require.Len(t, p.SkillGroups[0].Skills, 300)
	require.Equal(t, comment, p.Comments[0].Body)
}

func repeat(n int, item func(int) any) []any {
	items := make([]any, n)
	for i := range items {
		items[i] = item(i)
	}
	return items
}

func TestDecodeKeepsIDsOf64Bits(t *testing.T) {
	for _, id := range []string{"9007199254740993", `"9007199254740993"`} {
		p, _, err := Decode(fmt.Appendf(nil, `{"id": %s, "name": "Marta Okafor"}`, id), base)
		require.NoError(t, err)
		require.Equal(t, int64(9007199254740993), p.ID)
		require.Equal(t, base+"/profiles/9007199254740993", p.URL)
	}
}

func TestDecodeRefuses(t *testing.T) {
	const badID = "is not a positive whole number of 64 bits"
	tests := []struct{ name, raw, field, problem string }{
		{"nothing", ``, "", "is not valid JSON"},
		{"half", `{"id": 1`, "", "is not valid JSON"},
		{"two", `{"id": 1, "name": "Marta"} {}`, "", "is followed by something else"},
		{"list", `[]`, "", "is not a JSON object"},
		{"null", `null`, "", "is not a JSON object"},
		{"negative id", `{"id": -1, "name": "Marta"}`, "id", badID},
		{"fraction", `{"id": 1.5, "name": "Marta"}`, "id", badID},
		{"too large", `{"id": 9223372036854775808, "name": "Marta"}`, "id", badID},
		{"odd id", `{"id": [1], "name": "Marta"}`, "id", badID},
		{"no name", `{"id": 1}`, "name", "is missing"},
		{"invisible name", `{"id": 1, "name": " \u200b\u0000 "}`, "name", "is missing"},
		{"odd name", `{"id": 1, "name": ["Marta"]}`, "name", "is not text"},
		{"enrichment without result", `{"rid": "x", "code": 1, "profile": null}`, "name", "is missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := Decode([]byte(tt.raw), base)
			require.Equal(t, &FieldError{Of: "profile", Field: tt.field, Problem: tt.problem}, err)
			require.NotContains(t, err.Error(), "Marta")
		})
	}
}

func TestDecodeStopsAtTheDepthOfSkills(t *testing.T) {
	deep := strings.Repeat(`[{"name": "s", "additional_skills": `, 50) + "[]" + strings.Repeat("}]", 50)
	p, dropped, err := Decode(fmt.Appendf(nil, `{"id": 1, "name": "Marta Okafor", "title": "", "skills": %s}`, deep), base)
	require.NoError(t, err)
	require.Len(t, dropped, 1)
	require.Equal(t, profile.ReasonTooLong, dropped[0].Reason)
	require.Equal(t, "s", p.SkillGroups[0].Skills[0].Skills[0].Skills[0].Skills[0].Skills[0].Name)
}

func TestDroppedHoldsNoValues(t *testing.T) {
	_, dropped := sample(t, "i_broken")
	said := fmt.Sprint(dropped)
	for _, value := range []string{"avel", "n/a", "601", "alert", "Street", "soon", "yesterday", "43", "unexpected"} {
		assert.NotContains(t, said, value)
	}
}

func FuzzDecode(f *testing.F) {
	for _, path := range samples {
		raw, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Add([]byte(`{"id":1,"name":"\ud800","contacts":[[]],"links":{"a":1},"skills":[[[]]]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, dropped, err := Decode(raw, base)
		if err != nil {
			assert.IsType(t, &FieldError{}, err)
			return
		}
		assert.Positive(t, p.ID)
		assert.NotEmpty(t, p.Name)
		assert.True(t, utf8.ValidString(fmt.Sprintf("%+v %v %v", p, dropped, p.Identifiers())))
	})
}
