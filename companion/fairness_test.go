package companion_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// TestClickOvertakesExport: somebody who presses the button waits neither for the 300 people that were exported before, nor
// for those of them that hold every worker while they wait for the rate limit.
func TestClickOvertakesExport(t *testing.T) {
	t.Parallel()
	const workers = 4
	w := newWorld(t, "rate=5/1")
	service, _ := w.run()
	client := w.webSocket(service.WebSocketURL())
	for i := range 300 {
		add := newAdd(someone(i), inBase)
		add.Priority = extension.PriorityExport
		send(t, client, add)
	}
	done := doneCount(t, client)
	click := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
	require.Eventually(t, func() bool {
		return serviceStatus(t, client).Counts["leased"] == workers+1
	}, 20*time.Second, time.Millisecond, "the click has no worker of its own")
	await(t, client, click, "done")
	require.LessOrEqual(t, doneCount(t, client)-done-1, 2*workers, "the export is not held up, but the click goes first")
}

// someone is the i-th of up to 676 different people.
func someone(i int) json.RawMessage {
	return person(int64(1000+i), nameOf(i), fmt.Sprintf("p%d@example.com", i))
}

func nameOf(i int) string { return fmt.Sprintf("Person Numbered%c%c", 'a'+i/26, 'a'+i%26) }

func doneCount(t *testing.T, c *extension.Client) int {
	t.Helper()
	return serviceStatus(t, c).Counts["done"]
}

func serviceStatus(t *testing.T, c *extension.Client) extension.Status {
	t.Helper()
	status, err := extension.Call[extension.Status](t.Context(), c, extension.StatusQuery{})
	require.NoError(t, err)
	return status
}

// logged says whether the service has written the message to its log.
func (w *world) logged(message string) bool {
	log, err := os.ReadFile(w.dir + ".log")
	require.NoError(w.t, err)
	return strings.Contains(string(log), message)
}

// TestPoisonBlocksNobody: an add that always fails, in whatever way, is alone with its trouble.
func TestPoisonBlocksNobody(t *testing.T) {
	tests := map[string]struct {
		answer int
		method string
		state  string
		cause  string
	}{
		"its writes are refused":      {http.StatusUnprocessableEntity, http.MethodPost, "needs_you", companion.CauseRefused},
		"its writes break Greenhouse": {http.StatusInternalServerError, http.MethodPost, "waiting", companion.CauseInDoubt},
		"its reads break Greenhouse":  {http.StatusInternalServerError, http.MethodGet, "waiting", companion.CauseUnavailable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.settings.Delivery.SettleSeconds = 60 // so that a doubt lasts
			w.settings.Delivery.Workers = 1        // so that a worker held up would hold up everybody
			w.poison("bane@example.com", test.method, test.answer)
			service, _ := w.run()
			client := w.webSocket(service.WebSocketURL())
			poison := send(t, client, newAdd(person(1, "Bane Example", "bane@example.com"), inBase))
			await(t, client, poison, test.state, test.cause)
			var names []string
			for i := range 10 {
				names = append(names, nameOf(i))
				await(t, client, send(t, client, newAdd(someone(i), inBase)), "done")
			}
			w.requirePeople(names...)
		})
	}
}

// poison puts a Greenhouse in between that gives this answer to whatever is about the address.
func (w *world) poison(address, method string, answer int) {
	w.t.Helper()
	target, err := url.Parse(w.greenhouse.URL())
	require.NoError(w.t, err)
	greenhouse := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		query, _ := url.QueryUnescape(r.URL.RawQuery)
		if r.Method == method && strings.Contains(string(body)+query, address) {
			http.Error(rw, `{"errors":[{"message":"poison"}]}`, answer)
			return
		}
		greenhouse.ServeHTTP(rw, r)
	}))
	w.t.Cleanup(server.Close)
	w.line.cut()
	w.line.target = strings.TrimPrefix(server.URL, "http://")
	w.line.join(w.t)
}

// TestReturnOfTheNetworkIsNoFlood: everything that waited goes out at once as soon as it can, and yet within the limit.
func TestReturnOfTheNetworkIsNoFlood(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "rate=60/1")
	w.line.cut()
	service, _ := w.run()
	client := w.webSocket(service.WebSocketURL())
	var ids, names []string
	for i := range 40 {
		names = append(names, nameOf(i))
		ids = append(ids, send(t, client, newAdd(someone(i), inBase)))
	}
	for _, id := range ids {
		await(t, client, id, "waiting", companion.CauseOffline)
	}
	w.line.join(t)
	for _, id := range ids {
		await(t, client, id, "done")
	}
	for _, r := range w.greenhouse.Requests() {
		require.NotEqual(t, http.StatusTooManyRequests, r.Status, r.Path)
	}
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	w.requirePeople(names...)
}
