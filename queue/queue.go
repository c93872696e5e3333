package queue

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
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
}

// Queue is an open queue. Its methods may be called from any goroutine.
type Queue struct {
	db   *badger.DB
	log  *slog.Logger
	disk *diskSpace

	operations chan *operation
	index      *index        // the committer's; nil when it must be loaded again
	eligible   chan struct{} // the committer's; closed when something may have become eligible
	published  atomic.Pointer[snapshot]

	closing   chan struct{}
	committed chan struct{} // closed when the committer has ended
	closeOnce sync.Once
	closeErr  error

	reading  sync.RWMutex // held by readers, so that Close waits for them
	watchers watchers
}

// snapshot is what the committer tells readers after each commit.
type snapshot struct {
	stats Stats
	low   ItemID
}

// Open opens the queue in a folder, or makes a new one. Items that were leased when the folder was last used are ready again.
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
	if err := q.prepareFolder(cfg.Dir); err != nil {
		return nil, err
	}
	db, err := openBadger(cfg.Dir, cfg.EncryptionKey, q.log)
	if err != nil {
		return nil, err
	}
	q.db = db
	if err := q.restore(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return q, nil
}

func newQueue(cfg Config) *Queue {
	log := cfg.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Queue{
		log:        log,
		disk:       newDiskSpace(cfg),
		operations: make(chan *operation),
		eligible:   make(chan struct{}),
		closing:    make(chan struct{}),
		committed:  make(chan struct{}),
	}
}

// prepareFolder finds out what would stop Badger, whose own errors do not say it in a way that a program can decide by.
func (q *Queue) prepareFolder(dir string) error {
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
		q.reading.Lock()
		defer q.reading.Unlock()
		if err := q.db.Close(); err != nil {
			q.closeErr = fmt.Errorf("close queue: %w", err)
		}
	})
	return q.closeErr
}
