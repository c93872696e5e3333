package plan_test

import (
	"encoding/json"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion/plan"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/require"
)

func TestKeepFields(t *testing.T) {
	tests := map[string]struct {
		valueType, raw string
		value          any
	}{
		"short text":     {"short_text", `"Lisbon"`, "Lisbon"},
		"long text":      {"long_text", `"a\nb"`, "a\nb"},
		"url":            {"url", `"https://a.example"`, "https://a.example"},
		"date":           {"date", `"2026-11-24"`, "2026-11-24"},
		"yes or no":      {"yes_no", `false`, false},
		"number":         {"number", `12345678901234567890.10`, json.Number("12345678901234567890.10")},
		"number as text": {"number", `"30"`, json.Number("30")},
		"select":         {"single_select", `"Senior"`, harvest.OptionID(42)},
		"multi-select":   {"multi_select", `["Go, gRPC", "Junior"]`, []harvest.OptionID{43, 41}},
		"currency":       {"currency", `{"amount": 10, "currency_code": "EUR"}`, map[string]any{"amount": json.Number("10"), "currency_code": "EUR"}},
		"currency range": {
			"currency_range", `{"min_amount": "1", "max_amount": null, "currency_code": "EUR"}`,
			map[string]any{"min_amount": "1", "max_amount": nil, "currency_code": "EUR"},
		},
		"number range": {"number_range", `{"min_value": 1, "max_value": 2}`, map[string]any{"min_value": json.Number("1"), "max_value": json.Number("2")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fields, kept := plan.KeepFields(shown(test.raw), []harvest.CustomField{field(test.valueType)}, choices)
			require.True(t, kept)
			require.Equal(t, []harvest.CustomFieldInput{{NameKey: "key", Value: test.value}}, fields)
		})
	}
}

func shown(raw string) map[string]harvest.CustomFieldValue {
	return map[string]harvest.CustomFieldValue{"key": {Value: json.RawMessage(raw)}}
}

// TestFieldsThatCannotBeKept: one of them, and nothing may be written.
func TestFieldsThatCannotBeKept(t *testing.T) {
	tests := map[string]struct{ valueType, raw string }{
		"user":                {"user", `{"id": 5}`},
		"user by name":        {"user", `"Nora"`},
		"attachment":          {"attachment", `"https://files.example/x"`},
		"linked":              {"linked", `[1]`},
		"unknown type":        {"telepathy", `"x"`},
		"no type":             {"", `{}`},
		"unknown label":       {"single_select", `"Middle"`},
		"archived label":      {"single_select", `"Boss"`},
		"label of two":        {"single_select", `"Twin"`},
		"label in other case": {"single_select", `"senior"`},
		"one unknown of many": {"multi_select", `["Junior", "Middle"]`},
		"not a list":          {"multi_select", `"Junior"`},
		"text that is none":   {"short_text", `{"text": "x"}`},
		"number that is none": {"number", `"thirty"`},
		"yes in words":        {"yes_no", `"yes"`},
		"currency of old":     {"currency", `{"value": 10, "unit": "EUR"}`},
		"currency and more":   {"currency", `{"amount": 10, "currency_code": "EUR", "period": "year"}`},
		"not JSON":            {"short_text", `"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fields, kept := plan.KeepFields(shown(test.raw), []harvest.CustomField{field(test.valueType)}, choices)
			require.False(t, kept)
			require.Empty(t, fields)
		})
	}
}

// TestKeepFieldsKnowsWhatItDoesNotKnow: a field nobody describes, one of another kind of record, a hidden one.
func TestKeepFieldsKnowsWhatItDoesNotKnow(t *testing.T) {
	private, archived, ofJobs := field("short_text"), field("short_text"), field("short_text")
	private.Private, archived.Active, ofJobs.FieldType = true, false, "job"
	tests := map[string]struct {
		values map[string]harvest.CustomFieldValue
		def    harvest.CustomField
		kept   bool
	}{
		"unset":             {shown("null"), field("user"), true},
		"empty text":        {shown(` "" `), field("user"), true},
		"empty list":        {shown("[]"), field("user"), true},
		"not shown":         {nil, field("short_text"), true},
		"private and shown": {shown(`"x"`), private, true},
		"private, hidden":   {nil, private, false},
		"archived":          {shown(`"x"`), archived, false},
		"another record's":  {shown(`"x"`), ofJobs, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, kept := plan.KeepFields(test.values, []harvest.CustomField{test.def}, choices)
			require.Equal(t, test.kept, kept)
		})
	}
}
