package plan

import (
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// FieldRule says what fills a custom field.
type FieldRule struct {
	// Key is the field's name_key.
	Key string
	// From names a part of the profile, one of Parts; empty for the fixed Value.
	From string
	// Value is used when From is empty.
	Value string
}

// Resolved is what the rules and answers make of the organisation's custom fields for one person.
type Resolved struct {
	Fields []harvest.CustomFieldInput
	// Missing are the required fields without a value, and those whose answer does not do.
	Missing []FieldQuestion
	// Dropped are the rules that came to nothing, each with its reason, and the required fields that no text can fill.
	Dropped []profile.Dropped
}

// ResolveFields finds the values of a candidate's active custom fields. An answer, by the field's key, is a person's word
// and wins over a rule. A profile that has nothing to say leaves a field without a value, which matters where it is
// required: Greenhouse's own pages insist on it, although the API does not. Options are by the id of their field.
func ResolveFields(rules []FieldRule, defs []harvest.CustomField, options map[int64][]harvest.CustomFieldOption, p profile.Profile, answers map[string]string) Resolved {
	r := resolver{rules: rules, profile: p}
	for _, rule := range rules {
		known := slices.ContainsFunc(defs, func(def harvest.CustomField) bool { return isCandidateField(def) && def.NameKey == rule.Key })
		if _, isPart := parts[rule.From]; !known || rule.From != "" && !isPart {
			r.drop(rule.Key, profile.ReasonUnmapped)
		}
	}
	for _, def := range defs {
		if isCandidateField(def) {
			r.settle(def, activeOptions(options[def.ID]), answers[def.NameKey])
		}
	}
	return r.Resolved
}

type resolver struct {
	Resolved
	rules   []FieldRule
	profile profile.Profile
}

func (r *resolver) settle(def harvest.CustomField, options []harvest.CustomFieldOption, answer string) {
	q, c := question(def, options), choicesOf(options)
	if strings.TrimSpace(answer) == "" {
		r.settleByRule(q, c, def.Required)
		return
	}
	value, err := readAnswer(q, c, answer)
	if err != nil {
		r.ask(q)
		return
	}
	r.set(q, value)
}

func question(def harvest.CustomField, options []harvest.CustomFieldOption) FieldQuestion {
	q := FieldQuestion{Key: def.NameKey, Name: def.Name, ValueType: def.ValueType}
	for _, option := range options {
		q.Options = append(q.Options, option.Name)
	}
	return q
}

func (r *resolver) settleByRule(q FieldQuestion, c choices, required bool) {
	if texts := r.texts(q, c); len(texts) > 0 {
		value, reason := readValue(q.ValueType, c, texts)
		if reason == "" {
			r.set(q, value)
			return
		}
		r.drop(q.Key, reason)
	}
	if required {
		r.ask(q)
	}
}

// texts are what the first rule for the field says, blank ones aside.
func (r *resolver) texts(q FieldQuestion, c choices) []string {
	at := slices.IndexFunc(r.rules, func(rule FieldRule) bool { return rule.Key == q.Key })
	if at < 0 {
		return nil
	}
	var said []string
	for _, text := range r.rules[at].texts(r.profile, q, c) {
		if strings.TrimSpace(text) != "" {
			said = append(said, text)
		}
	}
	return said
}

func (rule FieldRule) texts(p profile.Profile, q FieldQuestion, c choices) []string {
	part, isPart := parts[rule.From]
	switch {
	case isPart:
		return part(p)
	case rule.From != "":
		return nil
	case q.ValueType == multiSelect:
		return c.separate(rule.Value)
	}
	return []string{rule.Value}
}

func (r *resolver) set(q FieldQuestion, value any) {
	r.Fields = append(r.Fields, harvest.CustomFieldInput{NameKey: q.Key, Value: value})
}

// ask lists what no answer could fill as left out instead, so that nobody is asked for ever.
func (r *resolver) ask(q FieldQuestion) {
	if q.wanted() == "" {
		r.drop(q.Key, profile.ReasonUnmapped)
		return
	}
	r.Missing = append(r.Missing, q)
}

// drop lists a field once.
func (r *resolver) drop(key, reason string) {
	field := fieldName(harvest.CustomFieldInput{NameKey: key})
	if !slices.ContainsFunc(r.Dropped, func(d profile.Dropped) bool { return d.Field == field }) {
		r.Dropped = append(r.Dropped, profile.Dropped{Field: field, Reason: reason})
	}
}
