package extension

import (
	"encoding/json"
	"time"
)

// NeedsQuery asks what a person must see to.
type NeedsQuery struct{}

// Needs answers NeedsQuery: by cause, the most frequent first.
type Needs struct {
	AsOf   time.Time `json:"as_of"`
	Groups []Need    `json:"groups"`
}

// Need is everything that needs a person for one cause.
type Need struct {
	Cause string `json:"cause"`
	// State is needs_you, or waiting where the items go on by themselves once the cause is mended.
	State string `json:"state"`
	Count int    `json:"count"`
	// Text says what is wrong and what helps, where that is the same for all of them.
	Text string `json:"text,omitempty"`
	// Choices are the answers that all their questions have in common and that ask for nothing more.
	Choices []Choice `json:"choices"`
	// Items are the first of them.
	Items []Item `json:"items"`
}

// AnswerAll gives the same answer to every question of one cause.
type AnswerAll struct {
	Cause  string `json:"cause"`
	Choice string `json:"choice"`
	// AsOf is that of the Needs which the person has seen: what has changed since is left alone.
	AsOf time.Time `json:"as_of"`
	// After continues after an earlier answer: its Next.
	After string `json:"after,omitempty"`
}

// AnsweredAll answers AnswerAll. One answer works on a limited number of items.
type AnsweredAll struct {
	Answered int `json:"answered"`
	// Left counts those that do not have this choice, or have changed.
	Left int `json:"left"`
	// Next is where the next AnswerAll goes on; empty at the end.
	Next string `json:"next,omitempty"`
}

// RetryAll lets every item that waits for one cause go on now.
type RetryAll struct {
	Cause string `json:"cause"`
}

// RetriedAll answers RetryAll.
type RetriedAll struct{}

// MarshalJSON writes a list also when nobody is needed.
func (m Needs) MarshalJSON() ([]byte, error) {
	type plain Needs
	m.Groups = list(m.Groups)
	return json.Marshal(plain(m))
}

// MarshalJSON writes lists also when there is nothing in them.
func (m Need) MarshalJSON() ([]byte, error) {
	type plain Need
	m.Choices, m.Items = list(m.Choices), list(m.Items)
	return json.Marshal(plain(m))
}

// MessageType implements Message.
func (NeedsQuery) MessageType() string { return "needs" }

// MessageType implements Message.
func (Needs) MessageType() string { return "needs" }

// MessageType implements Message.
func (AnswerAll) MessageType() string { return "answer_all" }

// MessageType implements Message.
func (AnsweredAll) MessageType() string { return "answered_all" }

// MessageType implements Message.
func (RetryAll) MessageType() string { return "retry_all" }

// MessageType implements Message.
func (RetriedAll) MessageType() string { return "retried_all" }
