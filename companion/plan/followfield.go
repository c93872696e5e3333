package plan

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// update is the one change of the person's own fields. It waits while a part of it is to be decided.
func (f *follower) update() []Step {
	f.texts()
	f.lists()
	f.customFields()
	if len(f.conflicts) > 0 || len(changed(f.change)) == 0 && f.change.CustomFields == nil {
		return nil
	}
	return []Step{{Key: keyFollow, Kind: UpdateCandidate, Change: &f.change}}
}

// single is a part with one value, as two of the three sides have it in words; the base has its hash.
type single struct {
	part         string
	ours, theirs string
	how          string
	// blocked is the reason why it could not be written, empty when it could.
	blocked string
	// owned is true of what only we fill: whatever is there although nothing was given is somebody's change.
	owned bool
}

// gives says whether ours is to be written over theirs.
func (f *follower) gives(s single) bool {
	base, known := f.in.Base.Parts[s.part]
	known = known || s.owned
	switch {
	case s.ours == "" || known && f.in.Hash.of(s.ours) == base || s.ours == s.theirs:
		return false
	case s.how == neverFollow:
		f.drop(s.part, profile.ReasonPolicy)
		return false
	case s.blocked != "":
		f.drop(s.part, s.blocked)
		return false
	case known && f.in.Hash.of(s.theirs) == base:
		return f.replaces(s, s.how == overwrite)
	case !known:
		return f.replaces(s, false)
	case strings.EqualFold(s.ours, s.theirs):
		return false
	case s.how == fillOnly:
		f.drop(s.part, profile.ReasonPolicy)
		return false
	}
	return f.decided(s.part, keyFollow)
}

// replaces: nothing can always be replaced.
func (f *follower) replaces(s single, anything bool) bool {
	if anything || s.theirs == "" {
		return true
	}
	f.drop(s.part, profile.ReasonPolicy)
	return false
}

func (f *follower) texts() {
	theirs, ours := f.in.Existing.Candidate, f.in.Profile
	for _, text := range []struct {
		part         string
		theirs, ours string
		to           **string
	}{
		{partTitle, theirs.Title, ours.Title, &f.change.Title},
		{partCompany, theirs.Company, ours.Company, &f.change.Company},
	} {
		s := single{
			part: text.part, ours: profile.CleanLine(text.ours), theirs: profile.CleanLine(text.theirs),
			how: f.in.Policy.how(text.part), blocked: f.noUpdate(),
		}
		if f.gives(s) {
			*text.to = &text.ours
		}
	}
}

func (f *follower) noUpdate() string {
	if f.in.Can.Update {
		return ""
	}
	return profile.ReasonNoPermission
}

// customFields are written as a whole, because Greenhouse replaces them all.
func (f *follower) customFields() {
	for _, field := range f.in.Fields {
		f.customField(field, f.in.Policy.how(fieldPart(field)), false)
	}
	if field, found := f.statusField(); found {
		f.base.Parts[fieldPart(field)] = f.in.Hash.of(valueText(field.Value))
		f.customField(field, overwrite, true)
	}
	if len(f.written) > 0 {
		kept := slices.DeleteFunc(slices.Clone(f.in.Existing.Fields), func(theirs harvest.CustomFieldInput) bool {
			return slices.ContainsFunc(f.written, func(ours harvest.CustomFieldInput) bool { return sameField(theirs, ours) })
		})
		f.change.CustomFields = append(kept, f.written...)
	}
}

func (f *follower) customField(field harvest.CustomFieldInput, how string, owned bool) {
	blocked := f.noUpdate()
	if blocked == "" && !f.in.Existing.FieldsKept {
		blocked = profile.ReasonPolicy // the others would lose their values
	}
	s := single{
		part: fieldPart(field), ours: valueText(field.Value), theirs: f.in.Existing.fieldText(field),
		how: how, blocked: blocked, owned: owned,
	}
	if f.gives(s) {
		f.written = append(f.written, field)
	}
}

// statusField is the custom field that the folder status goes to.
func (f *follower) statusField() (harvest.CustomFieldInput, bool) {
	if f.rule.Field == "" {
		return harvest.CustomFieldInput{}, false
	}
	rule := FieldRule{Key: f.rule.Field, Value: cmp.Or(f.rule.Value, f.in.Member.Status)}
	resolved := ResolveFields([]FieldRule{rule}, f.in.Definitions, f.in.Choices, profile.Profile{}, nil)
	for _, field := range resolved.Fields {
		if field.NameKey == rule.Key {
			return field, true
		}
	}
	reason := profile.ReasonUnmapped
	for _, d := range resolved.Dropped {
		if d.Field == fieldName(harvest.CustomFieldInput{NameKey: rule.Key}) {
			reason = d.Reason
		}
	}
	f.drop(fieldPrefix+rule.Key, reason)
	return harvest.CustomFieldInput{}, false
}

func fieldPart(field harvest.CustomFieldInput) string {
	return fieldPrefix + cmp.Or(field.NameKey, decimalID(field.FieldID))
}

// fieldText is what they have in the field, for comparing. What would be written back goes first: there, an option is an
// id as in ours.
func (e Existing) fieldText(field harvest.CustomFieldInput) string {
	for _, theirs := range e.Fields {
		if sameField(theirs, field) {
			return valueText(theirs.Value)
		}
	}
	value, err := decodeValue(e.Candidate.CustomFields[field.NameKey].Value)
	if err != nil {
		return "" // nothing is there
	}
	return valueText(value)
}

// valueText is the value of a custom field for comparing: white space does not count, nor does the order of choices, nor
// the zeros after a number. It is empty for what holds nothing.
func valueText(value any) string {
	switch v := value.(type) {
	case string:
		return profile.CleanLine(v)
	case json.Number:
		return trimmedNumber(v.String())
	case []harvest.OptionID:
		value = slices.Sorted(slices.Values(v))
	}
	if text := asJSON(value); !holdsNothing(json.RawMessage(text)) {
		return text
	}
	return ""
}

func trimmedNumber(text string) string {
	if strings.Contains(text, ".") {
		return strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}
