package extension

import (
	"encoding/json"
	"time"
)

// Prove shows that the client knows the key that its Hello named.
type Prove struct {
	Proof string `json:"proof"`
}

// Proved answers Prove.
type Proved struct {
	// ClientKeyID names the long-term key that both sides have made of a one-time key; empty when the key was one already.
	ClientKeyID string `json:"client_key_id,omitempty"`
}

// Confirm says that the user allows this browser to hand people to the service.
type Confirm struct{}

// Confirmed answers Confirm once the service has remembered it.
type Confirmed struct{}

// Pair asks for a one-time key. It belongs on the command socket alone, where nobody but the user is.
type Pair struct {
	// Name is what the user calls the client that will be paired; empty takes the client's own name.
	Name string `json:"name,omitempty"`
}

// PairingKey answers Pair.
type PairingKey struct {
	// Key is the text that the user copies into the browser extension.
	Key          string `json:"key"`
	ValidSeconds int    `json:"valid_seconds"`
}

// MakeStarterKitToken asks for a token for the starter-kit route; an earlier one is void. It belongs on the command socket
// alone.
type MakeStarterKitToken struct{}

// StarterKitToken answers MakeStarterKitToken. The service keeps a hash only, so nobody can ask for the token again.
type StarterKitToken struct {
	Token string `json:"token"`
	// KeyID names the token in the list of clients.
	KeyID string `json:"key_id"`
	// URL is where the route is, with <id> in place of a profile's id.
	URL string `json:"url"`
}

// ClientsQuery asks which clients the service trusts.
type ClientsQuery struct{}

// Clients answers ClientsQuery and Forget.
type Clients struct {
	Clients []KnownClient `json:"clients"`
}

// KnownClient is a client that was paired, and then has a KeyID, or confirmed, and then has a Caller.
type KnownClient struct {
	KeyID  string `json:"key_id,omitempty"`
	Caller string `json:"caller,omitempty"`
	// Name is what the user calls it, or else what it calls itself.
	Name     string    `json:"name"`
	Origin   string    `json:"origin,omitempty"`
	PairedAt time.Time `json:"paired_at"`
}

// Forget takes the trust from one client, by its KeyID or its Caller.
type Forget struct {
	KeyID  string `json:"key_id,omitempty"`
	Caller string `json:"caller,omitempty"`
}

// RenameClient gives one client, by its KeyID or its Caller, another name.
type RenameClient struct {
	KeyID  string `json:"key_id,omitempty"`
	Caller string `json:"caller,omitempty"`
	Name   string `json:"name"`
}

// MarshalJSON writes a list also when there are no clients.
func (m Clients) MarshalJSON() ([]byte, error) {
	type plain Clients
	m.Clients = list(m.Clients)
	return json.Marshal(plain(m))
}

// MessageType implements Message.
func (Prove) MessageType() string { return "prove" }

// MessageType implements Message.
func (Proved) MessageType() string { return "proved" }

// MessageType implements Message.
func (Confirm) MessageType() string { return "confirm" }

// MessageType implements Message.
func (Confirmed) MessageType() string { return "confirmed" }

// MessageType implements Message.
func (Pair) MessageType() string { return "pair" }

// MessageType implements Message.
func (PairingKey) MessageType() string { return "pairing_key" }

// MessageType implements Message.
func (MakeStarterKitToken) MessageType() string { return "make_starter_kit_token" }

// MessageType implements Message.
func (StarterKitToken) MessageType() string { return "starter_kit_token" }

// MessageType implements Message.
func (ClientsQuery) MessageType() string { return "clients" }

// MessageType implements Message.
func (Clients) MessageType() string { return "clients" }

// MessageType implements Message.
func (Forget) MessageType() string { return "forget" }

// MessageType implements Message.
func (RenameClient) MessageType() string { return "rename_client" }
