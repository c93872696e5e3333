package companion

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// Pauses between two looks for the network's return. The longest one bounds how late a flush can be, also after sleep:
// a timer that stood still while the laptop slept has at most this much left.
const (
	firstProbe   = 250 * time.Millisecond
	longestProbe = 10 * time.Second
)

// watchNetwork notices that Greenhouse can be reached and works again, by looking while it does not, and wakes what waits.
// While all is well it does nothing at all: a failed delivery says when there is something to watch.
func (s *Service) watchNetwork(ctx context.Context) error {
	var cameBack time.Time
	pause := firstProbe
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.wentOffline:
		}
		if time.Since(cameBack) > time.Minute {
			// A network that came back only to go away again keeps its longer pauses.
			pause = firstProbe
		}
		for amiss := true; amiss; amiss = s.look(ctx) {
			if !sleep(ctx, pause) {
				return nil
			}
			pause = min(2*pause, longestProbe)
		}
		cameBack = time.Now()
	}
}

// reportOffline records that the account's Greenhouse cannot be reached and sets the watch going.
func (s *Service) reportOffline(conn *connection) {
	if !conn.setOffline(true) {
		return
	}
	s.logger.Warn("greenhouse cannot be reached", "account", conn.account.Name)
	s.watch()
}

// reportTrouble records that Greenhouse had trouble of its own with an add. With enough of them the account rests.
func (s *Service) reportTrouble(conn *connection, item queue.ItemID) {
	rest, began := conn.failure(item)
	if !began {
		return
	}
	s.logger.Warn("greenhouse has a problem, resting", "account", conn.account.Name, "rest", rest)
	s.watch()
}

// reportSuccess records that an add got through, by which Greenhouse works.
func (s *Service) reportSuccess(conn *connection) {
	if conn.success() {
		s.wake(CauseUnavailable)
	}
}

// watch sets the watch going.
func (s *Service) watch() {
	select {
	case s.wentOffline <- struct{}{}:
	default: // a signal is already waiting, and one look covers every account
	}
}

// look looks at everything that is amiss, and reports whether something still is.
func (s *Service) look(ctx context.Context) (amiss bool) {
	amiss = s.wakeRest()
	for _, conn := range s.accounts.all() {
		s.lookOffline(ctx, conn)
		s.lookResting(ctx, conn)
		amiss = amiss || conn.isOffline() || conn.isResting()
	}
	return amiss
}

// lookOffline knocks.
func (s *Service) lookOffline(ctx context.Context, conn *connection) {
	if conn.isOffline() && conn.client.Ping(ctx) == nil {
		conn.setOffline(false)
		s.wake(CauseOffline)
	}
}

// lookResting asks one question once the rest is over. Knocking is not enough: an error page is an answer too.
func (s *Service) lookResting(ctx context.Context, conn *connection) {
	if !conn.lookDue() {
		return
	}
	_, err := conn.findActingUser(ctx)
	works := !outOfOrder(err) && !unreachable(err)
	conn.looked(works)
	s.logger.Info("looked at the end of a rest", "account", conn.account.Name, "works", works)
	if works {
		s.wake(CauseUnavailable)
	}
}

// wakeable are the causes that end with an event rather than at a time.
var wakeable = []string{CauseOffline, CauseNotConnected, CauseConnectAgain, CauseReadsRefused, CauseUnavailable, CauseAmazingHiringAgain}

// wake lets the items that wait for the causes go on.
func (s *Service) wake(causes ...string) {
	s.wakes.Add(1)
	for _, cause := range causes {
		s.wakeItems(cause)
	}
}

// wakeItems leaves what it cannot do now, as on a full disk, to the watch: nothing else would ever wake these items.
func (s *Service) wakeItems(cause string) {
	n, err := s.queue.Wake(cause)
	if err != nil {
		s.logger.Error("wake items", "cause", cause, "error", err)
		s.unwoken.Store(cause, true)
		s.watch()
	} else if n > 0 {
		s.logger.Info("items woken", "cause", cause, "count", n)
	}
}

// wakeRest wakes the items that could not be woken before, and reports whether some still cannot.
func (s *Service) wakeRest() (amiss bool) {
	s.unwoken.Range(func(cause, _ any) bool {
		s.unwoken.Delete(cause)
		s.wakeItems(cause.(string))
		return true
	})
	s.unwoken.Range(func(_, _ any) bool {
		amiss = true
		return false
	})
	return amiss
}

const (
	// clockCheck is how often the wall clock is compared with the one that only runs forward.
	clockCheck = time.Minute
	// clockTolerance is how much a clock that is being corrected gently may differ in that time.
	clockTolerance = time.Second
)

// watchClock keeps a wall clock that was wrong from holding up what waits, because due times are wall times. They are
// looked at at the start, and whenever the clock was set back; a clock that is set forward makes them come earlier.
func (s *Service) watchClock(ctx context.Context) error {
	last := time.Now()
	s.wakeStranded(last)
	for sleep(ctx, clockCheck) {
		now := time.Now()
		if setBack(now.Round(0).Sub(last.Round(0)), now.Sub(last)) {
			s.logger.Warn("the clock was set back")
			s.wakeStranded(now)
		}
		last = now
	}
	return nil
}

// setBack compares how far the wall clock went with the time that passed.
func setBack(wall, passed time.Duration) bool { return passed-wall > clockTolerance }

// wakeStranded lets items go on that are due later than anybody lets an item wait.
func (s *Service) wakeStranded(now time.Time) {
	waiting, err := s.queue.List(queue.Filter{States: []queue.State{queue.Waiting}})
	if err != nil {
		s.logger.Error("look for stranded items", "error", err)
	}
	latest := now.Add(max(maxBackoff*5/4, s.settings.settle()))
	stranded := map[string]bool{}
	for _, item := range waiting {
		if item.Due.After(latest) {
			stranded[item.Cause] = true
		}
	}
	s.wake(slices.Collect(maps.Keys(stranded))...)
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
