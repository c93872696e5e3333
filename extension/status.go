package extension

import "time"

// StatusQuery asks how the service is.
type StatusQuery struct{}

// Status answers StatusQuery.
type Status struct {
	Version string      `json:"version"`
	Account AccountInfo `json:"account"`
	// Accounts are all there are, Account among them, by name.
	Accounts []AccountInfo `json:"accounts,omitempty"`
	// Online says whether Greenhouse could be reached lately.
	Online bool `json:"online"`
	// Counts holds the number of items by state.
	Counts map[string]int `json:"counts"`
	// WebSocketURL is empty while the WebSocket door is closed.
	WebSocketURL string `json:"websocket_url,omitempty"`
	DataDir      string `json:"data_dir"`
	// Notice is a sentence the user should see, such as that the queue was damaged; empty when there is nothing to tell.
	Notice string `json:"notice,omitempty"`
}

// AccountInfo describes the Greenhouse account that adds go to.
type AccountInfo struct {
	Name         string `json:"name"`
	Organization string `json:"organization,omitempty"`
	User         string `json:"user,omitempty"`
	Email        string `json:"email,omitempty"`
	// Dialect is the version of Greenhouse's API that the credential is for: v3, or v1 (legacy).
	Dialect   string `json:"dialect,omitempty"`
	Connected bool   `json:"connected"`
	// Paused says why nothing is sent; empty means it is not paused.
	Paused string `json:"paused,omitempty"`
	// PausedUntil is when it is tried again by itself; zero when only a person can end the pause.
	PausedUntil time.Time `json:"paused_until,omitzero"`
	// Index is how much is remembered of who is in Greenhouse; nil when the settings switch it off.
	Index *IndexInfo `json:"index,omitempty"`
}

// IndexInfo describes what is remembered, as keyed hashes, of who is in Greenhouse.
type IndexInfo struct {
	People int   `json:"people"`
	Bytes  int64 `json:"bytes"`
	// Complete says that nobody is missing as of AsOf; until then it is being filled.
	Complete bool      `json:"complete"`
	AsOf     time.Time `json:"as_of,omitzero"`
	// Off says why there is none: not_in_version or unusable.
	Off string `json:"off,omitempty"`
}

// Subscribe asks for an Event whenever an item changes, from now on.
type Subscribe struct{}

// Subscribed answers Subscribe, before the first Event.
type Subscribed struct{}

// Event reports a changed item. When changes come faster than the client reads, it gets the latest state of each item.
type Event struct {
	Item Item `json:"item"`
}

// MessageType implements Message.
func (StatusQuery) MessageType() string { return "status" }

// MessageType implements Message.
func (Status) MessageType() string { return "status" }

// MessageType implements Message.
func (Subscribe) MessageType() string { return "subscribe" }

// MessageType implements Message.
func (Subscribed) MessageType() string { return "subscribed" }

// MessageType implements Message.
func (Event) MessageType() string { return "event" }
