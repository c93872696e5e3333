package sandbox

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// schema is what a JSON object may and must hold. Any other key is refused.
type schema map[string]rule

// rule describes one value of a body.
type rule struct {
	read     func(r *reader, path string, value any) any
	required bool
}

// must makes a value required.
func (ru rule) must() rule {
	ru.required = true
	return ru
}

// reader checks a body against a schema and turns it into stored values.
type reader struct {
	state    *state
	findings []fieldError
}

// readBody decodes and checks the body of a write.
func readBody(st *state, want schema, raw []byte) (object, *problem) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber() // ids do not fit a float
	var decoded any
	if err := decoder.Decode(&decoded); err != nil || decoder.More() {
		return nil, refused("Request body is not valid JSON")
	}
	given, ok := decoded.(object)
	if !ok {
		return nil, refused("Request body must be a JSON object")
	}
	r := &reader{state: st}
	body := r.object("", want, given)
	return body, invalid(r.findings...)
}

func (r *reader) object(path string, want schema, given object) object {
	clean := object{}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if _, ok := given[key]; !ok && want[key].required {
			r.find(path+key, "is required")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		allowed, ok := want[key]
		if !ok {
			r.find(path+key, "is not a permitted parameter")
			continue
		}
		clean[key] = allowed.read(r, path+key, given[key])
	}
	return clean
}

func (r *reader) find(path, message string) {
	r.findings = append(r.findings, fieldError{Message: message, Field: path})
}
