package harvest

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		wait time.Duration
		ok   bool
	}{
		"0":                             {0, true},
		" 30 ":                          {30 * time.Second, true},
		"3600":                          {time.Hour, true},
		"Sun, 01 Nov 2026 10:00:30 GMT": {30 * time.Second, true},
		"3601":                          {time.Hour + time.Second, false},
		"-1":                            {-time.Second, false},
		"Sun, 01 Nov 2026 09:59:59 GMT": {-time.Second, false},
		"":                              {0, false},
		"1.5":                           {0, false},
		"99999999999999999999":          {0, false},
	}
	for value, want := range tests {
		t.Run(value, func(t *testing.T) {
			wait, ok := parseRetryAfter(value, now)
			require.Equal(t, want.wait, wait)
			require.Equal(t, want.ok, ok)
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "0", "30", "-1", "9223372036854775807", "Sun, 01 Nov 2026 10:00:30 GMT", "1e3"} {
		f.Add(seed, seed, seed)
	}
	f.Fuzz(func(t *testing.T, value, reset, date string) {
		h := http.Header{"Retry-After": {value}, "X-Ratelimit-Reset": {reset}, "Date": {date}}
		wait := retryAfter(h, time.Unix(1_000_000, 0))
		if wait < 0 || wait > maxRetryAfter {
			t.Fatalf("retryAfter(%q, %q, %q) = %s, want between 0 and %s", value, reset, date, wait, maxRetryAfter)
		}
	})
}
