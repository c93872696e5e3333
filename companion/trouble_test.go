package companion_test

import (
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/stretchr/testify/require"
)

// TestGreenhouseInTrouble: while Greenhouse only has error pages, an export of many people makes few attempts and waits for
// a look that works. Then everybody arrives, once.
func TestGreenhouseInTrouble(t *testing.T) {
	for _, fault := range []string{"error-before=1,scope=all", "garbage-after=1,scope=reads"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			require.NoError(t, w.greenhouse.SetFaults(fault, "rate=1000/1"))
			service, _ := w.run()
			client := w.webSocket(service.WebSocketURL())
			var ids, names []string
			for i := range 30 {
				names = append(names, nameOf(i))
				ids = append(ids, send(t, client, newAdd(someone(i), inBase)))
			}
			for _, id := range ids {
				await(t, client, id, "waiting", companion.CauseUnavailable)
			}
			paused := serviceStatus(t, client).Account
			require.Equal(t, companion.CauseUnavailable, paused.Paused)
			require.WithinRange(t, paused.PausedUntil, time.Now(), time.Now().Add(5*time.Minute))
			require.Eventually(t, func() bool {
				return serviceStatus(t, client).Account.PausedUntil.After(paused.PausedUntil)
			}, 20*time.Second, 10*time.Millisecond, "a look in vain makes the rest longer")
			const attempts, looks = 5 + 4, 2 // five trip it, while as many as there are workers are on their way
			require.LessOrEqual(t, faultsStruck(w), attempts+looks)

			require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
			for _, id := range ids {
				await(t, client, id, "done")
			}
			require.Empty(t, serviceStatus(t, client).Account.Paused)
			w.requirePeople(names...)
		})
	}
}

func faultsStruck(w *world) (n int) {
	for _, r := range w.greenhouse.Requests() {
		if r.Fault != "" {
			n++
		}
	}
	return n
}
