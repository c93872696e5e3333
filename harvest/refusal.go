package harvest

import (
	"encoding/json"
	"strings"
)

// maxMessages bounds what is kept of one refusal.
const maxMessages = 50

// refusal is what an answer says about errors. Harvest spells the member in three ways,
// none of them documented in one place:
//
//	{"errors": "Candidate not found"}
//	{"errors": ["Invalid query params: foo"]}
//	{"errors": [{"message": "can't be blank", "field": "first_name"}]}
//
// Next to it, or instead of it, there may be one "message".
type refusal struct {
	present  bool // "errors" says something, in whatever shape
	fields   []string
	messages []string
}

func decodeRefusal(body []byte) refusal {
	var row struct {
		Message json.RawMessage `json:"message"`
		Errors  json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(body, &row) != nil {
		return refusal{}
	}
	r := refusal{present: saysSomething(row.Errors)}
	r.addAll(row.Errors)
	if len(r.messages) == 0 {
		r.add(row.Message)
	}
	return r
}

func saysSomething(raw json.RawMessage) bool {
	switch strings.Join(strings.Fields(string(raw)), "") {
	case "", "null", `""`, "[]", "{}":
		return false
	}
	return true
}

func (r *refusal) addAll(raw json.RawMessage) {
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) != nil {
		r.add(raw)
		return
	}
	for _, one := range many[:min(len(many), maxMessages)] {
		r.add(one)
	}
}

func (r *refusal) add(raw json.RawMessage) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		r.keep("", text)
		return
	}
	var detail struct {
		Message string `json:"message"`
		Field   string `json:"field"`
	}
	if json.Unmarshal(raw, &detail) == nil {
		r.keep(detail.Field, detail.Message)
	}
}

func (r *refusal) keep(field, message string) {
	if field != "" {
		r.fields = append(r.fields, field)
	}
	if message != "" {
		r.messages = append(r.messages, message)
	}
}
