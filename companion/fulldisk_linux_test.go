package companion_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// TestFullDisk runs the service on a volume that fills up and is freed again: new adds are refused in time, those that have
// a receipt arrive once, and nobody has to restart anything.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	w, v := newWorldOnVolume(t)
	w.line.cut()
	client := w.webSocket(w.start().webSocketURL)
	var ids, names []string
	add := func() error {
		receipt, err := extension.Call[extension.Receipt](t.Context(), client, newAdd(someone(len(ids)), inBase))
		if err == nil {
			ids, names = append(ids, receipt.ItemID), append(names, nameOf(len(ids)))
		}
		return err
	}
	require.NoError(t, add())
	await(t, client, ids[0], "waiting", companion.CauseOffline)

	v.leave(t, 40<<20)
	var err error
	require.Eventually(t, func() bool { err = add(); return err != nil }, 20*time.Second, 200*time.Millisecond)
	requireDiskFull(t, err)
	v.leave(t, 4<<20) // too little to record what is sent, so nothing is sent
	require.Eventually(t, func() bool {
		_, err = extension.Call[extension.ItemReply](t.Context(), client, extension.Retry{ItemID: ids[0]})
		return err != nil
	}, 20*time.Second, 200*time.Millisecond)
	w.line.join(t)
	require.Eventually(t, func() bool { return w.logged("wake items") }, 20*time.Second, 10*time.Millisecond)
	require.Zero(t, doneCount(t, client), "the service is up and answers")
	w.requirePeople()

	v.leave(t, 40<<20) // enough for what was accepted
	for _, id := range ids {
		await(t, client, id, "done")
	}
	w.requirePeople(names...)
	requireDiskFull(t, add())

	v.leave(t, volumeSize)
	require.Eventually(t, func() bool { return add() == nil }, 20*time.Second, 10*time.Millisecond)
	await(t, client, ids[len(ids)-1], "done")
	w.requirePeople(names...)
}

// TestDiskFullInTheMiddle fills the volume while a write is on its way: what came of it is stored once there is room.
func TestDiskFullInTheMiddle(t *testing.T) {
	t.Parallel()
	w, v := newWorldOnVolume(t)
	require.NoError(t, w.greenhouse.SetFaults("rate=3/2"))
	client := w.webSocket(w.start().webSocketURL)
	id := send(t, client, newAdd(someone(0), w.onJob(0)))
	require.Eventually(t, func() bool { return show(t, client, id).State == "leased" }, 20*time.Second, time.Millisecond)
	v.leave(t, 4<<20)
	require.Eventually(t, func() bool { return w.logged("disk full") }, 20*time.Second, 10*time.Millisecond)
	v.leave(t, volumeSize)
	await(t, client, id, "done")
	require.NoError(t, w.greenhouse.SetFaults("rate=1000/1"))
	w.requirePeople(nameOf(0))
}

// TestStartOnAFullDisk: the service says what is wrong and how to mend it, and starts once it was mended.
func TestStartOnAFullDisk(t *testing.T) {
	t.Parallel()
	w, v := newWorldOnVolume(t)
	w.line.cut()
	first := w.start()
	client := w.webSocket(first.webSocketURL)
	id := send(t, client, newAdd(someone(0), inBase))
	await(t, client, id, "waiting", companion.CauseOffline)
	first.kill()
	for _, free := range []uint64{40 << 20, 1 << 20, 0} {
		v.leave(t, free)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = append(os.Environ(), "COMPANION_TEST_SERVICE="+w.dir, "COMPANION_TEST_SETTINGS={}")
		out, err := cmd.CombinedOutput()
		cancel()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		require.Equal(t, 1, exit.ExitCode(), "%s", out)
		require.Contains(t, string(out), "MB are free on the disk", "with %d bytes free", free)
	}
	v.leave(t, volumeSize)
	w.line.join(t)
	client = w.webSocket(w.start().webSocketURL)
	await(t, client, id, "done")
	w.requirePeople(nameOf(0))
}

func requireDiskFull(t *testing.T, err error) {
	t.Helper()
	var problem *extension.Error
	require.ErrorAs(t, err, &problem)
	require.Equal(t, extension.CodeDiskFull, problem.Code)
	require.Regexp(t, `Only \d+ MB are free`, problem.Message)
	require.Contains(t, problem.Remedy, "Free at least 64 MB")
}

// volumeSize is that of a volume of its own, which a test may fill.
const volumeSize = 256 << 20

type volume struct{ dir string }

// newWorldOnVolume has its data folder, and nothing else, on a volume of its own.
func newWorldOnVolume(t *testing.T) (*world, volume) {
	t.Helper()
	if os.Geteuid() != 0 {
		require.NotEqual(t, "true", os.Getenv("CI"), "CI must run as root")
		t.Skip("only root can mount a volume")
	}
	w := newEmptyWorld(t)
	v := volume{t.TempDir()}
	require.NoError(t, unix.Mount("tmpfs", v.dir, "tmpfs", 0, "size=256m"))
	t.Cleanup(func() { require.NoError(t, unix.Unmount(v.dir, unix.MNT_DETACH)) })
	w.dir = filepath.Join(v.dir, "data")
	t.Cleanup(w.tellLog) // before the log is gone with the volume
	w.connect()
	return w, v
}

// leave fills the volume until so much is free, or frees as much.
func (v volume) leave(t *testing.T, free uint64) {
	t.Helper()
	ballast := filepath.Join(v.dir, "ballast")
	require.NoError(t, os.WriteFile(ballast, nil, 0o600))
	now, err := queue.FreeSpace(v.dir)
	require.NoError(t, err)
	f, err := os.OpenFile(ballast, os.O_WRONLY, 0o600)
	require.NoError(t, err)
	defer f.Close()
	if now > free {
		require.NoError(t, unix.Fallocate(int(f.Fd()), 0, 0, int64(now-free)))
	}
}
