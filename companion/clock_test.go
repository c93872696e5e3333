package companion

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

// TestStrandedItemsGoOn: what waits for a time that a wrong clock made, further away than anybody lets an item wait, goes on.
func TestStrandedItemsGoOn(t *testing.T) {
	now := time.Now()
	tests := map[string]struct {
		due  time.Time
		want queue.State
	}{
		"soon":             {now.Add(time.Minute), queue.Waiting},
		"longest back-off": {now.Add(maxBackoff * 5 / 4), queue.Waiting},
		"an hour":          {now.Add(time.Hour), queue.Ready},
		"a year":           {now.AddDate(1, 0, 0), queue.Ready},
		"for an event":     {time.Time{}, queue.Waiting},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newClockService(t)
			id := s.parked(t, test.due)
			s.wakeStranded(now)
			item, err := s.queue.Get(id)
			require.NoError(t, err)
			require.Equal(t, test.want, item.State)
		})
	}
}

type clockService struct{ *Service }

func newClockService(t *testing.T) clockService {
	q, err := queue.Open(queue.Config{Dir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, q.Close()) })
	return clockService{&Service{queue: q, logger: slog.New(slog.DiscardHandler), settings: Settings{}.withDefaults()}}
}

// parked is an item that waits until due.
func (s clockService) parked(t *testing.T, due time.Time) queue.ItemID {
	_, _, err := s.queue.Enqueue(t.Context(), queue.Add{DedupeKey: "one"})
	require.NoError(t, err)
	lease, err := s.queue.Lease(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.queue.WaitUntil(lease, queue.Wait{Due: due, Cause: CauseUnavailable}, nil))
	return lease.Item.ID
}

func TestClockSetBack(t *testing.T) {
	tests := map[string]struct {
		wall, passed time.Duration
		want         bool
	}{
		"runs":                     {time.Minute, time.Minute, false},
		"is corrected gently":      {time.Minute - 30*time.Millisecond, time.Minute, false},
		"set back three hours":     {time.Minute - 3*time.Hour, time.Minute, true},
		"set back a few seconds":   {57 * time.Second, time.Minute, true},
		"set forward":              {3 * time.Hour, time.Minute, false},
		"the laptop slept an hour": {61 * time.Minute, time.Minute, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, setBack(test.wall, test.passed)) })
	}
}

// TestDoubtIsMeasuredByGreenhousesClock: with this computer's clock wrong by hours, waiting out a doubt is not.
func TestDoubtIsMeasuredByGreenhousesClock(t *testing.T) {
	const rounding = 2 * time.Second
	tests := map[string]struct{ ahead, want, tolerance time.Duration }{
		"the same":     {0, 0, 0},
		"rounding":     {time.Second, 0, 0},
		"hours ahead":  {3 * time.Hour, 3 * time.Hour, rounding},
		"hours behind": {-3 * time.Hour, -3 * time.Hour, rounding},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := &delivery{conn: &connection{client: clientOfClock(t, test.ahead)}}
			require.NoError(t, d.conn.client.Ping(t.Context()))
			before := time.Now().Add(test.want - test.tolerance)
			got := d.serverNow()
			require.WithinRange(t, got, before, time.Now().Add(test.want+test.tolerance))
		})
	}
}

// clientOfClock talks to a Greenhouse whose clock is ahead of ours.
func clientOfClock(t *testing.T, ahead time.Duration) *harvest.Client {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
	}))
	t.Cleanup(server.Close)
	client, err := harvest.New(harvest.Config{BaseURL: server.URL, AuthURL: server.URL, ClientID: "id", ClientSecret: "secret"})
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}
