package companion

import (
	"context"
	"time"
)

// Pauses between two looks for the network's return. The longest one bounds how late a flush can be, also after sleep:
// a timer that stood still while the laptop slept has at most this much left.
const (
	firstProbe   = 250 * time.Millisecond
	longestProbe = 10 * time.Second
)

// watchNetwork notices that Greenhouse can be reached again, by knocking while it cannot, and wakes what waits. While
// everything is reachable it does nothing at all: a failed delivery says when there is something to watch.
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
		for offline := true; offline; offline = s.probeOffline(ctx) {
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
	select {
	case s.wentOffline <- struct{}{}:
	default: // a signal is already waiting, and one look covers every account
	}
}

// probeOffline knocks for every account that is offline and reports whether one still is.
func (s *Service) probeOffline(ctx context.Context) (still bool) {
	for _, conn := range s.accounts.all() {
		if !conn.isOffline() {
			continue
		}
		if conn.client.Ping(ctx) != nil {
			still = true
			continue
		}
		conn.setOffline(false)
		s.wake(CauseOffline)
	}
	return still
}

// wakeable are the causes that end with an event rather than at a time.
var wakeable = []string{CauseOffline, CauseNotConnected, CauseConnectAgain, CauseReadsRefused}

// wake lets the items that wait for the causes go on.
func (s *Service) wake(causes ...string) {
	s.wakes.Add(1)
	for _, cause := range causes {
		s.wakeItems(cause)
	}
}

func (s *Service) wakeItems(cause string) {
	n, err := s.queue.Wake(cause)
	if err != nil {
		s.logger.Error("wake items", "cause", cause, "error", err)
	} else if n > 0 {
		s.logger.Info("items woken", "cause", cause, "count", n)
	}
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
