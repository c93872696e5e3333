package companion_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// TestDamagedQueue damages every file of the queue in turn while the service is stopped. It starts all the same, says what
// happened as long as the damaged files are there, loses nobody from sight, and adds nobody twice.
func TestDamagedQueue(t *testing.T) {
	damages := map[string]func([]byte) []byte{
		"flipped": func(content []byte) []byte {
			for i := range content {
				content[i] ^= 0x55
			}
			return content
		},
		"cut off": func(content []byte) []byte { return content[:len(content)/2] },
	}
	for name, spoil := range damages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.line.cut()
			service, stop := w.run()
			client := w.webSocket(service.WebSocketURL())
			var ids []string
			for i := range 5 {
				ids = append(ids, send(t, client, newAdd(someone(i), inBase)))
				await(t, client, ids[i], "waiting", companion.CauseOffline)
			}
			require.Empty(t, serviceStatus(t, client).Notice)
			stop()
			spoilFiles(t, filepath.Join(w.dir, "queue"), spoil)

			service, _ = w.run()
			client = w.webSocket(service.WebSocketURL())
			aside, err := filepath.Glob(filepath.Join(w.dir, "queue.damaged-*"))
			require.NoError(t, err)
			require.Len(t, aside, 1)
			require.Contains(t, serviceStatus(t, client).Notice, aside[0])
			require.True(t, w.logged("queue folder damaged"))
			w.line.join(t)
			var arrived []string
			for i, id := range ids {
				if awaitEnd(t, client, id).State == "done" {
					arrived = append(arrived, nameOf(i))
				}
			}
			w.requirePeople(arrived...)
			require.NoError(t, os.RemoveAll(aside[0]))
			require.Empty(t, serviceStatus(t, client).Notice)
		})
	}
}

// spoilFiles spoils the tables, in which a stopped queue keeps its items.
func spoilFiles(t *testing.T, dir string, spoil func([]byte) []byte) {
	t.Helper()
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	require.NoError(t, err)
	require.NotEmpty(t, tables)
	for _, path := range tables {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, spoil(content), 0o600))
	}
}

// awaitEnd follows the item until nothing more happens by itself.
func awaitEnd(t *testing.T, c *extension.Client, id string) (last extension.Item) {
	t.Helper()
	require.Eventually(t, func() bool {
		last = show(t, c, id)
		return last.State == "done" || last.State == "needs_you"
	}, 20*time.Second, 10*time.Millisecond, "item %s", id)
	return last
}
