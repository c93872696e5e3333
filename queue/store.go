package queue

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// restAfter is how long nobody must have used the database before it is closed. Opening it again takes about 10 ms.
const restAfter = 5 * time.Second

// errRecovering means that a write went wrong and the database is being closed, which takes until the disk accepts writes again.
var errRecovering = errors.New("the disk refused a write; the queue is recovering")

// errUnsynced means that the disk did not take a payload, or a large progress.
var errUnsynced = errors.New("the disk refused to sync")

// store is the Badger database behind a gate. It is opened when someone needs it and closed when nobody has for a while: an open
// Badger wakes the processor hundreds of times a second and keeps its caches, also when nothing waits.
type store struct {
	dir   string
	key   []byte
	after time.Duration
	log   *slog.Logger
	disk  *diskSpace
	last  func() ItemID // that was given, for the seal

	gate       sync.RWMutex // held for reading by those who use db, for writing by who opens or closes it
	db         *badger.DB   // nil while it rests
	sealed     *seal        // the last one
	witness    *witness     // of the open database
	noted      int64        // size of the MANIFEST when its tables were last noted
	opened     bool         // at least once
	shut       bool         // for good
	recovering atomic.Bool  // a database that refused a write is still being closed
	unsynced   atomic.Bool  // Badger could not sync a value, and told only its log
	written    atomic.Int64 // bytes since the last renewal
	born       time.Time
	used       atomic.Int64 // since born
	timer      *time.Timer  // calls rest
}

func newStore(dir string, key []byte, after time.Duration, log *slog.Logger, disk *diskSpace) *store {
	if after == 0 {
		after = restAfter
	}
	s := &store{dir: dir, key: key, after: after, log: log, disk: disk, born: time.Now()}
	s.timer = time.AfterFunc(math.MaxInt64, s.rest) // wake sets it
	return s
}

// use runs something with the open database. ErrClosed, and whatever stops the database from opening.
func (s *store) use(do func(*badger.DB) error) error {
	db, err := s.acquire()
	if err != nil {
		return err
	}
	defer s.release()
	return do(db)
}

// acquire returns the open database, which stays open until release.
func (s *store) acquire() (*badger.DB, error) {
	for {
		s.gate.RLock()
		if s.db != nil && !s.shut {
			return s.db, nil
		}
		s.gate.RUnlock()
		if err := s.wake(); err != nil {
			return nil, err
		}
	}
}

func (s *store) release() {
	s.touch()
	s.gate.RUnlock()
}

func (s *store) touch() {
	s.used.Store(int64(time.Since(s.born)))
}

func (s *store) wake() error {
	s.gate.Lock()
	defer s.gate.Unlock()
	if s.shut {
		return ErrClosed
	}
	if s.db != nil {
		return nil
	}
	if s.recovering.Load() {
		return errRecovering
	}
	db, err := s.open()
	if err != nil {
		return err
	}
	s.db = db
	s.touch()
	s.timer.Reset(s.after)
	return nil
}

// open asks for little space once the queue is open, so that what was accepted can still be carried out.
func (s *store) open() (*badger.DB, error) {
	if s.opened {
		if err := s.disk.requireNow(changeFloor); err != nil {
			return nil, fmt.Errorf("reopen: %w", err)
		}
	}
	if err := breakSeal(s.dir); err != nil {
		return nil, err
	}
	if s.sealed == nil {
		s.sealed = readSeal(s.dir, brokenSeal)
	}
	if err := removeEmptyLogs(s.dir); err != nil {
		return nil, err
	}
	db, err := openBadger(s.dir, s.key, s.log, &s.unsynced)
	if err != nil {
		return nil, err
	}
	s.noted = sizeOf(s.dir, manifestName)
	if s.sealed == nil {
		s.noted = 0
	}
	if s.witness, err = startWitness(s.dir); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.opened = true
	return db, nil
}

// acknowledge notes what was committed, before anybody hears of it. Only the committer calls it.
func (s *store) acknowledge(values int, last ItemID) error {
	manifest := sizeOf(s.dir, manifestName)
	if manifest != s.noted {
		s.noteTables(manifest, last)
	}
	return s.witness.committed(values, last, manifest)
}

// noteTables tries again at the next commit when Badger was just changing them.
func (s *store) noteTables(manifest int64, last ItemID) {
	if noted, err := noteTables(s.dir, last, s.sealed); err == nil {
		s.sealed, s.noted = noted, manifest
	}
}

// removeEmptyLogs removes what Badger leaves when it is interrupted while deleting the log of a table it has written: it empties the
// file first, and then cannot open a folder that has such a file.
func removeEmptyLogs(dir string) error {
	logs, err := filepath.Glob(filepath.Join(dir, "*.mem"))
	if err != nil {
		return err
	}
	for _, path := range logs {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() > 0 {
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// mayRest is false while closing would be dangerous: it writes what was not in a table yet.
func (s *store) mayRest() bool {
	return s.disk.requireNow(AcceptFloor) == nil
}
