package companion_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
	"github.com/stretchr/testify/require"
)

const testOrigin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"

// TestMain lets the test binary be the service as well: a process of its own that a test can kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("COMPANION_TEST_SERVICE"); dir != "" {
		serveUntilKilled(dir)
	}
	flag.Parse()
	flag.Set("test.parallel", "16") // most of the time is spent waiting for the settle time
	os.Exit(m.Run())
}

func serveUntilKilled(dir string) {
	cfg := testConfig(dir)
	if err := json.Unmarshal([]byte(os.Getenv("COMPANION_TEST_SETTINGS")), &cfg.Settings); err != nil {
		panic(err)
	}
	service, err := companion.New(cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(service.WebSocketURL())
	_ = service.Run(context.Background())
	os.Exit(0)
}

// testConfig is the service as tests run it: every door open, and the settle time scaled down.
func testConfig(dir string) companion.Config {
	return companion.Config{
		DataDir: dir, SecretStore: companion.StoreFile, Version: "test", Logger: testLogger(dir),
		Settings: companion.Settings{
			Greenhouse: companion.GreenhouseSettings{AskRequired: new(false)},
			Delivery:   companion.DeliverySettings{SettleSeconds: 0.4, CallSeconds: 1},
			Index:      companion.IndexSettings{Disabled: true},
			WebSocket:  companion.WebSocketSettings{Listen: "127.0.0.1:0", Origins: []string{testOrigin}, Unpaired: true},
		},
	}
}

// testLogger writes beside the data folder, where a failing test finds what the service did.
func testLogger(dir string) *slog.Logger {
	f, err := os.OpenFile(dir+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	return slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// line is the network between the companion and the pretend Greenhouse; it can be cut.
type line struct {
	address string
	target  string
	mu      sync.Mutex
	ln      net.Listener
	open    map[net.Conn]bool
}

// newLine reserves an address; it is open once its target is known.
func newLine(t *testing.T) *line {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l := &line{address: ln.Addr().String(), ln: ln, open: map[net.Conn]bool{}}
	t.Cleanup(l.cut)
	return l
}

func (l *line) url() string { return "http://" + l.address }

// join opens the line again, on the same address as before.
func (l *line) join(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		ln, err := net.Listen("tcp", l.address)
		if err != nil {
			return false // somebody else has the port for a moment
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.ln = ln
		go l.accept(ln)
		return true
	}, 10*time.Second, 10*time.Millisecond)
}

// cut ends every connection and refuses new ones.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ln.Close()
	for c := range l.open {
		c.Close()
	}
	clear(l.open)
}

func (l *line) accept(ln net.Listener) {
	for {
		near, err := ln.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.target)
		if err != nil {
			near.Close()
			continue
		}
		l.mu.Lock()
		l.open[near], l.open[far] = true, true
		l.mu.Unlock()
		go pipe(near, far)
		go pipe(far, near)
	}
}

func pipe(to, from net.Conn) {
	io.Copy(to, from)
	to.Close()
	from.Close()
}

// world is a pretend Greenhouse, the line to it, and a data folder connected with its credential.
type world struct {
	t          *testing.T
	greenhouse *sandbox.Server
	line       *line
	dir        string
	settings   companion.Settings
}

func newWorld(t *testing.T, faults ...string) *world {
	t.Helper()
	w := newEmptyWorld(t, faults...)
	w.connect()
	return w
}

// newEmptyWorld has nobody connected yet. Its rate limit is out of the way; tests of the limit set their own.
func newEmptyWorld(t *testing.T, faults ...string) *world {
	t.Helper()
	l := newLine(t)
	greenhouse, err := sandbox.Start(sandbox.Options{PublicURL: l.url(), Faults: append([]string{"rate=1000/1"}, faults...)})
	require.NoError(t, err)
	t.Cleanup(func() { greenhouse.Close() })
	l.target = strings.TrimPrefix(greenhouse.URL(), "http://")
	go l.accept(l.ln)
	w := &world{t: t, greenhouse: greenhouse, line: l, dir: filepath.Join(t.TempDir(), "data")}
	w.settings = testConfig(w.dir).Settings
	t.Cleanup(w.tellLog)
	return w
}

// tellLog shows the service's log when the test failed.
func (w *world) tellLog() {
	if log, err := os.ReadFile(w.dir + ".log"); err == nil && w.t.Failed() {
		w.t.Logf("the service's log:\n%s", log)
	}
}

func (w *world) connect() {
	w.t.Helper()
	_, err := companion.Connect(w.t.Context(), w.connectRequest())
	require.NoError(w.t, err)
}

func (w *world) connectRequest() companion.ConnectRequest {
	info := w.greenhouse.Info()
	return companion.ConnectRequest{
		DataDir: w.dir, Email: info.UserEmail, ClientID: info.ClientID, ClientSecret: harvest.Secret(info.ClientSecret),
		HarvestURL: w.line.url(), AuthURL: w.line.url(), SecretStore: companion.StoreFile,
	}
}

// run starts the service inside the test; stop ends it and waits.
func (w *world) run() (service *companion.Service, stop func()) {
	w.t.Helper()
	cfg := testConfig(w.dir)
	cfg.Settings = w.settings
	service, err := companion.New(cfg)
	require.NoError(w.t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- service.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(w.t, <-ended)
	})
	w.t.Cleanup(stop)
	return service, stop
}

// process is the service as a process of its own.
type process struct {
	cmd          *exec.Cmd
	webSocketURL string
}

func (w *world) start() *process {
	w.t.Helper()
	cmd := exec.Command(os.Args[0])
	settings, err := json.Marshal(w.settings)
	require.NoError(w.t, err)
	cmd.Env = append(os.Environ(), "COMPANION_TEST_SERVICE="+w.dir, "COMPANION_TEST_SETTINGS="+string(settings))
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	require.NoError(w.t, err)
	require.NoError(w.t, cmd.Start())
	p := &process{cmd: cmd}
	w.t.Cleanup(p.kill)
	first, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(w.t, err, "the service did not start")
	p.webSocketURL = strings.TrimSpace(first)
	return p
}

// kill is SIGKILL: the process gets no chance to tidy up.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

var info = extension.ClientInfo{Name: "test", Version: "1"}

func (w *world) webSocket(url string) *extension.Client {
	w.t.Helper()
	c, err := extension.DialWebSocket(w.t.Context(), url, testOrigin, info)
	require.NoError(w.t, err)
	w.t.Cleanup(func() { c.Close() })
	return c
}

func (w *world) command() *extension.Client {
	w.t.Helper()
	c, err := extension.DialSocket(w.t.Context(), native.SocketPath(w.dir, companion.AdminSocket), info)
	require.NoError(w.t, err)
	w.t.Cleanup(func() { c.Close() })
	return c
}

// job returns the id of the i-th open job.
func (w *world) job(i int) extension.ID {
	var open []int64
	for _, j := range w.greenhouse.Jobs() {
		if j.Status == "open" {
			open = append(open, j.ID)
		}
	}
	return extension.ID(open[i])
}

func (w *world) onJob(i int) extension.Target {
	return extension.Target{Kind: extension.TargetCandidate, JobIDs: []extension.ID{w.job(i)}}
}

var inBase = extension.Target{Kind: extension.TargetProspect}

// person is a fictional profile in AmazingHiring's API v6 shape.
func person(id int64, name, email string) json.RawMessage {
	profile := map[string]any{"id": id, "name": name, "contacts": []map[string]string{{"type": "email", "value": email}}}
	data, _ := json.Marshal(profile)
	return data
}

func newAdd(profile json.RawMessage, target extension.Target) extension.Add {
	return extension.Add{RequestID: uuid.NewString(), Profile: profile, Target: target, Priority: extension.PriorityClick}
}

// send adds and returns the item's id.
func send(t *testing.T, c *extension.Client, add extension.Add) string {
	t.Helper()
	receipt, err := extension.Call[extension.Receipt](t.Context(), c, add)
	require.NoError(t, err)
	require.Equal(t, add.RequestID, receipt.RequestID)
	return receipt.ItemID
}

func show(t *testing.T, c *extension.Client, id string) extension.Item {
	t.Helper()
	items, err := extension.Call[extension.Items](t.Context(), c, extension.ItemsQuery{ItemID: id})
	require.NoError(t, err)
	require.Len(t, items.Items, 1)
	return items.Items[0]
}

// await follows the item until it is in the state, with the cause if one is given.
func await(t *testing.T, c *extension.Client, id, state string, cause ...string) extension.Item {
	t.Helper()
	var last extension.Item
	require.Eventually(t, func() bool {
		last = show(t, c, id)
		return last.State == state && (len(cause) == 0 || last.Cause == cause[0])
	}, 20*time.Second, 10*time.Millisecond, "item %s never became %s %v; last: %+v", id, state, cause, &last)
	return last
}

// greenhouseHolds reads everything back over the API, as an admin's tool would.
func (w *world) greenhouseHolds() ([]harvest.Candidate, []harvest.Application) {
	w.t.Helper()
	i := w.greenhouse.Info()
	client, err := harvest.New(harvest.Config{
		BaseURL: i.HarvestURL, AuthURL: i.AuthURL, ClientID: i.ClientID, ClientSecret: harvest.Secret(i.ClientSecret),
	})
	require.NoError(w.t, err)
	people, err := harvest.Collect(client.Candidates(w.t.Context(), harvest.CandidateQuery{}))
	require.NoError(w.t, err)
	applications, err := harvest.Collect(client.Applications(w.t.Context(), harvest.ApplicationQuery{}))
	require.NoError(w.t, err)
	return people, applications
}

// requirePeople checks that exactly these people are there, each with exactly one application.
func (w *world) requirePeople(names ...string) {
	w.t.Helper()
	people, applications := w.greenhouseHolds()
	var got []string
	for _, p := range people {
		got = append(got, p.FirstName+" "+p.LastName)
	}
	require.ElementsMatch(w.t, names, got)
	owners := map[harvest.CandidateID]int{}
	for _, a := range applications {
		owners[a.CandidateID]++
	}
	for _, p := range people {
		require.Equal(w.t, 1, owners[p.ID], "applications of %s %s", p.FirstName, p.LastName)
	}
}
