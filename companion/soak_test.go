package companion_test

import (
	"cmp"
	"context"
	"flag"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/stretchr/testify/require"
)

var (
	soakFor  = flag.Duration("soak", 10*time.Second, "how long TestSoak breaks things")
	soakSeed = flag.Uint64("soakseed", 0, "what TestSoak invents people and faults from; 0 takes a new seed")
)

// TestSoak breaks everything at once while people are added through every door: faults of all kinds in Greenhouse, the line
// cut, Greenhouse down, the service killed at random moments. Then the weather clears, everything must be done, and the
// books must balance: as many requests as receipts, and in Greenhouse the people and records that were asked for, each once.
func TestSoak(t *testing.T) {
	s := newSoak(t, newWorld(t))
	s.faults()
	inventing, stop := context.WithTimeout(t.Context(), *soakFor)
	defer stop()
	produced := s.w.produce(inventing, s.producers(6, 600*time.Millisecond, s.dialWebSocket, s.w.dialCommand, s.w.hostBridge().dial))
	for s.pause(inventing) {
		s.strike()
	}
	s.clearUp()
	require.NoError(t, produced(), "an add got no receipt, or two items")
	s.drain()
	s.balance()
	t.Log(s.tell())
}

// soak is one long experiment.
type soak struct {
	t      *testing.T
	w      *world
	seed   uint64
	rng    *rand.Rand
	began  time.Time
	ledger *ledger

	// lineCut says that the line has to be joined again.
	lineCut bool
	process *process
	tally   tally

	mu      sync.Mutex
	address string
}

// newSoak starts the service with a settle time that a busy machine keeps: a write that is applied later than that, because
// nobody was given the processor, would be outside the promise.
func newSoak(t *testing.T, w *world) *soak {
	t.Setenv("GORACE", "halt_on_error=1") // the service must not live on after a race that only its log would tell
	seed := cmp.Or(*soakSeed, rand.Uint64())
	t.Logf("repeat the same people and faults with -soakseed=%d", seed)
	s := &soak{t: t, w: w, seed: seed, rng: newRand(seed, 0), began: time.Now(), tally: newTally(), ledger: newLedger()}
	w.settings.Delivery = companion.DeliverySettings{SettleSeconds: 3, CallSeconds: 1, Workers: 8}
	s.process = w.start()
	s.open()
	return s
}

// newRand gives every part of a test its own repeatable luck.
func newRand(seed, part uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, part)) }

// open tells the producers where the service listens now.
func (s *soak) open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address = s.process.webSocketURL
}

// end is SIGKILL. A service that had ended by itself is found out here.
func (s *soak) end() {
	s.tally.kills++
	s.process.kill()
	require.Contains(s.t, []int{-1, 1}, s.process.cmd.ProcessState.ExitCode(), "the service had ended by itself")
}

// webSocketURL is where the service listens at the moment, or listened until it was killed.
func (s *soak) webSocketURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// pause lets the weather last a while; it reports false when the time is over.
func (s *soak) pause(ctx context.Context) bool {
	return rest(ctx, 200*time.Millisecond+time.Duration(s.rng.Int64N(int64(time.Second))))
}

// rest reports whether the time passed before ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
