package amazinghiring

import (
	"fmt"
	"time"
)

// FieldError says that something cannot be used at all, and because of which
// field. It never holds a value. Field is empty for the thing as a whole.
type FieldError struct {
	// Of is what cannot be used: profile, folder or folder member.
	Of      string
	Field   string
	Problem string
}

// Error returns a sentence that is safe to log.
func (e *FieldError) Error() string {
	if e.Field == "" {
		return "the " + e.Of + " " + e.Problem
	}
	return fmt.Sprintf("the %s's %q %s", e.Of, e.Field, e.Problem)
}

// NotFoundError says that AmazingHiring has no such profile or folder, or that
// the token may not see it.
type NotFoundError struct{ Status int }

// Error returns a sentence that is safe to log.
func (e *NotFoundError) Error() string {
	return fmt.Sprintf("AmazingHiring does not have it (status %d)", e.Status)
}

// AuthError says that AmazingHiring does not accept the token. A person must
// act.
type AuthError struct{ Status int }

// Error returns a sentence that is safe to log.
func (e *AuthError) Error() string {
	return fmt.Sprintf("AmazingHiring does not accept the token (status %d)", e.Status)
}

// RateLimitError says that AmazingHiring asks to be left alone for a while.
// Nothing was done; until RetryAfter is over, the client refuses to ask.
type RateLimitError struct {
	// RetryAfter is how long is left to wait, 0 when AmazingHiring did not say.
	RetryAfter time.Duration
}

// Error returns a sentence that is safe to log.
func (e *RateLimitError) Error() string {
	if e.RetryAfter == 0 {
		return "AmazingHiring asks for fewer requests"
	}
	return fmt.Sprintf("AmazingHiring asks for fewer requests, and to wait %s", e.RetryAfter.Round(time.Second))
}

// UnavailableError says that AmazingHiring cannot answer now. Trying again
// later is right, and harmless because reading changes nothing.
type UnavailableError struct {
	// Status is 0 when there was no answer.
	Status int
	// RetryAfter is how long AmazingHiring asks to wait, 0 when it does not say.
	RetryAfter time.Duration
	// Err is what went wrong below HTTP, or nil.
	Err error
}

// Error returns a sentence that is safe to log.
func (e *UnavailableError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("AmazingHiring is not available: %v", e.Err)
	}
	return fmt.Sprintf("AmazingHiring is not available (status %d)", e.Status)
}

// Unwrap returns the cause below HTTP.
func (e *UnavailableError) Unwrap() error { return e.Err }
