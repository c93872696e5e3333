package queue

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// closingGC is the garbage collector's percentage while a database closes that was much written to: merging tables makes much garbage.
const closingGC = 10

// renewAfter is how much may be written, in bytes, before the database is closed to be opened again: what was written stays in memory
// until then, because Badger maps all its files.
const renewAfter = 8 << 20

// wrote counts what was written, and closes the database when it was much. Called without holding the gate.
func (s *store) wrote(bytes int) {
	if s.written.Add(int64(bytes)) < renewAfter || !s.mayRest() {
		return
	}
	s.renew()
}

// renew closes the database when those who use it now are done. The next one opens it again.
func (s *store) renew() {
	s.gate.Lock()
	defer s.gate.Unlock()
	s.written.Store(0)
	defer debug.FreeOSMemory()
	defer debug.SetGCPercent(debug.SetGCPercent(closingGC))
	s.restLocked()
}

// rest closes the database when it was idle for long enough, and otherwise looks again later.
func (s *store) rest() {
	idle := time.Since(s.born) - time.Duration(s.used.Load())
	if idle < s.after || !s.mayRest() || !s.gate.TryLock() {
		s.timer.Reset(max(s.after-idle, s.after/5))
		return
	}
	s.restLocked()
	s.gate.Unlock()
	debug.FreeOSMemory() // what Badger held would otherwise stay until the next garbage collection, minutes from now
}

func (s *store) restLocked() {
	if s.shut || s.db == nil {
		return
	}
	if err := s.closeLocked(); err != nil {
		s.log.Error("queue database did not close well", slog.Any("error", err))
	}
}

func (s *store) closeLocked() error {
	db := s.db
	s.db = nil
	if err := db.Close(); err != nil {
		return err
	}
	sealed, err := sealFolder(s.dir, max(s.last(), s.sealed.lastGiven()), s.sealed)
	if err != nil {
		return fmt.Errorf("seal the folder: %w", err)
	}
	s.sealed = sealed
	return s.witness.end()
}

// distrust takes the database away after a commit failed. Badger shows what such a commit wrote although it may never reach the disk;
// closing writes all of it into a new file, again and again until the disk accepts it. Until then nobody gets the database.
func (s *store) distrust() {
	s.gate.Lock()
	defer s.gate.Unlock()
	db := s.db
	if db == nil || s.shut {
		return
	}
	witness := s.witness
	s.db = nil
	s.recovering.Store(true)
	go func() {
		defer s.recovering.Store(false)
		if err := errors.Join(db.Close(), witness.close()); err != nil {
			s.log.Error("queue database did not close well", slog.Any("error", err))
		}
	}()
}

// close waits for everybody who uses the database and closes it for good.
func (s *store) close() error {
	s.gate.Lock()
	defer s.gate.Unlock()
	s.shut = true
	s.timer.Stop()
	if s.recovering.Load() {
		return errRecovering
	}
	if s.db == nil {
		return nil
	}
	return s.closeLocked()
}
