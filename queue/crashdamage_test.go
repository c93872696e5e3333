package queue

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// fillCrashed makes a folder as a killed process leaves it: its first items are in tables, the others only in logs.
func fillCrashed(t *testing.T, dir string, rests bool) {
	t.Helper()
	working := filepath.Join(t.TempDir(), "queue")
	q := openWith(t, Config{Dir: working, EncryptionKey: crashKey()})
	addDamaged(t, q, 0, damagedItems/2)
	if rests {
		q.store.renew()
	}
	require.NoError(t, q.Complete(lease(t, q), []byte("receipt")))
	addDamaged(t, q, damagedItems/2, damagedItems)
	_, err := q.Cancel(2)
	require.NoError(t, err)
	require.NoError(t, copyFolder(working, dir))
}

// requireNothingSilent opens a folder: either damage is told, or everything is there.
func requireNothingSilent(t *testing.T, dir string) *Damage {
	t.Helper()
	q := openWith(t, Config{Dir: dir, EncryptionKey: crashKey()})
	items, err := q.List(Filter{})
	require.NoError(t, err)
	require.Len(t, items, damagedItems)
	complete := 0
	for i := range items {
		require.Equal(t, ItemID(i+1), items[i].ID)
		complete += requireIntact(t, q, items[i].ID)
	}
	if damage := q.Damage(); damage != nil {
		require.Equal(t, damagedItems, damage.Kept+damage.Unreadable)
		require.Equal(t, damage.Kept, complete)
		return damage
	}
	require.Equal(t, damagedItems, complete)
	require.Equal(t, map[State]int{Ready: damagedItems - 2, Leased: 0, Waiting: 0, NeedsYou: 0, Done: 1, Cancelled: 1}, q.Stats().Counts)
	return nil
}

func TestDamageAfterACrashIsNeverSilent(t *testing.T) {
	for _, rests := range []bool{true, false} {
		crashed := filepath.Join(t.TempDir(), "crashed")
		fillCrashed(t, crashed, rests)
		for name := range filesOf(t, crashed) {
			for spoiled, spoil := range spoils {
				for round := range 2 {
					t.Run(fmt.Sprint(rests, " ", name, " ", spoiled, " ", round), func(t *testing.T) {
						dir := filepath.Join(t.TempDir(), "queue")
						require.NoError(t, copyFolder(crashed, dir))
						spoil(t, filepath.Join(dir, name))
						requireNothingSilent(t, dir)
					})
				}
			}
		}
	}
}

// TestAFlippedByteInALogIsTold also when it is in the last thing that was acknowledged.
func TestAFlippedByteInALogIsTold(t *testing.T) {
	crashed := filepath.Join(t.TempDir(), "crashed")
	fillCrashed(t, crashed, true)
	for _, kind := range []string{"*.mem", "*.vlog"} {
		for round := range 4 {
			t.Run(fmt.Sprint(kind, " ", round), func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "queue")
				require.NoError(t, copyFolder(crashed, dir))
				path := largest(t, filepath.Join(dir, kind))
				flipBefore(t, path, writtenUpTo(t, path))
				before := filesOf(t, dir)
				damage := requireNothingSilent(t, dir)
				require.NotNil(t, damage)
				require.True(t, damage.Asked)
				require.Equal(t, before, filesOf(t, damage.Folder))
			})
		}
	}
}

func writtenUpTo(t *testing.T, path string) int {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	end := len(content)
	for end > 0 && content[end-1] == 0 {
		end--
	}
	return end
}

func flipBefore(t *testing.T, path string, end int) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	content[rand.N(end)] ^= byte(1 + rand.N(255))
	require.NoError(t, os.WriteFile(path, content, 0o600))
}
