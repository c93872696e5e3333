package companion

import (
	"cmp"
	"time"
)

// IndexSettings concern what is remembered, as keyed hashes, of who is in Greenhouse.
type IndexSettings struct {
	// Disabled remembers nobody, and removes what was remembered.
	Disabled bool `toml:"disabled"`
	// EveryMinutes is how often changes are read. Default 10.
	EveryMinutes float64 `toml:"every_minutes"`
	// RoundHours is how long one round of asking who is still there takes. Default 24.
	RoundHours float64 `toml:"round_hours"`
	// PageSeconds is the least pause between two requests: a click must find room in the rate window. Default 1. Set in
	// code only, by tests, as is PageSize, which is 500 when zero.
	PageSeconds float64 `toml:"-"`
	PageSize    int     `toml:"-"`
}

func (i IndexSettings) withDefaults() IndexSettings {
	i.EveryMinutes = cmp.Or(i.EveryMinutes, 10)
	i.RoundHours = cmp.Or(i.RoundHours, 24)
	i.PageSeconds = cmp.Or(i.PageSeconds, 1)
	i.PageSize = cmp.Or(i.PageSize, 500)
	return i
}

// validate says in words what is wrong, and nothing when all is well.
func (i IndexSettings) validate() string {
	if i.EveryMinutes < 0 || i.RoundHours < 0 {
		return "a negative number"
	}
	return ""
}

func (i IndexSettings) every() time.Duration { return seconds(i.EveryMinutes * 60) }

func (i IndexSettings) pause() time.Duration { return seconds(i.PageSeconds) }

// lookPause is the pause between two of the requests that ask for so many of the people each, for one round to take its time.
func (i IndexSettings) lookPause(people, each int) time.Duration {
	requests := max(1, (people+each-1)/each)
	return max(i.pause(), seconds(i.RoundHours*3600)/time.Duration(requests))
}
