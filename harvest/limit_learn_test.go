package harvest

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func numbered(limit, remaining, reset string) http.Header {
	h := http.Header{}
	h.Set("X-RateLimit-Limit", limit)
	h.Set("X-RateLimit-Remaining", remaining)
	h.Set("X-RateLimit-Reset", reset)
	return h
}

func TestReadAllowance(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	const length = 10 * time.Second // learnt before
	end := func(left time.Duration) time.Time { return now.Add(left + resetMargin) }
	tests := map[string]struct {
		limit, remaining, reset string
		want                    allowance
		ok                      bool
	}{
		"usual":             {"75", "7", "1000030", allowance{reset: 1_000_030, left: 30 * time.Second, end: end(30 * time.Second), limit: 75, remaining: 7, told: now}, true},
		"over":              {"75", "-3", "1000030", allowance{reset: 1_000_030, left: 30 * time.Second, end: end(30 * time.Second), limit: 75, remaining: 0, told: now}, true},
		"just past":         {"75", "7", "999999", allowance{reset: 999_999, left: -time.Second, end: end(-time.Second), limit: 75, remaining: 7, told: now}, true},
		"long past":         {"75", "0", "999000", allowance{reset: 999_000, left: 0, end: end(length), limit: 75, remaining: 0, told: now}, true},
		"milliseconds":      {"75", "7", "1000030000", allowance{reset: 1_000_030_000, left: 0, end: end(length), limit: 75, remaining: 7, told: now}, true},
		"no reset":          {"75", "7", "", allowance{reset: 0, left: 0, end: end(length), limit: 75, remaining: 7, told: now}, true},
		"negative reset":    {"75", "7", "-5", allowance{reset: 0, left: 0, end: end(length), limit: 75, remaining: 7, told: now}, true},
		"no limit":          {"", "7", "1000030", allowance{reset: 1_000_030, left: 30 * time.Second, end: end(30 * time.Second), limit: 7, remaining: 7, told: now}, true},
		"limit too low":     {"5", "7", "1000030", allowance{reset: 1_000_030, left: 30 * time.Second, end: end(30 * time.Second), limit: 7, remaining: 7, told: now}, true},
		"no remaining":      {"75", "", "1000030", allowance{}, false},
		"remaining garbage": {"75", "lots", "1000030", allowance{}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := readAllowance(numbered(test.limit, test.remaining, test.reset), now, length)
			require.Equal(t, test.want, got)
			require.Equal(t, test.ok, ok)
		})
	}
}

// Answers come back in any order, or not at all. What the limiter believes afterwards must
// never be more than what is left.
func TestWhatTheLimiterLearns(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	told := func(remaining int, reset time.Duration, received time.Duration) answer {
		h := numbered("75", strconv.Itoa(remaining), strconv.FormatInt(now.Add(reset).Unix(), 10))
		h.Set("Date", now.Add(received).UTC().Format(http.TimeFormat)) // whole seconds, as on the wire
		return answer{status: http.StatusOK, header: h, received: now.Add(received)}
	}
	const first, second = 10 * time.Second, 40 * time.Second
	type reply struct {
		sent time.Duration
		ans  answer
	}
	tests := map[string]struct {
		replies   []reply
		remaining int
		end       time.Duration
	}{
		"in order":              {[]reply{{0, told(9, first, 0)}, {0, told(8, first, 0)}}, 8, first},
		"overtaken":             {[]reply{{0, told(8, first, 0)}, {0, told(9, first, 0)}}, 8, first},
		"the nearer end":        {[]reply{{0, told(9, first, 0)}, {0, told(8, first, 900*time.Millisecond)}}, 8, first},
		"lost":                  {[]reply{{0, told(9, first, 0)}, {0, answer{}}}, 8, first},
		"without numbers":       {[]reply{{0, told(9, first, 0)}, {0, answer{status: 502}}}, 8, first},
		"next window":           {[]reply{{0, told(0, first, 0)}, {0, told(74, second, 0)}}, 74, second},
		"late from the old one": {[]reply{{0, told(74, second, 0)}, {0, told(3, first, 0)}}, 74, second},
		"later still":           {[]reply{{0, told(74, second, 0)}, {0, told(3, first, 2*time.Minute)}}, 74, second},
		"lower after the end":   {[]reply{{0, told(74, time.Minute, 0)}, {2 * time.Minute, told(5, second, 2*time.Minute)}}, 5, 2*time.Minute + defaultWindow*2},
		"end judged too early":  {[]reply{{0, told(3, first, 0)}, {20 * time.Second, told(2, first, 10*time.Second)}}, 2, first},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := newLimiter(nil, defaultWindow)
			for _, r := range test.replies {
				l.learnLocked(pass{granted: now.Add(r.sent)}, r.ans)
			}
			require.Equal(t, test.remaining, l.known.remaining)
			require.Equal(t, now.Add(test.end+resetMargin), l.known.end)
		})
	}
}

// A request that never left is not counted, neither by them nor by us.
func TestUnsentRequestCostsNothing(t *testing.T) {
	l := newLimiter(nil, defaultWindow)
	l.known = allowance{limit: 20, remaining: 1, end: time.Now().Add(time.Hour)}
	given, err := l.enter(t.Context())
	require.NoError(t, err)
	l.leave(given, answer{}, &lost{unsent: true})
	require.Equal(t, 1, l.known.remaining)
	require.Zero(t, l.inFlight)
}

// Calls that are still out when a window ends may be counted in the next one. A scout that
// has no room beside them would be refused.
func TestScoutNeedsRoomBesideLateCalls(t *testing.T) {
	now := time.Now()
	l := newLimiter(nil, defaultWindow)
	l.known = allowance{limit: 2, end: now.Add(-time.Minute)}
	for inFlight, want := range []bool{true, true, false} {
		l.inFlight = inFlight
		_, free := l.holdLocked(now, Click)
		require.Equal(t, want, free, "%d in flight", inFlight)
	}
}

func TestWindowLengthIsLearnt(t *testing.T) {
	start := time.Unix(1_000_000, 0)
	tests := map[string]struct {
		resets, dates []int
		want          time.Duration
	}{
		"joined late":            {[]int{30}, []int{25}, 5 * time.Second},
		"from its start":         {[]int{30}, []int{0}, 30 * time.Second},
		"two windows":            {[]int{30, 60}, []int{25, 58}, 30 * time.Second},
		"version 1":              {[]int{10, 20}, []int{8, 18}, 10 * time.Second},
		"some left out":          {[]int{30, 120, 150}, []int{29, 119, 149}, 30 * time.Second},
		"wrong clock, then step": {[]int{200, 230}, []int{0, 30}, 200 * time.Second},
		"rolling":                {[]int{10, 11, 12}, []int{0, 1, 2}, 10 * time.Second},
		"not of this world":      {[]int{30, 1 << 62}, []int{10, 20}, 20 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := newLimiter(nil, defaultWindow)
			for i, reset := range test.resets {
				received := start.Add(time.Duration(test.dates[i]) * time.Second)
				h := numbered("75", "10", strconv.Itoa(int(start.Unix())+reset))
				l.learnLocked(pass{granted: received}, answer{status: http.StatusOK, header: h, received: received})
			}
			require.Equal(t, test.want, l.length.guess())
		})
	}
}
