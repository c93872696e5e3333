package harvest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	lead  = 3 * time.Second  // before the first whole window, which the clients join late
	whole = 30 * time.Second // of whole windows that are measured
	tail  = 4 * time.Second  // of the next one, to see who comes too early
)

// race is one client against one server of its own.
type race struct {
	rival rival
	limit *windowed
}

// figure is one line of output. Scale is the measured time over the real time.
type figure struct {
	Figure   string  `json:"figure"`
	Client   string  `json:"client"`
	Window   string  `json:"window"`
	TripMS   int64   `json:"rtt_ms"`
	Value    float64 `json:"value"`
	Refusals int     `json:"refusals"`
	Floor    float64 `json:"floor"`
	Goal     float64 `json:"goal"`
	Windows  int     `json:"windows"`
	Scale    int     `json:"scale"`
}

// BenchmarkRateWindow sets the limiter against what people write without one: real HTTP on
// loopback, real windows and real whole seconds in Reset. Nothing is scaled; to stay below
// a minute all races run side by side, which costs next to nothing because they mostly wait.
func BenchmarkRateWindow(b *testing.B) {
	for b.Loop() {
		figures := raceAll(b)
		worst, refusals := 1.0, 0
		fmt.Println()
		for _, f := range figures {
			line, err := json.Marshal(f)
			require.NoError(b, err)
			fmt.Println(string(line))
			if f.Client == "slots" {
				worst, refusals = min(worst, f.Value), refusals+f.Refusals
			}
		}
		b.ReportMetric(worst, "worst-window-used")
		b.ReportMetric(float64(refusals), "refusals")
	}
}

func raceAll(b *testing.B) []figure {
	boundary := time.Now().Add(lead)
	ctx, stop := context.WithDeadline(b.Context(), boundary.Add(whole+tail))
	defer stop()
	races := plannedRaces(boundary)
	var all sync.WaitGroup
	for _, r := range races {
		server := httptest.NewServer(newGreenhouse(r.limit.ServeHTTP))
		defer server.Close()
		all.Go(func() { r.rival.run(ctx, b, server.URL, r.limit) })
	}
	all.Wait()
	figures := make([]figure, len(races))
	for i, r := range races {
		figures[i] = r.result(boundary)
	}
	return figures
}

func plannedRaces(boundary time.Time) []race {
	var races []race
	for _, rival := range rivals() {
		for _, trip := range []time.Duration{5 * time.Millisecond, 200 * time.Millisecond, 600 * time.Millisecond} {
			races = append(races,
				race{rival, &windowed{limit: 75, length: 30 * time.Second, trip: trip, offset: sinceGrid(boundary, 30*time.Second)}},
				race{rival, &windowed{limit: 50, length: 10 * time.Second, trip: trip, offset: sinceGrid(boundary, 10*time.Second)}})
		}
	}
	return races
}

// sinceGrid is the offset that puts a window's edge on the boundary.
func sinceGrid(boundary time.Time, length time.Duration) time.Duration {
	return time.Duration(boundary.UnixNano() % int64(length))
}

func (r race) result(boundary time.Time) figure {
	windows := int(whole / r.limit.length)
	first := boundary.Add(-r.limit.offset).UnixNano() / int64(r.limit.length)
	served := map[int64]int{}
	for _, c := range r.limit.counted {
		served[c.window] = min(served[c.window]+1, r.limit.limit)
	}
	used := 0
	for i := range windows {
		used += served[first+int64(i)]
	}
	return figure{
		Figure: "rate_window_used", Client: r.rival.name, Window: r.limit.length.String(), TripMS: r.limit.trip.Milliseconds(),
		Value: float64(used) / float64(windows*r.limit.limit), Refusals: r.limit.refused(),
		Floor: 0.98, Goal: 0.995, Windows: windows, Scale: 1,
	}
}
