package companion_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

// BenchmarkReceipt measures from an add on the WebSocket to its receipt, with one client, side by side with the queue alone
// taking the same bytes. Both sync to disk before they answer. It prints a JSON line.
func BenchmarkReceipt(b *testing.B) {
	cfg := testConfig(filepath.Join(b.TempDir(), "data"))
	service, err := companion.New(cfg)
	require.NoError(b, err)
	go func() { _ = service.Run(b.Context()) }()
	client, err := extension.DialWebSocket(b.Context(), service.WebSocketURL(), testOrigin, info)
	require.NoError(b, err)
	defer client.Close()
	alone, err := queue.Open(queue.Config{Dir: filepath.Join(b.TempDir(), "queue"), EncryptionKey: make([]byte, 32)})
	require.NoError(b, err)
	defer alone.Close()

	add := newAdd(person(1, "Ada Example", "ada@example.com"), inBase)
	payload, err := json.Marshal(add)
	require.NoError(b, err)
	var door, disk []time.Duration
	for b.Loop() {
		add.RequestID = uuid.NewString()
		start := time.Now()
		_, err := extension.Call[extension.Receipt](b.Context(), client, add)
		door = append(door, time.Since(start))
		require.NoError(b, err)
		start = time.Now()
		_, _, err = alone.Enqueue(b.Context(), queue.Add{DedupeKey: add.RequestID, Payload: payload})
		disk = append(disk, time.Since(start))
		require.NoError(b, err)
	}
	slices.Sort(door)
	slices.Sort(disk)
	half := len(door) / 2
	line, err := json.Marshal(map[string]any{
		"figure": "WebSocket add to receipt, 1 client", "value": door[half].Microseconds(), "unit": "µs",
		"ratio": float64(door[half]) / float64(disk[half]), "floor": "at most 2", "goal": "at most 1.3",
	})
	require.NoError(b, err)
	fmt.Println(string(line))
}
