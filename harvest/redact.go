package harvest

import (
	"fmt"
	"io"
	"log/slog"
)

const (
	redacted = "REDACTED"

	// A tail of four characters tells two secrets apart; of a shorter
	// secret it would give too much away.
	tailLength    = 4
	tailMinSecret = 12
)

// Secret is a text that no log, error or document may show. Beware of keeping one
// in an unexported field: fmt cannot call methods there and prints it as it is.
type Secret string

// sealed is a secret for unexported fields: fmt prints a function as an address.
type sealed func() Secret

func seal(s Secret) sealed { return func() Secret { return s } }

// Reveal gives the secret itself, for the one place that sends it.
func (s Secret) Reveal() string { return string(s) }

// Tail is the last four characters, to let a person recognise a secret. It is
// empty for a secret shorter than twelve characters.
func (s Secret) Tail() string {
	characters := []rune(string(s))
	if len(characters) < tailMinSecret {
		return ""
	}
	return string(characters[len(characters)-tailLength:])
}

// String hides the secret.
func (Secret) String() string { return redacted }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return redacted }

// Format hides the secret from every verb of fmt, %x and %d included.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue hides the secret from slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON hides the secret from JSON.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
