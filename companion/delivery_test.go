package companion_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/stretchr/testify/require"
)

// TestKilledWhileOffline is the promise in one story: received without network, killed, restarted, and everybody arrives once.
func TestKilledWhileOffline(t *testing.T) {
	for _, fault := range []string{"", "reply-lost=1,times=1", "reset-before=1,times=1", "error-after=1,times=1", "timeout-after=1,times=1"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if fault != "" {
				require.NoError(t, w.greenhouse.SetFaults(fault, "rate=1000/1"))
			}
			w.line.cut()
			first := w.start()
			client := w.webSocket(first.webSocketURL)
			ids := []string{
				send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0))),
				send(t, client, newAdd(person(2, "Ben Example", "ben@example.com"), extension.Target{Kind: "prospect", JobIDs: []extension.ID{w.job(1)}})),
				send(t, client, newAdd(person(3, "Cleo Example", "cleo@example.com"), inBase)),
			}
			await(t, client, ids[0], "waiting", companion.CauseOffline)
			first.kill()

			client = w.webSocket(w.start().webSocketURL)
			w.line.join(t)
			for _, id := range ids {
				require.Equal(t, "created", await(t, client, id, "done").Outcome)
			}
			w.requirePeople("Ada Example", "Ben Example", "Cleo Example")
		})
	}
}

// TestKilledInTheMiddle kills the service in the middle of deliveries, again and again.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.start()
	var ids, names []string
	client := w.webSocket(p.webSocketURL)
	for i := range 12 {
		name := fmt.Sprintf("Person Numbered%c", 'A'+i)
		names = append(names, name)
		ids = append(ids, send(t, client, newAdd(person(int64(i+1), name, fmt.Sprintf("p%d@example.com", i)), inBase)))
		if i%3 == 2 {
			await(t, client, ids[i-2], "done") // so that the others are in the middle
			p.kill()
			p = w.start()
			client = w.webSocket(p.webSocketURL)
		}
	}
	for _, id := range ids {
		await(t, client, id, "done")
	}
	w.requirePeople(names...)
}

// TestSamePersonThroughEveryDoor sends one person 100 times at once, each time as a new request.
func TestSamePersonThroughEveryDoor(t *testing.T) {
	w := newWorld(t)
	service, _ := w.run()
	host := w.host()
	senders := []func(extension.Add) string{
		w.sender(w.webSocket(service.WebSocketURL())),
		w.sender(w.command()),
		host.send,
	}
	ids := make([]string, 100)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			ids[i] = senders[i%len(senders)](newAdd(person(7, "Marta Okafor", "marta.okafor@example.com"), w.onJob(0)))
		})
	}
	wg.Wait()
	client, created := w.command(), 0
	for _, id := range ids {
		if item := await(t, client, id, "done"); item.Outcome == "created" {
			created++
		}
	}
	require.Equal(t, 1, created)
	w.requirePeople("Marta Okafor")
}

func (w *world) sender(c *extension.Client) func(extension.Add) string {
	return func(add extension.Add) string { return send(w.t, c, add) }
}

// host is the real native messaging host, started and spoken to as a browser does it.
type host struct {
	t      *testing.T
	mu     sync.Mutex
	stdin  io.Writer
	stdout io.Reader
}

func (w *world) host() *host {
	w.t.Helper()
	h := w.unconfirmedHost()
	require.Equal(w.t, "confirmed", h.call(map[string]any{"id": "confirm", "type": "confirm"}).Type)
	return h
}

func (w *world) unconfirmedHost() *host {
	w.t.Helper()
	binary := filepath.Join(w.t.TempDir(), "host")
	out, err := exec.Command("go", "build", "-o", binary, "../cmd/greenhouse-companion-host").CombinedOutput()
	require.NoError(w.t, err, string(out))
	cmd := exec.Command(binary, testOrigin+"/")
	cmd.Env = append(os.Environ(), "GREENHOUSE_COMPANION_DATA_DIR="+w.dir)
	h := &host{t: w.t}
	h.stdin, err = cmd.StdinPipe()
	require.NoError(w.t, err)
	h.stdout, err = cmd.StdoutPipe()
	require.NoError(w.t, err)
	require.NoError(w.t, cmd.Start())
	w.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	h.call(map[string]any{"id": "hello", "type": "hello", "protocol": 1, "client": info})
	return h
}

type hostAnswer struct {
	Type   string `json:"type"`
	ItemID string `json:"item_id"`
}

// call writes one frame and reads its answer.
func (h *host) call(message any) (answer hostAnswer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	frame, err := json.Marshal(message)
	require.NoError(h.t, err)
	require.NoError(h.t, native.WriteFrame(h.stdin, frame))
	frame, err = native.ReadFrame(h.stdout, extension.MaxMessage)
	require.NoError(h.t, err)
	require.NoError(h.t, json.Unmarshal(frame, &answer))
	return answer
}

func (h *host) send(add extension.Add) string {
	answer := h.add(add)
	require.Equal(h.t, "receipt", answer.Type)
	return answer.ItemID
}

func (h *host) add(add extension.Add) hostAnswer {
	return h.call(struct {
		ID   string `json:"id"`
		Type string `json:"type"`
		extension.Add
	}{add.RequestID, "add", add})
}
