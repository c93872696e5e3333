package harvest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// Greenhouse's window is 30 seconds, so a wait of more than an hour is a mistake.
	maxRetryAfter     = time.Hour
	defaultRetryAfter = 30 * time.Second
)

// readReset says when the window ends and how far that is away. The distance is
// measured on Greenhouse's clock, ours may be wrong.
func readReset(h http.Header, received time.Time) (reset int64, delay time.Duration, ok bool) {
	reset, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil {
		return 0, 0, false
	}
	delay = time.Unix(reset, 0).Sub(serverNow(h, received))
	return reset, delay, delay <= maxRetryAfter
}

// retryAfter is how long a 429 asks to wait: by Retry-After, else until the window
// ends, else 30 seconds.
func retryAfter(h http.Header, received time.Time) time.Duration {
	if wait, ok := parseRetryAfter(h.Get("Retry-After"), serverNow(h, received)); ok {
		return wait
	}
	if _, wait, ok := readReset(h, received); ok && wait > 0 {
		return wait
	}
	return defaultRetryAfter
}

// parseRetryAfter reads seconds or an HTTP date (RFC 9110, section 10.2.3) and refuses
// what is negative or absurd.
func parseRetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		wait := time.Duration(seconds) * time.Second
		return wait, wait >= 0 && wait <= maxRetryAfter
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	wait := date.Sub(now)
	return wait, wait >= 0 && wait <= maxRetryAfter
}

func serverNow(h http.Header, received time.Time) time.Time {
	if date, ok := serverDate(h); ok {
		return date
	}
	return received
}

func serverDate(h http.Header) (time.Time, bool) {
	date, err := http.ParseTime(h.Get("Date"))
	return date, err == nil
}
