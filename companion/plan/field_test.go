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

// choices are the options of the one field in these tests.
var choices = map[int64][]harvest.CustomFieldOption{1: {
	{ID: 41, Name: "Junior", Active: true}, {ID: 42, Name: "Senior", Active: true}, {ID: 43, Name: "Go, gRPC", Active: true},
	{ID: 44, Name: "Boss"}, {ID: 45, Name: "Twin", Active: true}, {ID: 46, Name: "Twin", Active: true},
}}

// field is a candidate's active field of the type.
func field(valueType string) harvest.CustomField {
	return harvest.CustomField{ID: 1, Name: "The field", NameKey: "key", FieldType: "candidate", ValueType: valueType, Active: true}
}

// TestReadValues: the same texts from a fixed rule and as a person's answer.
func TestReadValues(t *testing.T) {
	tests := map[string]struct {
		valueType, text string
		value           any
	}{
		"short text":          {"short_text", "Lisbon", "Lisbon"},
		"short text, lines":   {"short_text", "a\nb", "a b"},
		"short text, longest": {"short_text", strings.Repeat("ü", 255), strings.Repeat("ü", 255)},
		"long text":           {"long_text", "a\nb", "a\nb"},
		"url":                 {"url", "https://a.example/x", "https://a.example/x"},
		"plain url":           {"url", "HTTP://a.example", "HTTP://a.example"},
		"number":              {"number", "30", json.Number("30")},
		"decimal":             {"number", "-0.5", json.Number("-0.5")},
		"date":                {"date", "2024-02-29", "2024-02-29"},
		"yes":                 {"yes_no", "Yes", true},
		"no":                  {"yes_no", "false", false},
		"select":              {"single_select", "SENIOR", harvest.OptionID(42)},
		"multi-select":        {"multi_select", "senior, Junior;senior", []harvest.OptionID{42, 41}},
		"comma in the name":   {"multi_select", "go, GRPC", []harvest.OptionID{43}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			want := []harvest.CustomFieldInput{{NameKey: "key", Value: test.value}}
			byRule, byAnswer := resolve(field(test.valueType), test.text, ""), resolve(field(test.valueType), "", test.text)
			require.Equal(t, plan.Resolved{Fields: want}, byRule)
			require.Equal(t, plan.Resolved{Fields: want}, byAnswer)
			_, err := json.Marshal(byRule.Fields)
			require.NoError(t, err)
		})
	}
}

func resolve(def harvest.CustomField, fixed, answer string) plan.Resolved {
	rules, answers := []plan.FieldRule{{Key: "key", Value: fixed}}, map[string]string{"key": answer}
	return plan.ResolveFields(rules, []harvest.CustomField{def}, choices, profile.Profile{}, answers)
}

// TestValuesThatDoNotFit are left out when a rule gives them, and asked again when a person does.
func TestValuesThatDoNotFit(t *testing.T) {
	tests := map[string]struct{ valueType, text, reason string }{
		"too long":           {"short_text", strings.Repeat("ü", 256), profile.ReasonTooLong},
		"url without scheme": {"url", "a.example", profile.ReasonInvalid},
		"a product's name":   {"url", "Node.js", profile.ReasonInvalid},
		"no such host":       {"url", "https://nowhere", profile.ReasonInvalid},
		"two addresses":      {"url", "https://a.example https://b.example", profile.ReasonInvalid},
		"script":             {"url", "javascript:alert(1)", profile.ReasonInvalid},
		"mail":               {"url", "mailto:a@a.example", profile.ReasonInvalid},
		"number in words":    {"number", "thirty", profile.ReasonInvalid},
		"leading zero":       {"number", "030", profile.ReasonInvalid},
		"decimal comma":      {"number", "1,5", profile.ReasonInvalid},
		"no such day":        {"date", "2023-02-29", profile.ReasonInvalid},
		"a hundred years":    {"date", "1900-02-29", profile.ReasonInvalid},
		"month 13":           {"date", "2023-13-01", profile.ReasonInvalid},
		"June 31":            {"date", "2023-06-31", profile.ReasonInvalid},
		"day 0":              {"date", "2023-06-00", profile.ReasonInvalid},
		"other order":        {"date", "24.11.2026", profile.ReasonInvalid},
		"a time as well":     {"date", "2026-11-24T00:00:00Z", profile.ReasonInvalid},
		"perhaps":            {"yes_no", "perhaps", profile.ReasonInvalid},
		"no such option":     {"single_select", "Middle", profile.ReasonInvalid},
		"an archived option": {"single_select", "Boss", profile.ReasonInvalid},
		"no such options":    {"multi_select", "Middle, Boss", profile.ReasonInvalid},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			byRule := resolve(field(test.valueType), test.text, "")
			require.Equal(t, plan.Resolved{Dropped: dropped(test.reason, "custom_fields.key")}, byRule)
			byAnswer := resolve(field(test.valueType), "", test.text)
			require.Len(t, byAnswer.Missing, 1)
			require.Empty(t, byAnswer.Fields)

			var refused *plan.AnswerError
			require.ErrorAs(t, plan.CheckAnswer(byAnswer.Missing[0], test.text), &refused)
			require.Equal(t, "The field", refused.Name)
			require.NotEmpty(t, refused.Wanted)
			require.NotContains(t, refused.Error(), test.text)
		})
	}
}

// TestAnswersAreReadStrictly: a profile's skills may be more than the field knows, a person's choices may not.
func TestAnswersAreReadStrictly(t *testing.T) {
	def := field("multi_select")
	require.Equal(t, []harvest.OptionID{42}, resolve(def, "Senior, Middle", "").Fields[0].Value)
	require.Len(t, resolve(def, "", "Senior, Middle").Missing, 1)
	q := plan.FieldQuestion{Key: "key", Name: "Level", ValueType: "multi_select", Options: []string{"Junior", "Senior"}}
	require.NoError(t, plan.CheckAnswer(q, "senior\njunior"))
	require.EqualError(t, plan.CheckAnswer(q, "Senior, Middle"), `the field "Level" takes one or more of: Junior, Senior`)
	require.Error(t, plan.CheckAnswer(plan.FieldQuestion{ValueType: "long_text"}, " \n"))
	require.Error(t, plan.CheckAnswer(q, ","))
}

// TestRequiredFields are asked for when nothing fills them, unless no answer could.
func TestRequiredFields(t *testing.T) {
	must := func(valueType string) harvest.CustomField {
		def := field(valueType)
		def.Required = true
		return def
	}
	archived := must("short_text")
	archived.Active = false
	level := plan.FieldQuestion{Key: "key", Name: "The field", ValueType: "single_select", Options: []string{"Junior", "Senior", "Go, gRPC", "Twin", "Twin"}}
	tests := map[string]struct {
		def           harvest.CustomField
		fixed, answer string
		want          plan.Resolved
	}{
		"no value":         {must("single_select"), "", "", plan.Resolved{Missing: []plan.FieldQuestion{level}}},
		"a bad value":      {must("single_select"), "Middle", "", plan.Resolved{Missing: []plan.FieldQuestion{level}, Dropped: dropped(profile.ReasonInvalid, "custom_fields.key")}},
		"a bad answer":     {must("single_select"), "Senior", "Middle", plan.Resolved{Missing: []plan.FieldQuestion{level}}},
		"an answer wins":   {must("single_select"), "Senior", "Junior", plan.Resolved{Fields: []harvest.CustomFieldInput{{NameKey: "key", Value: harvest.OptionID(41)}}}},
		"not required":     {field("single_select"), "", "", plan.Resolved{}},
		"archived":         {archived, "", "", plan.Resolved{Dropped: dropped(profile.ReasonUnmapped, "custom_fields.key")}},
		"a user":           {must("user"), "", "", plan.Resolved{Dropped: dropped(profile.ReasonUnmapped, "custom_fields.key")}},
		"a user by rule":   {must("user"), "Nora", "", plan.Resolved{Dropped: dropped(profile.ReasonInvalid, "custom_fields.key")}},
		"a user, answered": {must("user"), "", "Nora", plan.Resolved{Dropped: dropped(profile.ReasonUnmapped, "custom_fields.key")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.want, resolve(test.def, test.fixed, test.answer))
		})
	}
	choiceless := must("single_select")
	choiceless.ID = 2
	require.Empty(t, resolve(choiceless, "", "").Missing)
}

// TestParts: what a rule can name, and what sample A says there.
func TestParts(t *testing.T) {
	p := sample(t, "pretend/profiles/900000000000101.json")
	p.Educations = append(p.Educations, profile.Education{School: "Example Institute", Degree: "MSc", Start: profile.Month{Year: 2020}}, profile.Education{School: "Undated"})
	p.SkillGroups = append(p.SkillGroups, profile.SkillGroup{Skills: []profile.Skill{{Name: "Go"}}})
	p.Locations = append(p.Locations, "Porto")
	said := map[string]any{}
	for _, part := range plan.Parts() {
		r := plan.ResolveFields([]plan.FieldRule{{Key: "key", From: part, Value: "not this"}}, []harvest.CustomField{field("long_text")}, nil, p, nil)
		said[part] = r.Fields[0].Value
	}
	require.Equal(t, map[string]any{
		"amazinghiring_url": page, "title": "Senior Backend Engineer", "company": "Blue Heron Example Ltd", "location": "Lisbon",
		"email": "marta.okafor@example.com", "phone": "+44 20 7946 0101", "skills": "Go, gRPC, Python, Django, SQL, PostgreSQL",
		"languages": "English, Portuguese", "linkedin": "https://www.linkedin.com/in/marta-okafor-example/",
		"about": "Builds services that stay up at night so that people need not.", "degree": "MSc", "school": "Example Institute",
	}, said)
	require.Equal(t, []string{"Lisbon", "Porto"}, p.Locations)
}

// TestPartsOfAnEmptyProfile: nothing to say leaves the field alone, without a word.
func TestPartsOfAnEmptyProfile(t *testing.T) {
	for _, part := range plan.Parts() {
		r := plan.ResolveFields([]plan.FieldRule{{Key: "key", From: part}}, []harvest.CustomField{field("short_text")}, nil, profile.Profile{}, nil)
		require.Equal(t, plan.Resolved{}, r, part)
	}
}

func TestRulesForNothing(t *testing.T) {
	rules := []plan.FieldRule{{Key: "gone", Value: "x"}, {Key: "key", From: "shoe_size"}}
	r := plan.ResolveFields(rules, []harvest.CustomField{field("short_text")}, nil, profile.Profile{}, nil)
	require.Equal(t, plan.Resolved{Dropped: dropped(profile.ReasonUnmapped, "custom_fields.gone", "custom_fields.key")}, r)
}

// TestFieldsGoIntoTheCreate, and tags do not.
func TestFieldsGoIntoTheCreate(t *testing.T) {
	in := input(onJobs(plan.Candidate, 5))
	in.Fields, in.Tags, in.Can = []harvest.CustomFieldInput{{NameKey: "key", Value: "x"}}, []plan.Tag{{Name: "Sourced", ID: 14}}, everything
	body := plan.Make(in).Steps[0].Candidate
	require.Equal(t, in.Fields, body.CustomFields)
	require.Empty(t, body.Tags)
	require.NoError(t, body.Validate())
}
