package extension

import (
	"encoding/json"
	"time"
)

// Item is one accepted add request and how far it has come. It always describes the whole item.
type Item struct {
	ItemID    string `json:"item_id"`
	RequestID string `json:"request_id"`
	Account   string `json:"account"`
	// State is ready, leased, waiting, needs_you, done or cancelled.
	State string `json:"state"`
	// Status is what the recruiter sees: saved, waiting, checking, needs_you, sending, verifying, done or stopped.
	Status string `json:"status"`
	// Step of Steps is under way while Status is sending.
	Step  int `json:"step,omitempty"`
	Steps int `json:"steps,omitempty"`
	// Cause is a stable word for why the item waits, stopped or needs a person; Message is the sentence for it.
	Cause   string `json:"cause,omitempty"`
	Message string `json:"message,omitempty"`
	// Question is set while the item needs a person.
	Question       *Question `json:"question,omitempty"`
	ProfileID      ID        `json:"profile_id,omitempty"`
	Name           string    `json:"name,omitempty"`
	CandidateID    ID        `json:"candidate_id,omitempty"`
	ApplicationIDs []ID      `json:"application_ids,omitempty"`
	// Update says that the item is no add but a later change of somebody who was added before.
	Update bool `json:"update,omitempty"`
	// Link leads to the person in Greenhouse.
	Link string `json:"link,omitempty"`
	// Outcome says, once the item is done, what was done.
	Outcome string `json:"outcome,omitempty"`
	// LeftOut names what of the profile is not sent to Greenhouse, each with its reason.
	LeftOut []LeftOut `json:"left_out,omitempty"`
	// Timeline is what has happened to the item, the earliest first. It is told only where one item is asked for.
	Timeline  []Moment  `json:"timeline,omitempty"`
	Target    Target    `json:"target"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Moment is one thing that happened to an item. It holds no personal data.
type Moment struct {
	At time.Time `json:"at"`
	// What is a stable word: sent, confirmed, unclear, refused, found, not_found, absent, merged, waiting, asked, answered,
	// done or cancelled.
	What string `json:"what"`
	// Step names the write it is about.
	Step string `json:"step,omitempty"`
	Text string `json:"text"`
}

// Question is what a person must decide before an item can go on.
type Question struct {
	Code    string   `json:"code"`
	Text    string   `json:"text"`
	Choices []Choice `json:"choices"`
}

// Choice is one possible answer to a Question.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
	// Fields are filled in by the person together with this choice.
	Fields []Field `json:"fields,omitempty"`
}

// Field is one text that a Choice asks for. Value is the proposal; with Options it is one of those.
type Field struct {
	Name    string   `json:"name"`
	Label   string   `json:"label"`
	Value   string   `json:"value"`
	Options []string `json:"options,omitempty"`
}

// ItemsQuery asks for items, the latest change first. All conditions must hold; an empty one holds always.
type ItemsQuery struct {
	// Account is whose items RequestIDs are; empty means the default account.
	Account    string   `json:"account,omitempty"`
	ItemID     string   `json:"item_id,omitempty"`
	RequestIDs []string `json:"request_ids,omitempty"`
	States     []string `json:"states,omitempty"`
	// Limit is the largest number of items wanted; 0 leaves it to the service.
	Limit int `json:"limit,omitempty"`
}

// Items answers ItemsQuery.
type Items struct {
	Items []Item `json:"items"`
}

// MarshalJSON writes a list also when there are no items: clients go through it without looking.
func (m Items) MarshalJSON() ([]byte, error) {
	type plain Items
	m.Items = list(m.Items)
	return json.Marshal(plain(m))
}

// Answer decides an item's Question.
type Answer struct {
	ItemID string `json:"item_id"`
	// Choice is the Value of one of the question's choices.
	Choice string `json:"choice"`
	// Values holds the filled-in fields by their names.
	Values map[string]string `json:"values,omitempty"`
}

// Retry asks for another attempt now, for an item that waits or needs a person.
type Retry struct {
	ItemID string `json:"item_id"`
}

// Cancel stops an item for good.
type Cancel struct {
	ItemID string `json:"item_id"`
}

// ItemReply answers Answer, Retry and Cancel with the item as it is now.
type ItemReply struct {
	Item Item `json:"item"`
}

// MessageType implements Message.
func (ItemsQuery) MessageType() string { return "items" }

// MessageType implements Message.
func (Items) MessageType() string { return "items" }

// MessageType implements Message.
func (Answer) MessageType() string { return "answer" }

// MessageType implements Message.
func (Retry) MessageType() string { return "retry" }

// MessageType implements Message.
func (Cancel) MessageType() string { return "cancel" }

// MessageType implements Message.
func (ItemReply) MessageType() string { return "item" }
