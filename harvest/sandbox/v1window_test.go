package sandbox

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestV1WindowFixedOrRolling(t *testing.T) {
	start := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	for kind, want := range map[string][]bool{
		"fixed":   {true, true, false, true, true, false},
		"rolling": {true, true, false, true, false, true},
	} {
		set := v1Behaviour{rateLimit: 2, rateWindow: 10 * time.Second, window: kind}
		var w v1Window
		var got []bool
		for _, second := range []int{0, 8, 9, 10, 12, 18} {
			got = append(got, w.take(start.Add(time.Duration(second)*time.Second), set))
		}
		assert.Equal(t, want, got, kind)
	}
}

func TestV1WindowStartsAfreshWithAnotherRate(t *testing.T) {
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	set := v1Behaviour{rateLimit: 1, rateWindow: time.Minute}
	var w v1Window
	assert.True(t, w.take(now, set))
	assert.False(t, w.take(now, set))
	set.rateLimit = 2
	assert.True(t, w.take(now, set))
	assert.True(t, w.take(now, set))
	assert.False(t, w.take(now, set))
}

func TestV1WindowSaysWhenToComeBack(t *testing.T) {
	now := time.Date(2026, time.March, 2, 9, 0, 0, 300_000_000, time.UTC)
	set := v1Behaviour{rateLimit: 1, rateWindow: 10 * time.Second}
	var w v1Window
	assert.True(t, w.take(now, set))
	refusal := w.exceeded(now.Add(9600*time.Millisecond), set)
	assert.Equal(t, "1", refusal.header.Get("Retry-After"), "never rounded down to nothing")
	assert.True(t, w.take(set.windowEnd(now), set), "the reset time itself is in the next window")
}
