package companion_test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// TestDiskErrorIsNoReceipt lets the disk fail under the running service, for good: from then on there is no receipt, and
// every person with a receipt, or added again without one, arrives once after the next start.
func TestDiskErrorIsNoReceipt(t *testing.T) {
	for _, failure := range []string{"msync:error=EIO:when=12+", "msync:error=ENOSPC:when=12+"} {
		t.Run(failure, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.line.cut()
			failing := w.startFailing(failure)
			client := w.webSocket(failing.webSocketURL)
			var names []string
			var refused []extension.Add
			for i := range 30 {
				names = append(names, nameOf(i))
				add := newAdd(someone(i), inBase)
				_, err := extension.Call[extension.Receipt](t.Context(), client, add)
				if err != nil {
					refused = append(refused, add)
				}
				require.Equal(t, len(refused) > 0, err != nil, "no receipt after the first error")
			}
			require.NotEmpty(t, refused)
			require.Less(t, len(refused), len(names))
			failing.kill()

			w.line.join(t)
			client = w.webSocket(w.start().webSocketURL)
			for _, add := range refused {
				send(t, client, add)
			}
			require.Eventually(t, func() bool { return doneCount(t, client) == len(names) }, 20*time.Second, 10*time.Millisecond)
			w.requirePeople(names...)
		})
	}
}

// startFailing starts the service with a disk that fails: failure is a system call and how it fails, as strace takes it. The
// process is the service itself, strace only its companion (-D).
func (w *world) startFailing(failure string) *process {
	w.t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		require.NotEqual(w.t, "true", os.Getenv("CI"), "strace is missing")
		w.t.Skip("strace is missing: see .ci/needs")
	}
	call, _, _ := strings.Cut(failure, ":")
	settings, err := json.Marshal(w.settings)
	require.NoError(w.t, err)
	cmd := exec.Command("strace", "-D", "-f", "-qq", "-o", os.DevNull, "-e", "trace="+call, "-e", "inject="+failure, os.Args[0])
	cmd.Env = append(os.Environ(), "COMPANION_TEST_SERVICE="+w.dir, "COMPANION_TEST_SETTINGS="+string(settings))
	stdout, err := cmd.StdoutPipe()
	require.NoError(w.t, err)
	require.NoError(w.t, cmd.Start())
	p := &process{cmd: cmd}
	w.t.Cleanup(p.kill)
	url, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(w.t, err, "the service did not start")
	p.webSocketURL = strings.TrimSpace(url)
	return p
}

// TestSleep stops the process as a laptop's sleep does, in the middle of deliveries. Meanwhile every connection ends, and the
// token with them.
func TestSleep(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "rate=20/1")
	asleep := w.start()
	client := w.webSocket(asleep.webSocketURL)
	var ids, names []string
	for i := range 12 {
		names = append(names, nameOf(i))
		ids = append(ids, send(t, client, newAdd(someone(i), w.onJob(0))))
	}
	await(t, client, ids[0], "done") // so that the others are in the middle
	require.NoError(t, asleep.cmd.Process.Signal(syscall.SIGSTOP))
	w.line.cut()
	require.NoError(t, w.greenhouse.SetFaults("401-once=1,scope=all", "rate=20/1"))
	w.line.join(t)
	require.NoError(t, asleep.cmd.Process.Signal(syscall.SIGCONT))
	for _, id := range ids {
		require.Equal(t, "created", await(t, client, id, "done").Outcome)
	}
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	w.requirePeople(names...)
}
