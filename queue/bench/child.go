package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// beChild does one thing with one store and prints what it measured; the parent measures memory, processor and disk from outside.
func beChild(s settings, role, name, dir string) error {
	started := time.Now()
	contestant, err := openStore(name, dir)
	if err != nil {
		return err
	}
	measured := map[string]float64{"open_ms": float64(time.Since(started).Microseconds()) / 1000}
	switch role {
	case "idle":
		err = idle(contestant)
	case "accept":
		err = addMany(contestant, 8, func(n int, _ time.Time) bool { return n <= s.items }, nil)
	case "rate-1", "rate-8", "rate-64":
		err = rate(s, contestant, role, measured)
	case "drain":
		err = drain(s, contestant, measured)
	}
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(measured); err != nil {
		return err
	}
	_, _ = os.Stdin.Read(make([]byte, 1)) // the parent measures us, and then closes the pipe or kills us
	return contestant.close()
}

// idle uses the store once and then waits for work, as the service does.
func idle(contestant store) error {
	if w, ok := contestant.(*ours); ok {
		if err := errors.Join(w.add(1, newPayload()), w.work()); err != nil {
			return err
		}
		go w.q.Lease(context.Background()) //nolint:errcheck // it ends with the process
	}
	return nil
}

func newPayload() []byte {
	payload := make([]byte, 4<<10)
	rand.Read(payload)
	return payload
}

// addMany adds with several producers as long as more says so, and notes how long each took.
func addMany(contestant store, producers int, more func(n int, now time.Time) bool, took func(time.Duration)) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for range producers {
		wait.Go(func() {
			payload := newPayload()
			for n := int(next.Add(1)); more(n, time.Now()); n = int(next.Add(1)) {
				before := time.Now()
				err := contestant.add(n, bytes.Clone(payload))
				mu.Lock()
				if took != nil {
					took(time.Since(before))
				}
				failed = errors.Join(failed, err)
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	return failed
}

func rate(s settings, contestant store, role string, measured map[string]float64) error {
	var producers int
	if _, err := fmt.Sscanf(role, "rate-%d", &producers); err != nil {
		return err
	}
	var all []time.Duration
	end := time.Now().Add(s.seconds)
	err := addMany(contestant, producers, func(_ int, now time.Time) bool { return now.Before(end) }, func(d time.Duration) { all = append(all, d) })
	if err != nil {
		return err
	}
	slices.Sort(all)
	measured["per_second"] = float64(len(all)) / s.seconds.Seconds()
	measured["p99_ms"] = float64(all[len(all)*99/100].Microseconds()) / 1000
	return nil
}

// drain finishes all items and lets the store settle.
func drain(s settings, contestant store, measured map[string]float64) error {
	w, ok := contestant.(worker)
	if !ok {
		return errors.New("this store hands out nothing")
	}
	started := time.Now()
	var tenths []float64
	for range 10 {
		before := time.Now()
		for range s.items / 10 {
			if err := w.work(); err != nil {
				return err
			}
		}
		tenths = append(tenths, float64(s.items/10)/time.Since(before).Seconds())
	}
	measured["per_second"] = float64(s.items) / time.Since(started).Seconds()
	measured["last_to_first"] = tenths[9] / tenths[0]
	if o, ok := contestant.(*ours); ok {
		return o.settle()
	}
	return nil
}
