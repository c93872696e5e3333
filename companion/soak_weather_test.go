package companion_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"
)

// What goes wrong in the soak.

// soakMishaps strike single calls; %.2f is how probable a strike is.
var soakMishaps = []string{
	"reply-lost=%.2f", "reset-before=%.2f", "reset-at=40,chance=%.2f", "timeout-before=%.2f", "timeout-after=%.2f",
	"error-before=%.2f", "error-after=%.2f", "408=%.2f", "408-after=%.2f", "garbage-after=%.2f", "truncate=%.2f",
	"html-after=%.2f", "redirect-after=%.2f", "errors-member=%.2f", "401-once=%.2f", "429=%.2f",
}

// soakScopes are which calls a mishap strikes, and how often at most; writes are where it hurts.
var soakScopes = []struct {
	name string
	most float64
}{{"writes", 0.6}, {"writes", 0.6}, {"reads", 0.15}, {"all", 0.2}, {"token", 0.5}}

// soakSettings last as long as the weather does.
var soakSettings = [][]string{{"lag-rows=message"}, {"token-ttl=5"}, {"one-token=on"}, {"rate=20/1"}, {"partial=on,chance=0.3,seed=1"}, nil, nil}

// calm is no fault at all. The real rate would make the soak a test of patience.
const calm = "rate=100000/1"

// soakLag is there all the time, because it makes a lost answer hard to tell from a lost request. It is well within the settle
// time, and never grows: that would take back what was already shown.
const soakLag = "lag=0.5"

// strike ends what the last one did to the network and lets something else go wrong.
func (s *soak) strike() {
	s.mend()
	switch s.rng.IntN(8) {
	case 0, 1:
		s.kill()
	case 2:
		s.tally.cuts++
		s.w.line.cut()
		s.lineCut = true
	case 3:
		s.tally.downs++
		s.faults("down")
	default:
		s.faults(s.weather()...)
	}
}

// mend joins the line if it is cut. The faults in Greenhouse go on.
func (s *soak) mend() {
	if s.lineCut {
		s.w.line.join(s.t)
		s.lineCut = false
	}
}

// kill ends the service and starts it anew on the same data.
func (s *soak) kill() {
	s.end()
	s.process = s.w.start()
	s.open()
}

// weather is one to three mishaps in one setting.
func (s *soak) weather() []string {
	faults := slices.Clone(soakSettings[s.rng.IntN(len(soakSettings))])
	for range 1 + s.rng.IntN(3) {
		scope := soakScopes[s.rng.IntN(len(soakScopes))]
		mishap := fmt.Sprintf(soakMishaps[s.rng.IntN(len(soakMishaps))], 0.05+s.rng.Float64()*(scope.most-0.05))
		faults = append(faults, fmt.Sprintf("%s,scope=%s,seed=%d", mishap, scope.name, 1+s.rng.Uint32()))
	}
	return faults
}

func (s *soak) faults(faults ...string) {
	s.tally.countStrikes(s.w.greenhouse)
	require.NoError(s.t, s.w.greenhouse.SetFaults(append([]string{calm, soakLag}, faults...)...))
}

// clearUp ends everything that goes wrong.
func (s *soak) clearUp() {
	s.mend()
	s.faults()
	s.tally.chaos = time.Since(s.began)
}
