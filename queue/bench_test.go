package queue

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func BenchmarkEnqueue(b *testing.B) {
	payload := bytes.Repeat([]byte("x"), 4<<10)
	for _, producers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("producers=%d", producers), func(b *testing.B) {
			q := openWith(b, Config{Dir: b.TempDir(), EncryptionKey: bytes.Repeat([]byte{1}, 32)})
			var next atomic.Int64
			done := make(chan error)
			b.ResetTimer()
			for range producers {
				go func() { done <- enqueueUntil(b, q, &next, payload) }()
			}
			for range producers {
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "adds/s")
		})
	}
}

func enqueueUntil(b *testing.B, q *Queue, next *atomic.Int64, payload []byte) error {
	for {
		n := next.Add(1)
		if n > int64(b.N) {
			return nil
		}
		if _, _, err := q.Enqueue(b.Context(), Add{DedupeKey: fmt.Sprint(n), Payload: payload}); err != nil {
			return err
		}
	}
}

func BenchmarkLeaseComplete(b *testing.B) {
	q := openWith(b, Config{Dir: b.TempDir(), EncryptionKey: bytes.Repeat([]byte{1}, 32)})
	for i := range b.N {
		if _, _, err := q.Enqueue(b.Context(), Add{DedupeKey: fmt.Sprint(i)}); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for range b.N {
		l, err := q.Lease(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if err := q.Complete(l, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens a queue of 30,000 items that was closed as it should be: every file is compared with its seal.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	key := make([]byte, 32)
	q, err := Open(Config{Dir: dir, EncryptionKey: key})
	require.NoError(b, err)
	payload := make([]byte, 4<<10)
	var wg sync.WaitGroup
	for worker := range 64 {
		wg.Go(func() {
			for i := worker; i < 30_000; i += 64 {
				_, _, err := q.Enqueue(b.Context(), Add{DedupeKey: fmt.Sprint(i), Payload: payload})
				require.NoError(b, err)
			}
		})
	}
	wg.Wait()
	require.NoError(b, q.Close())
	for b.Loop() {
		q, err := Open(Config{Dir: dir, EncryptionKey: key})
		require.NoError(b, err)
		b.StopTimer()
		require.NoError(b, q.Close())
		b.StartTimer()
	}
}
