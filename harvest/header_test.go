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

func TestReadWindow(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	tests := map[string]struct {
		remaining, reset string
		want             window
		ok               bool
	}{
		"usual":             {"7", "1000030", window{1_000_030, now.Add(30*time.Second + resetMargin), 7}, true},
		"over":              {"-3", "1000030", window{1_000_030, now.Add(30*time.Second + resetMargin), 0}, true},
		"already past":      {"0", "999000", window{999_000, now.Add(-1000*time.Second + resetMargin), 0}, true},
		"milliseconds":      {"7", "1000030000", window{}, false},
		"no reset":          {"7", "", window{}, false},
		"no remaining":      {"", "1000030", window{}, false},
		"remaining garbage": {"lots", "1000030", window{}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := http.Header{}
			h.Set("X-RateLimit-Remaining", test.remaining)
			h.Set("X-RateLimit-Reset", test.reset)
			got, ok := readWindow(h, now)
			require.Equal(t, test.want, got)
			require.Equal(t, test.ok, ok)
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
