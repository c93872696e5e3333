package plan_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Few values, some of them the same in two spellings, so that what Greenhouse has and what the profile has often meet.
var (
	drawText  = rapid.SampledFrom([]string{"", " ", "Engineer", "engineer ", "Heron"})
	drawEmail = rapid.SampledFrom([]string{"a@example.com", "A@Example.com", " b@example.com ", "b@example.com", "broken", "c@example.net"})
	drawPhone = rapid.SampledFrom([]string{"+44 20 7946 0101", "020 7946 0101", "n/a", "+44 20 7946 0102", "123"})
	drawLink  = rapid.SampledFrom([]string{
		page, page + "/?x=1", "github.com/marta", "https://github.com/Marta/", "https://uk.linkedin.com/in/marta", "linkedin.com/in/Marta",
		"https://marta.example", "not a link",
	})
	drawKey   = rapid.SampledFrom([]string{"one", "two", "three"})
	drawValue = rapid.SampledFrom([]string{"", "x", "y"})
)

func drawList(t *rapid.T, from *rapid.Generator[string], label string) []harvest.Address {
	var list []harvest.Address
	for _, value := range rapid.SliceOfN(from, 0, 4).Draw(t, label) {
		list = append(list, harvest.Address{Value: value, Type: "other"})
	}
	return list
}

func drawCandidate(t *rapid.T) harvest.Candidate {
	return harvest.Candidate{
		FirstName: "Marta", LastName: "Okafor", Title: drawText.Draw(t, "their title"), Company: drawText.Draw(t, "their company"),
		Emails: drawList(t, drawEmail, "their emails"), Phones: drawList(t, drawPhone, "their phones"), Addresses: drawList(t, drawText, "their addresses"),
		Websites: drawList(t, drawLink, "their websites"), SocialMedia: drawList(t, drawLink, "their links"),
	}
}

func drawProfile(t *rapid.T) profile.Profile {
	p := profile.Profile{Title: drawText.Draw(t, "title"), Company: drawText.Draw(t, "company"), Locations: rapid.SliceOfN(drawText, 0, 2).Draw(t, "locations")}
	for _, value := range rapid.SliceOfN(drawEmail, 0, 4).Draw(t, "emails") {
		p.Emails = append(p.Emails, profile.Contact{Value: value})
	}
	for _, value := range rapid.SliceOfN(drawPhone, 0, 4).Draw(t, "phones") {
		p.Phones = append(p.Phones, profile.Contact{Value: value})
	}
	for _, value := range rapid.SliceOfN(drawLink, 0, 4).Draw(t, "links") {
		kind := rapid.SampledFrom([]profile.LinkKind{profile.LinkPersonal, profile.LinkSocial}).Draw(t, "kind")
		p.Links = append(p.Links, profile.Link{URL: value, Kind: kind})
	}
	return p
}

func drawFields(t *rapid.T, label string) []harvest.CustomFieldInput {
	values := rapid.MapOfN(drawKey, drawValue, 0, 3).Draw(t, label)
	var fields []harvest.CustomFieldInput
	for _, key := range slices.Sorted(maps.Keys(values)) {
		fields = append(fields, harvest.CustomFieldInput{NameKey: key, Value: values[key]})
	}
	return fields
}

func drawKnown(t *rapid.T) plan.Input {
	in := known(drawCandidate(t), drawProfile(t))
	in.Fields, in.Existing.Fields = drawFields(t, "fields"), drawFields(t, "their fields")
	in.Existing.FieldsKept = rapid.Bool().Draw(t, "kept")
	return in
}

// apply is the person after Greenhouse took the change: lists and fields are replaced whole.
func apply(e plan.Existing, change harvest.CandidateChange) plan.Existing {
	c := *e.Candidate
	for _, text := range []struct{ to, from *string }{{&c.Title, change.Title}, {&c.Company, change.Company}} {
		if text.from != nil {
			*text.to = *text.from
		}
	}
	for _, list := range []struct {
		to   *[]harvest.Address
		from []harvest.Address
	}{{&c.Emails, change.Emails}, {&c.Phones, change.Phones}, {&c.Addresses, change.Addresses}, {&c.Websites, change.Websites}, {&c.SocialMedia, change.SocialMedia}} {
		if list.from != nil {
			*list.to = list.from
		}
	}
	if change.CustomFields != nil {
		e.Fields = change.CustomFields
	}
	e.Candidate = &c
	return e
}

// TestFillingTwiceChangesNothing: whoever was filled has nothing left to fill.
func TestFillingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawKnown(t)
		for _, change := range bodies(plan.Make(in).Steps, func(s plan.Step) *harvest.CandidateChange { return s.Change }) {
			after := apply(*in.Existing, change)
			in.Existing = &after
		}
		require.NotContains(t, keys(plan.Make(in).Steps), "update")
	})
}

// TestFillingLosesNothing: what they have is still there after a change, in its order, byte for byte.
func TestFillingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawKnown(t)
		theirs := *in.Existing.Candidate
		for _, change := range bodies(plan.Make(in).Steps, func(s plan.Step) *harvest.CandidateChange { return s.Change }) {
			after := apply(*in.Existing, change)
			requireStartsWith(t, theirs.Emails, after.Candidate.Emails)
			requireStartsWith(t, theirs.Phones, after.Candidate.Phones)
			requireStartsWith(t, theirs.Addresses, after.Candidate.Addresses)
			requireStartsWith(t, theirs.Websites, after.Candidate.Websites)
			requireStartsWith(t, theirs.SocialMedia, after.Candidate.SocialMedia)
			requireStartsWith(t, in.Existing.Fields, after.Fields)
			require.Nil(t, change.FirstName)
			require.Nil(t, change.LastName)
			require.NoError(t, change.Validate())
		}
	})
}

func requireStartsWith[T any](t *rapid.T, theirs, after []T) {
	require.GreaterOrEqual(t, len(after), len(theirs))
	require.Equal(t, append([]T{}, theirs...), append([]T{}, after[:len(theirs)]...))
}

// TestFillingLeavesTheInputAlone: the same values are planned with again.
func TestFillingLeavesTheInputAlone(t *testing.T) {
	in := known(harvest.Candidate{Emails: at("a@example.com", "b@example.com")[:1]}, profile.Profile{Emails: []profile.Contact{{Value: "c@example.com"}}})
	spare := in.Existing.Candidate.Emails[:2]
	plan.Make(in)
	require.Equal(t, "b@example.com", spare[1].Value)
}

// TestNotesLoseNoText: whatever is written, its parts put together again are the text, control characters aside.
func TestNotesLoseNoText(t *testing.T) {
	piece := rapid.OneOf(
		rapid.StringN(0, 200, -1), rapid.SampledFrom([]string{"\n\n", "\n", " ", "<b>&amp;</b>", "مرحبا", "👩🏽‍💻", "\x00\x1b", "\r\n", "\xff"}),
		rapid.Custom(func(t *rapid.T) string { return strings.Repeat("ü", rapid.IntRange(0, 9000).Draw(t, "long")) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		in := input(onJobs(plan.Prospect))
		in.Can.Notes = true
		in.Profile.Comments = []profile.Comment{{ID: "1", Body: body}}
		steps := plan.Make(in).Steps[1:]
		var whole strings.Builder
		for i, step := range steps {
			require.LessOrEqual(t, len(step.Note.Body), 10_000)
			require.True(t, utf8.ValidString(step.Note.Body))
			whole.WriteString(strings.TrimPrefix(step.Note.Body, fmt.Sprintf("(%d of %d)\n", i+1, len(steps))))
		}
		require.Equal(t, squeeze("Comment in AmazingHiring:"+withoutControls(body)), squeeze(whole.String()))
	})
}

func withoutControls(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\n\t", r) || r >= ' ' {
			return r
		}
		return -1
	}, s)
}

// TestOddTextsSurvive: Greenhouse's notes are texts, so nothing in one has a meaning.
func TestOddTextsSurvive(t *testing.T) {
	in := input(onJobs(plan.Prospect))
	in.Can.Notes = true
	in.Profile.Positions = []profile.Position{{Title: strings.Repeat("Ж", 200), Start: profile.Month{Year: 2020, Month: 1}, End: profile.Month{Year: 2020, Month: 12}}}
	in.Profile.About = "<script>alert(1)</script> \u202bשלום\u202c\r\nnew line\ttab\x07\x00"
	require.Equal(t, "From AmazingHiring: "+page+"\n\nAbout\n<script>alert(1)</script> \u202bשלום\u202c\nnew line\ttab\n\nPositions\n- "+
		strings.Repeat("Ж", 200)+", 2020-01 to 2020-12", plan.Make(in).Steps[1].Note.Body)
}

// TestCommentsWithOneIDAreTwoNotes: a source that repeats an id loses no comment.
func TestCommentsWithOneIDAreTwoNotes(t *testing.T) {
	in := input(onJobs(plan.Prospect))
	in.Can.Notes = true
	in.Profile.Comments = []profile.Comment{{ID: "5", Body: "one"}, {ID: "5", Body: "two"}, {Body: "three"}, {Body: "four"}}
	require.Equal(t, []string{"comment/5/0", "comment/5 again 1/0", "comment/without id 2/0", "comment/without id 3/0"}, keys(plan.Make(in).Steps[1:]))
}

// TestFoldedIsStable: a folded name folds to itself, so that lists can be folded by anybody.
func TestFoldedIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		folded := plan.Folded(rapid.String().Draw(t, "name"))
		require.Equal(t, folded, plan.Folded(folded))
	})
}
