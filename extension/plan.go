package extension

import "encoding/json"

// PlanQuery asks what an Add would write to Greenhouse, without writing or keeping anything. Its request_id does not matter.
type PlanQuery struct {
	Add
}

// Plan answers PlanQuery: the writes in their order, as they would be made now.
type Plan struct {
	Steps []PlanStep `json:"steps"`
	// CandidateID is the person in Greenhouse that the add would belong to, if there is one already; Link leads there.
	CandidateID ID     `json:"candidate_id,omitempty"`
	Link        string `json:"link,omitempty"`
	// Question is what would be asked first; then the steps are not known yet.
	Question *Question `json:"question,omitempty"`
	// LeftOut names what of the profile would not be sent, each with its reason.
	LeftOut []LeftOut `json:"left_out"`
}

// PlanStep is one write.
type PlanStep struct {
	// Kind is a stable word such as create_candidate, add_application, add_note.
	Kind string `json:"kind"`
	// Text says in words what is written.
	Text string `json:"text"`
}

// MarshalJSON writes lists also when they are empty.
func (m Plan) MarshalJSON() ([]byte, error) {
	type plain Plan
	m.Steps, m.LeftOut = list(m.Steps), list(m.LeftOut)
	return json.Marshal(plain(m))
}

// MessageType implements Message.
func (PlanQuery) MessageType() string { return "plan" }

// MessageType implements Message.
func (Plan) MessageType() string { return "plan" }
