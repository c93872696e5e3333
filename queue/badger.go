package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// valueThreshold sends payloads to the value log: tables full of them cost Badger hundreds of MB to build and to merge.
const valueThreshold = 1 << 10

// errRefused means that Badger could not open a folder for a reason of its own.
var errRefused = errors.New("open Badger")

// openBadger opens the database with settings for a laptop: little memory, little disk, everything synced.
// unsynced becomes true when Badger could not sync a value.
func openBadger(dir string, key []byte, log *slog.Logger, unsynced *atomic.Bool) (*badger.DB, error) {
	o := badgerOptions(dir, key, log)
	o.Logger = badgerLogger{log: log, unsynced: unsynced}
	return openWithOptions(o)
}

// openDamaged opens a copy of a damaged folder for reading: nothing must touch its tables behind our back.
func openDamaged(dir string, key []byte, log *slog.Logger) (*badger.DB, error) {
	o := badgerOptions(dir, key, log)
	o.NumCompactors = 0
	o.CompactL0OnClose = false
	return openWithOptions(o)
}

func openWithOptions(o badger.Options) (*badger.DB, error) {
	db, err := badger.Open(o)
	if errors.Is(err, badger.ErrEncryptionKeyMismatch) {
		return nil, ErrWrongKey
	}
	if isInUse(err) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	return db, nil
}

// isInUse has to read the text: Badger wraps this error without keeping its chain. A test fails when the text changes.
func isInUse(err error) bool {
	return err != nil && strings.Contains(err.Error(), "Another process is using this Badger database")
}

func badgerOptions(dir string, key []byte, log *slog.Logger) badger.Options {
	o := badger.DefaultOptions(dir)
	o.Logger = badgerLogger{log: log, unsynced: new(atomic.Bool)}
	o.SyncWrites = true
	o.MetricsEnabled = false
	o.DetectConflicts = false // the committer is the only writer
	o.NumVersionsToKeep = 1
	o.CompactL0OnClose = true
	o.ChecksumVerificationMode = options.OnBlockRead
	o.VerifyValueChecksum = true

	o.MemTableSize = 4 << 20
	o.NumMemtables = 2
	o.NumLevelZeroTables = 2
	o.NumLevelZeroTablesStall = 6
	o.BaseTableSize = 2 << 20
	o.BaseLevelSize = 8 << 20
	o.NumCompactors = 2
	o.ValueThreshold = valueThreshold
	o.ValueLogFileSize = 16 << 20

	o.Compression = options.None
	o.BlockCacheSize = 0
	if key != nil {
		o.EncryptionKey = key
		o.BlockCacheSize = 2 << 20 // Badger decrypts a block at every read unless it is cached
		o.IndexCacheSize = 4 << 20 // and requires this one
	}
	return o
}

// badgerLogger passes on at debug level whatever Badger says: what matters reaches us as an error, but for one thing.
type badgerLogger struct {
	log      *slog.Logger
	unsynced *atomic.Bool
}

// syncFailed is all that Badger says when it could not sync its value log; the commit then succeeds. A test fails when the text changes.
const syncFailed = "Error while curlf sync"

// Errorf is called before the commit returns that the error belongs to.
func (l badgerLogger) Errorf(format string, args ...any) {
	if strings.HasPrefix(format, syncFailed) {
		l.unsynced.Store(true)
	}
	l.write(format, args)
}

func (l badgerLogger) Warningf(format string, args ...any) { l.write(format, args) }
func (l badgerLogger) Infof(format string, args ...any)    { l.write(format, args) }
func (l badgerLogger) Debugf(format string, args ...any)   { l.write(format, args) }

func (l badgerLogger) write(format string, args []any) {
	if !l.log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	l.log.Debug("badger", slog.String("message", strings.TrimSpace(fmt.Sprintf(format, args...))))
}
