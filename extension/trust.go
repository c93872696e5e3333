package extension

import (
	"fmt"
	"io"
	"log/slog"
)

// Trust is the service's memory of whom it may trust. It is asked again for every request and event, so that a client
// that is forgotten is cut off at once; Key and Confirmed should answer from memory.
type Trust interface {
	// Key returns the secret behind a key id: of a paired client, or of a one-time key that was not spent yet.
	Key(keyID string) (Key, bool)
	// Paired spends the one-time key and remembers the client, durably. It is an error when the key was spent meanwhile.
	Paired(oneTimeKeyID string, client PairedClient) error
	// Confirmed says whether the user has allowed this native client, named as the browser names it.
	Confirmed(caller string) bool
	// Confirm remembers that the user has allowed this native client.
	Confirm(caller string, info ClientInfo) error
}

// OriginTrust is a Trust that also knows origins which no list can hold: Firefox draws another for each profile.
type OriginTrust interface {
	// AdmitsOrigin says whether a client of this origin was paired, or the user is pairing one just now.
	AdmitsOrigin(origin string) bool
}

// Key is what a client on the WebSocket must prove to know. It prints as REDACTED.
type Key struct {
	Secret []byte
	// OneTime says that the key serves to pair, once.
	OneTime bool
}

// PairedClient is a client that has proved to know a one-time key, and the key it has from then on. It prints as
// REDACTED.
type PairedClient struct {
	KeyID string
	Key   []byte
	// Origin is the extension that paired, as its browser names it.
	Origin string
	Client ClientInfo
}

const redacted = "REDACTED"

// Format implements fmt.Formatter.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue implements slog.LogValuer.
func (Key) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format implements fmt.Formatter.
func (PairedClient) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue implements slog.LogValuer.
func (PairedClient) LogValue() slog.Value { return slog.StringValue(redacted) }
