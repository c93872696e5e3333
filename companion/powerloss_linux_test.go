package companion_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

var powerLosses = flag.Int("powerloss", 3, "how often TestPowerLoss takes the power away")

// What stops an ext4 file system dead, from fs/ext4/ext4.h and include/uapi/linux/ext4.h of Linux: without the flush, what
// was written and not synced is lost, as when the power goes.
const (
	ext4Shutdown        = 0x8004587d
	ext4ShutdownNoFlush = 2
)

// TestPowerLoss takes the power away while people with files come in and are delivered. Every add with a receipt and every
// file that was called complete is there afterwards, and in the end everybody is in Greenhouse once.
func TestPowerLoss(t *testing.T) {
	d := newDisk(t)
	w := newEmptyWorld(t)
	w.dir = d.dir
	w.connect()
	s := newSoak(t, w)
	for range *powerLosses {
		s.losePower(d)
	}
	s.tally.chaos = time.Since(s.began)
	s.drain()
	s.balance()
	t.Log(s.tell())
}

// losePower stops the disk at a random moment and looks what is left before anybody can bring anything again. Those who have
// no receipt then go on.
func (s *soak) losePower(d *disk) {
	inventing, stop := context.WithCancel(s.t.Context())
	defer stop()
	produced := s.w.produce(inventing, s.producers(4, 30*time.Millisecond, s.dialWebSocket))
	rest(inventing, 100*time.Millisecond+time.Duration(s.rng.Int64N(int64(400*time.Millisecond))))
	s.suspend()
	d.stopDead()
	stop()
	s.end()
	d.unmount()
	d.mount()
	s.process = s.w.start()
	s.requireKept(s.w.webSocket(s.process.webSocketURL))
	s.open()
	require.NoError(s.t, produced(), "an add got no receipt, or two items")
}

// suspend returns when the service no longer moves: it must not meet the disk in its own way.
func (s *soak) suspend() {
	require.NoError(s.t, s.process.cmd.Process.Signal(unix.SIGSTOP))
	_, err := unix.Wait4(s.process.cmd.Process.Pid, nil, unix.WUNTRACED, nil)
	require.NoError(s.t, err)
}

// requireKept looks for everything that was promised so far.
func (s *soak) requireKept(client *extension.Client) {
	receipts, files := s.ledger.promises()
	for request, id := range receipts {
		items, err := extension.Call[extension.Items](s.t.Context(), client, extension.ItemsQuery{RequestIDs: []string{request}})
		require.NoError(s.t, err)
		require.Len(s.t, items.Items, 1, "request %s with the receipt %s is lost", request, id)
		require.Equal(s.t, id, items.Items[0].ItemID)
	}
	for hash, size := range files {
		answer, err := extension.Call[extension.Uploaded](s.t.Context(), client, extension.Upload{SHA256: hash, Size: size})
		require.NoError(s.t, err)
		require.True(s.t, answer.Complete, "file %s is lost", hash)
	}
}

// disk is an ext4 file system in a file, mounted as a data folder.
type disk struct {
	t          *testing.T
	image, dir string
}

func newDisk(t *testing.T) *disk {
	d := &disk{t: t, image: filepath.Join(t.TempDir(), "image"), dir: filepath.Join(t.TempDir(), "data")}
	require.NoError(t, os.Mkdir(d.dir, 0o700))
	require.NoError(t, os.WriteFile(d.image, nil, 0o600))
	require.NoError(t, os.Truncate(d.image, 512<<20))
	t.Cleanup(func() { _ = unix.Unmount(d.dir, unix.MNT_DETACH) }) // it is an error when it is not mounted, which is well
	for _, command := range [][]string{{"mkfs.ext4", "-q", d.image}, d.mounting()} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			require.NotEqual(t, "true", os.Getenv("CI"), "%s: %v %s", command[0], err, out)
			t.Skipf("only root with a loop device can take the power away: %s: %v %s", command[0], err, out)
		}
	}
	return d
}

// mounting is the command; the loop device goes away by itself when the file system does.
func (d *disk) mounting() []string { return []string{"mount", "-o", "loop", d.image, d.dir} }

func (d *disk) mount() {
	command := d.mounting()
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	require.NoError(d.t, err, "%s", out)
}

// unmount waits for whoever still looks at the disk.
func (d *disk) unmount() {
	require.Eventually(d.t, func() bool { return unix.Unmount(d.dir, 0) == nil }, 20*time.Second, 10*time.Millisecond)
}

func (d *disk) stopDead() {
	root, err := os.Open(d.dir)
	require.NoError(d.t, err)
	defer root.Close()
	require.NoError(d.t, unix.IoctlSetPointerInt(int(root.Fd()), ext4Shutdown, ext4ShutdownNoFlush))
}
