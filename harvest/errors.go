package harvest

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrNoActingUser is returned by a write of a client without an acting user. Nothing was sent.
var ErrNoActingUser = errors.New("no acting user is set")

// UnavailableError says that nothing was executed and that trying later may help.
type UnavailableError struct {
	Op      string
	Status  int   // of the answer, 0 when there was none
	Offline bool  // no connection was made at all
	Err     error // the cause, safe to print; may be nil
}

// Error names the operation, the status and the cause.
func (e *UnavailableError) Error() string {
	what := "no usable answer from Greenhouse"
	if e.Offline {
		what = "no connection to Greenhouse"
	}
	return describe(e.Op, what, e.Status, e.Err)
}

// Unwrap gives the cause.
func (e *UnavailableError) Unwrap() error { return e.Err }

// AmbiguousError says that a write may or may not have been applied. Look before repeating it.
type AmbiguousError struct {
	Op       string
	Status   int      // of the answer, 0 when there was none
	Messages []string // from a 2xx that reported errors; for the user's eyes only
	Err      error    // the cause, safe to print; may be nil
}

// Error names the operation, the status and the cause, never the messages.
func (e *AmbiguousError) Error() string {
	return describe(e.Op, "it is not known whether Greenhouse applied it", e.Status, e.Err)
}

// Unwrap gives the cause.
func (e *AmbiguousError) Unwrap() error { return e.Err }

// RateLimitError says that the request was not executed because too many came before it.
type RateLimitError struct {
	Op         string
	RetryAfter time.Duration // between zero and one hour
}

// Error names the operation and the time to wait.
func (e *RateLimitError) Error() string {
	return fmt.Sprintf("%s: Greenhouse asks to wait %s", e.Op, e.RetryAfter)
}

// AuthError says that Greenhouse does not accept the credential.
type AuthError struct {
	Op      string
	Status  int
	Retired bool // no key is accepted any more: Greenhouse has removed V1, see V1Retired
}

// Error names the operation and the status.
func (e *AuthError) Error() string {
	if e.Retired {
		return describe(e.Op, "Greenhouse no longer has this version of the API", e.Status, nil)
	}
	return describe(e.Op, "Greenhouse refused the credential", e.Status, nil)
}

// PermissionError says that the credential or the user behind it may not do this.
type PermissionError struct {
	Op      string
	Scope   string // the scope that the operation needs; in V1 the permission of the key, see Permission.V1
	Subject UserID // the user the request acted as, 0 for the service user
}

// Error names the operation and the scope.
func (e *PermissionError) Error() string {
	return fmt.Sprintf("%s: not permitted: the scope %s and a user with the right permission are needed", e.Op, e.Scope)
}

// NotFoundError says that the address or a record it names does not exist.
type NotFoundError struct{ Op string }

// Error names the operation.
func (e *NotFoundError) Error() string { return e.Op + ": not found in Greenhouse" }

// ValidationError says that the request itself was refused. Status is 0 when this
// package refused it before anything was sent.
type ValidationError struct {
	Op       string
	Status   int
	Fields   []string // the fields complained about, as far as named
	Messages []string // may quote what was sent; for the user's eyes only
}

// Error names the operation and the status, never the messages.
func (e *ValidationError) Error() string {
	return describe(e.Op, "the request is not valid", e.Status, nil)
}

// invalid is a refusal of our own.
func invalid(op, message string, fields ...string) error {
	return &ValidationError{Op: op, Fields: fields, Messages: []string{message}}
}

func describe(op, what string, status int, cause error) string {
	var text strings.Builder
	text.WriteString(op + ": " + what)
	if status != 0 {
		fmt.Fprintf(&text, " (status %d)", status)
	}
	if cause != nil {
		text.WriteString(": " + cause.Error())
	}
	return text.String()
}
