package queue

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// formatVersion is the version of the key layout and of everything stored under it.
const formatVersion = 1

// Config says where the queue is.
type Config struct {
	// Dir is the folder of the queue, which nothing else may use. Created with mode 0700 if it is missing.
	Dir string
	// EncryptionKey has 32 bytes. Nil leaves the folder readable; only tests do that.
	EncryptionKey []byte
	// Logger receives what Badger says, at debug level, and damage that was found. Nil discards it.
	Logger *slog.Logger

	freeSpace func(dir string) (uint64, error) // nil asks the operating system
	restAfter time.Duration                    // zero: restAfter
}

// Queue is an open queue. Its methods may be called from any goroutine.
type Queue struct {
	store *store
	lock  *os.File // the folder is ours until it is closed
	log   *slog.Logger
	disk  *diskSpace // the committer's

	operations chan *operation
	index      *index        // the committer's; nil when it must be loaded again
	eligible   chan struct{} // the committer's; closed when something may have become eligible
	published  atomic.Pointer[snapshot]

	closing   chan struct{}
	committed chan struct{} // closed when the committer has ended
	closeOnce sync.Once
	closeErr  error

	watchers watchers
	damage   *Damage
}

// snapshot is what the committer tells readers after each commit.
type snapshot struct {
	stats Stats
	low   ItemID
	last  ItemID
}

// Open opens the queue in a folder, or makes a new one. Items that were leased when the folder was last used are ready again.
// A damaged folder is set aside, and what can be read is kept; see Damage.
//
// Errors: ErrInUse, ErrWrongKey, ErrNewerFormat, *DiskFullError, and *os.PathError when the folder cannot be written.
func Open(cfg Config) (*Queue, error) {
	q, err := open(cfg)
	if err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	go q.commitUntilClosed()
	return q, nil
}

func open(cfg Config) (*Queue, error) {
	if cfg.EncryptionKey != nil && len(cfg.EncryptionKey) != 32 {
		return nil, errors.New("the encryption key must have 32 bytes")
	}
	q := newQueue(cfg)
	if err := q.claimFolder(cfg.Dir); err != nil {
		return nil, err
	}
	if err := q.openFolder(cfg.Dir, bytes.Clone(cfg.EncryptionKey), cfg.restAfter); err != nil {
		return nil, errors.Join(err, q.lock.Close())
	}
	return q, nil
}

// openFolder looks for damage before Badger sees the folder.
func (q *Queue) openFolder(dir string, key []byte, restAfter time.Duration) error {
	if err := q.prepareFolder(dir); err != nil {
		return err
	}
	found := checkFolder(dir)
	if len(found.damaged) > 0 {
		if err := q.salvage(dir, key, found); err != nil {
			return err
		}
	}
	err := q.start(dir, key, restAfter)
	if errors.Is(err, errRefused) && !found.sealed && len(found.damaged) == 0 {
		found.refused = true
		if err := q.salvage(dir, key, found); err != nil {
			return err
		}
		return q.start(dir, key, restAfter)
	}
	return err
}

func (q *Queue) start(dir string, key []byte, restAfter time.Duration) error {
	q.store = newStore(dir, key, restAfter, q.log, q.disk)
	q.store.last = func() ItemID { return q.published.Load().last }
	if err := q.restore(); err != nil {
		return errors.Join(err, q.store.close())
	}
	return nil
}

func newQueue(cfg Config) *Queue {
	log := cfg.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	q := &Queue{
		log:        log,
		disk:       newDiskSpace(cfg),
		operations: make(chan *operation),
		eligible:   make(chan struct{}),
		closing:    make(chan struct{}),
		committed:  make(chan struct{}),
	}
	q.published.Store(&snapshot{})
	return q
}

// claimFolder also makes the folder that it is in.
func (q *Queue) claimFolder(dir string) error {
	if err := os.MkdirAll(filepath.Dir(filepath.Clean(dir)), 0o700); err != nil {
		return err
	}
	lock, err := lockFolder(dir)
	q.lock = lock
	return err
}

// prepareFolder finds out what would stop Badger, whose own errors do not say it in a way that a program can decide by.
func (q *Queue) prepareFolder(dir string) error {
	if err := finishSalvage(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := q.disk.require(AcceptFloor, time.Now()); err != nil {
		return err
	}
	probe, err := os.CreateTemp(dir, "probe-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// Close waits for the operations already taken up, ends all leases and closes the folder. Every later call answers ErrClosed.
// Items still leased are ready again at the next Open.
func (q *Queue) Close() error {
	q.closeOnce.Do(func() {
		close(q.closing)
		<-q.committed
		q.watchers.close()
		if err := errors.Join(q.store.close(), q.lock.Close()); err != nil {
			q.closeErr = fmt.Errorf("close queue: %w", err)
		}
	})
	return q.closeErr
}
