package harvest_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// rival is a client that always has work. It calls until ctx ends.
type rival struct {
	name string
	run  func(ctx context.Context, b *testing.B, server string, limit *windowed)
}

func rivals() []rival {
	return []rival{{"slots", slots}, {"sleep_on_429", sleeping}, {"backoff", backingOff}, {"bucket", bucket}}
}

// slots is ours, in the middle of an export, with the reserve for clicks that do not come.
func slots(ctx context.Context, b *testing.B, server string, _ *windowed) {
	client, err := harvest.New(configFor(server))
	if err != nil {
		b.Error(err)
		return
	}
	ctx = harvest.WithPriority(ctx, harvest.Export)
	work(ctx, 32, func() { _ = read(ctx, client) })
}

// sleeping stops each worker for as long as a refusal asks.
func sleeping(ctx context.Context, _ *testing.B, server string, _ *windowed) {
	work(ctx, 8, func() {
		if wait := get(ctx, server); wait > 0 {
			nap(ctx, wait)
		}
	})
}

// backingOff doubles its pause with each refusal and reads no header.
func backingOff(ctx context.Context, _ *testing.B, server string, _ *windowed) {
	const shortest, longest = 100 * time.Millisecond, 10 * time.Second
	work(ctx, 8, func() {
		pause := shortest
		for ctx.Err() == nil && get(ctx, server) > 0 {
			nap(ctx, pause/2+rand.N(pause))
			pause = min(2*pause, longest)
		}
	})
}

// bucket keeps to the right rate on average, and begins with a full bucket.
func bucket(ctx context.Context, _ *testing.B, server string, limit *windowed) {
	tokens := make(chan struct{}, limit.limit)
	for range limit.limit {
		tokens <- struct{}{}
	}
	var all sync.WaitGroup
	all.Go(func() { drip(ctx, tokens, limit.length/time.Duration(limit.limit)) })
	work(ctx, 8, func() {
		select {
		case <-ctx.Done():
		case <-tokens:
			get(ctx, server)
		}
	})
	all.Wait()
}

// drip adds tokens until ctx ends. What does not fit into the bucket is lost.
func drip(ctx context.Context, tokens chan<- struct{}, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		select {
		case tokens <- struct{}{}:
		default:
		}
	}
}

func work(ctx context.Context, workers int, step func()) {
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for ctx.Err() == nil {
				step()
			}
		})
	}
	all.Wait()
}

// get makes one call, and returns how long a refusal asks to wait, zero when it was served.
func get(ctx context.Context, server string) time.Duration {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server+apiPath+"/v3/sources", nil)
	if err != nil {
		return 0
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer func() { _ = res.Body.Close() }()
	seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
	return time.Duration(seconds) * time.Second
}

func nap(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
