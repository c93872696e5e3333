package harvest

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Answers come back in any order, or not at all. What the pacer believes afterwards must
// never be more than what is left.
func TestWhatThePacerLearns(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	told := func(remaining int, reset time.Duration, received time.Duration) answer {
		h := http.Header{}
		h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
		h.Set("X-RateLimit-Reset", strconv.FormatInt(now.Add(reset).Unix(), 10))
		h.Set("Date", now.Add(received).UTC().Format(http.TimeFormat)) // whole seconds, as on the wire
		return answer{status: http.StatusOK, header: h, received: now.Add(received)}
	}
	const first, second = 10 * time.Second, 40 * time.Second
	tests := map[string]struct {
		answers   []answer
		remaining int
		end       time.Duration
	}{
		"in order":               {[]answer{told(9, first, 0), told(8, first, 0)}, 8, first},
		"overtaken":              {[]answer{told(8, first, 0), told(9, first, 0)}, 8, first},
		"the nearer end":         {[]answer{told(9, first, 0), told(8, first, 900*time.Millisecond)}, 8, first},
		"lost":                   {[]answer{told(9, first, 0), {}}, 8, first},
		"without numbers":        {[]answer{told(9, first, 0), {status: 502}}, 8, first},
		"next window":            {[]answer{told(0, first, 0), told(74, second, 0)}, 74, second},
		"late from the old one":  {[]answer{told(74, second, 0), told(3, first, 0)}, 74, second},
		"after an absurd window": {[]answer{told(74, time.Hour, 0), told(5, second, 2*time.Hour)}, 5, second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPacer()
			for _, ans := range test.answers {
				p.learnLocked(ans)
			}
			require.Equal(t, test.remaining, p.current.remaining)
			require.Equal(t, now.Add(test.end+resetMargin), p.current.end)
		})
	}
}
