package extension

import (
	"encoding/json"
	"reflect"
	"strconv"
)

// ProtocolVersion is the version of the protocol that this service speaks. It grows only when an old client would
// misunderstand a new service; new messages, fields and error codes do not change it.
const ProtocolVersion = 1

// MaxMessage is the largest message in either direction, in bytes. Browsers accept no more from a native host.
const MaxMessage = 1 << 20

// Message is one message of the protocol. On the wire it is a JSON object whose type is MessageType and whose id ties
// an answer to its request; both are written by the connection and are no fields of the message.
type Message interface {
	MessageType() string
}

// ID is a 64-bit id of Greenhouse or AmazingHiring. In JSON it is a string, because JavaScript's numbers are exact only
// up to 2^53; a number is understood as well.
type ID int64

// MarshalJSON writes the id as a string.
func (id ID) MarshalJSON() ([]byte, error) {
	return strconv.AppendQuote(nil, strconv.FormatInt(int64(id), 10)), nil
}

// UnmarshalJSON reads an id from a string or a whole number. Anything else is a *json.UnmarshalTypeError.
func (id *ID) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" {
		return nil
	}
	if len(text) > 1 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return &json.UnmarshalTypeError{Value: "value", Type: reflect.TypeFor[ID]()}
	}
	*id = ID(n)
	return nil
}

// Caller is the native messaging host's own message, sent before the browser's first: whom the browser vouches for.
// It has no answer.
type Caller struct {
	BrowserCaller string `json:"browser_caller"`
}

// Hello is a client's first message.
type Hello struct {
	Protocol int        `json:"protocol"`
	Client   ClientInfo `json:"client"`
	// KeyID names the key that the client will prove to know, on the WebSocket.
	KeyID string `json:"key_id,omitempty"`
	// Challenge is 32 random bytes in base64, for the service's proof that it knows the key.
	Challenge string `json:"challenge,omitempty"`
}

// ClientInfo says which program the client is.
type ClientInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Welcome answers Hello.
type Welcome struct {
	Protocol int         `json:"protocol"`
	Service  ServiceInfo `json:"service"`
	// Confirmed says whether the client may go on. Otherwise it must first Confirm, or Prove when there is a Challenge.
	Confirmed bool `json:"confirmed"`
	// Challenge is 32 random bytes in base64, for the client's proof; Proof is the service's own.
	Challenge string `json:"challenge,omitempty"`
	Proof     string `json:"proof,omitempty"`
}

// ServiceInfo says which program the service is.
type ServiceInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Ping asks whether the service still answers.
type Ping struct{}

// Pong answers Ping.
type Pong struct{}

// Keepalive is sent by the service on idle WebSockets. A browser stops an extension's worker after 30 seconds without
// a message, and WebSocket pings do not count as one.
type Keepalive struct{}

// MessageType implements Message.
func (Caller) MessageType() string { return "caller" }

// MessageType implements Message.
func (Hello) MessageType() string { return "hello" }

// MessageType implements Message.
func (Welcome) MessageType() string { return "welcome" }

// MessageType implements Message.
func (Ping) MessageType() string { return "ping" }

// MessageType implements Message.
func (Pong) MessageType() string { return "pong" }

// MessageType implements Message.
func (Keepalive) MessageType() string { return "keepalive" }
