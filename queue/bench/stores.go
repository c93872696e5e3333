package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// store is what all contestants can do. add returns when the payload is synced.
type store interface {
	add(n int, payload []byte) error
	close() error
}

// worker is a store that hands out its items one after another.
type worker interface {
	store
	work() error // take the next item and finish it
}

func openStore(name, dir string) (store, error) {
	switch name {
	case "ours":
		return openOurs(dir)
	case "goqite":
		return openGoqite(dir)
	case "sqlite":
		return openSQLite(dir)
	case "raw":
		return openRaw(dir)
	case "empty":
		return empty{}, nil
	}
	return nil, fmt.Errorf("unknown store %q", name)
}

// empty is a program with the same libraries that does nothing.
type empty struct{}

func (empty) add(int, []byte) error { return nil }
func (empty) close() error          { return nil }

// ours is the encrypted queue.
type ours struct{ q *queue.Queue }

func openOurs(dir string) (*ours, error) {
	q, err := queue.Open(queue.Config{Dir: filepath.Join(dir, "queue"), EncryptionKey: []byte("an encryption key for benchmarks")})
	if err != nil {
		return nil, err
	}
	return &ours{q}, nil
}

func (o *ours) add(n int, payload []byte) error {
	_, created, err := o.q.Enqueue(context.Background(), queue.Add{DedupeKey: fmt.Sprint("request ", n), Payload: payload})
	if err == nil && !created {
		return errors.New("added twice")
	}
	return err
}

func (o *ours) work() error {
	l, err := o.q.Lease(context.Background())
	if err != nil {
		return err
	}
	return o.q.Complete(l, nil)
}

// settle erases what is done.
func (o *ours) settle() error {
	_, err := o.q.EraseDone(time.Now().Add(time.Hour))
	return err
}

func (o *ours) close() error { return o.q.Close() }
