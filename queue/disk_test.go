package queue

import (
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// pretendDisk is a volume whose free space the test sets.
type pretendDisk struct {
	free atomic.Uint64
	asks atomic.Int32
}

func newPretendDisk(free uint64) *pretendDisk {
	d := &pretendDisk{}
	d.free.Store(free)
	return d
}

func (d *pretendDisk) measure(string) (uint64, error) {
	d.asks.Add(1)
	return d.free.Load(), nil
}

func TestOpenRefusesAFullDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "queue")
	_, err := Open(Config{Dir: dir, freeSpace: newPretendDisk(AcceptFloor - 1).measure})
	require.Equal(t, &DiskFullError{Free: AcceptFloor - 1, Need: AcceptFloor}, as[*DiskFullError](t, err))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, files)
}

func as[E error](t *testing.T, err error) E {
	t.Helper()
	want, ok := errors.AsType[E](err)
	require.True(t, ok, "%v", err)
	return want
}

func TestAFullDiskRefusesNewWorkBeforeOldWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newPretendDisk(1 << 30)
		q := openWith(t, Config{Dir: t.TempDir(), freeSpace: disk.measure})
		add(t, q, "a")
		l := lease(t, q)

		disk.free.Store(AcceptFloor - 1)
		time.Sleep(measureEvery)
		_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: "b"})
		require.Equal(t, uint64(AcceptFloor), as[*DiskFullError](t, err).Need)
		it, created, err := q.Enqueue(t.Context(), Add{DedupeKey: "a"})
		require.NoError(t, err, "a known add needs no space")
		require.False(t, created)
		require.Equal(t, ItemID(1), it.ID)
		require.NoError(t, q.Checkpoint(l, []byte("about to send"), true))

		disk.free.Store(changeFloor - 1)
		time.Sleep(measureEvery)
		err = q.Checkpoint(l, []byte("sent"), true)
		require.Equal(t, uint64(changeFloor), as[*DiskFullError](t, err).Need)
		require.Equal(t, []byte("about to send"), requireState(t, q, 1, Leased).Progress)

		disk.free.Store(1 << 30)
		time.Sleep(measureEvery)
		require.NoError(t, q.Complete(l, nil))
		require.Equal(t, ItemID(2), add(t, q, "b").ID)
		require.NoError(t, q.Close())
	})
}

func TestFreeSpaceIsMeasuredOncePerSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newPretendDisk(1 << 30)
		q := openWith(t, Config{Dir: t.TempDir(), freeSpace: disk.measure})
		for _, key := range []string{"a", "b", "c"} {
			add(t, q, key)
		}
		require.Equal(t, int32(1), disk.asks.Load())
		time.Sleep(measureEvery)
		add(t, q, "d")
		require.Equal(t, int32(2), disk.asks.Load())
		require.NoError(t, q.Close())
	})
}

func TestFreeSpaceOfThisDisk(t *testing.T) {
	free, err := FreeSpace(t.TempDir())
	require.NoError(t, err)
	require.NotZero(t, free)
	_, err = FreeSpace(filepath.Join(t.TempDir(), "missing"))
	var pathError *os.PathError
	require.ErrorAs(t, err, &pathError)
}
