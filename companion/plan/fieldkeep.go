package plan

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// KeepFields turns the custom fields that Greenhouse shows of a person into what must be written so that none loses its
// value: a write replaces them all. kept is false when one of them cannot be written back as it is, such as a user, a
// label without an active option, or a private field that is not shown.
func KeepFields(values map[string]harvest.CustomFieldValue, defs []harvest.CustomField, options map[int64][]harvest.CustomFieldOption) (fields []harvest.CustomFieldInput, kept bool) {
	known := map[string]harvest.CustomField{}
	for _, def := range defs {
		if !isCandidateField(def) {
			continue
		}
		known[def.NameKey] = def
		if _, shown := values[def.NameKey]; def.Private && !shown {
			return nil, false
		}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if holdsNothing(values[key].Value) {
			continue
		}
		def := known[key] // an unknown field has no type, so nothing is known to be its faithful value
		value, faithful := keepValue(def.ValueType, activeOptions(options[def.ID]), values[key].Value)
		if !faithful {
			return nil, false
		}
		fields = append(fields, harvest.CustomFieldInput{NameKey: key, Value: value})
	}
	return fields, true
}

// isCandidateField says whether the field can be written on a person.
func isCandidateField(def harvest.CustomField) bool {
	return def.FieldType == "candidate" && def.Active && def.NameKey != ""
}

// activeOptions are those that a value may be set to.
func activeOptions(options []harvest.CustomFieldOption) []harvest.CustomFieldOption {
	var active []harvest.CustomFieldOption
	for _, option := range options {
		if option.Active {
			active = append(active, option)
		}
	}
	return active
}

func holdsNothing(raw json.RawMessage) bool {
	switch strings.TrimSpace(string(raw)) {
	case "", "null", `""`, "[]":
		return true
	}
	return false
}

// objectKeys are the members of values that are objects, the same when read and when written.
var objectKeys = map[string][]string{
	"currency":       {"amount", "currency_code"},
	"currency_range": {"currency_code", "max_amount", "min_amount"},
	"number_range":   {"max_value", "min_value"},
}

func keepValue(valueType string, options []harvest.CustomFieldOption, raw json.RawMessage) (any, bool) {
	value, err := decodeValue(raw)
	if err != nil {
		return nil, false
	}
	switch valueType {
	case shortText, longText, webLink, date:
		return as[string](value)
	case yesNo:
		return as[bool](value)
	case numeric:
		return keepNumber(value)
	case singleSelect:
		return keepLabel(options, value)
	case multiSelect:
		return keepLabels(options, value)
	}
	return keepObject(objectKeys[valueType], value)
}

// keepObject takes an object with exactly these members; other types of value have none and are not kept.
func keepObject(members []string, value any) (any, bool) {
	object, isObject := value.(map[string]any)
	return object, isObject && len(members) > 0 && slices.Equal(slices.Sorted(maps.Keys(object)), members)
}

// decodeValue keeps numbers as they are written.
func decodeValue(raw json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	err := d.Decode(&value)
	return value, err
}

func as[T any](value any) (any, bool) {
	typed, ok := value.(T)
	return typed, ok
}

var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// keepNumber takes a number that is shown as a text as well.
func keepNumber(value any) (any, bool) {
	if text, isText := value.(string); isText {
		return json.Number(text), decimal.MatchString(text)
	}
	return as[json.Number](value)
}

// keepLabel finds the one option with exactly this label: with two of them nobody can tell which is meant.
func keepLabel(options []harvest.CustomFieldOption, value any) (any, bool) {
	var found []harvest.OptionID
	for _, option := range options {
		if option.Name == value {
			found = append(found, option.ID)
		}
	}
	if len(found) != 1 {
		return nil, false
	}
	return found[0], true
}

func keepLabels(options []harvest.CustomFieldOption, value any) (any, bool) {
	labels, isList := value.([]any)
	ids := make([]harvest.OptionID, len(labels))
	for i, label := range labels {
		id, found := keepLabel(options, label)
		if !found {
			return nil, false
		}
		ids[i] = id.(harvest.OptionID)
	}
	return ids, isList
}

// fieldsToFill are our custom fields where theirs are empty.
func (in Input) fieldsToFill() []harvest.CustomFieldInput {
	var missing []harvest.CustomFieldInput
	for _, field := range in.Fields {
		if !in.Existing.holdsField(field) {
			missing = append(missing, field)
		}
	}
	return missing
}

// holdsField goes by what Greenhouse shows and by what would be written back: either is enough to leave the field alone.
func (e Existing) holdsField(field harvest.CustomFieldInput) bool {
	if !holdsNothing(e.Candidate.CustomFields[field.NameKey].Value) {
		return true
	}
	return slices.ContainsFunc(e.Fields, func(theirs harvest.CustomFieldInput) bool { return sameField(theirs, field) })
}

func sameField(a, b harvest.CustomFieldInput) bool {
	return a.NameKey != "" && a.NameKey == b.NameKey || a.FieldID != 0 && a.FieldID == b.FieldID
}

// fieldName is the path of a custom field in a list of what was left out.
func fieldName(field harvest.CustomFieldInput) string {
	return "custom_fields." + cmp.Or(field.NameKey, strconv.FormatInt(field.FieldID, 10))
}
