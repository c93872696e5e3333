package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// openBadger opens the database with settings for a laptop: little memory, little disk, everything synced.
func openBadger(dir string, key []byte, log *slog.Logger) (*badger.DB, error) {
	return openWithOptions(badgerOptions(dir, key, log))
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
		return nil, fmt.Errorf("open Badger: %w", err)
	}
	return db, nil
}

// isInUse has to read the text: Badger wraps this error without keeping its chain. A test fails when the text changes.
func isInUse(err error) bool {
	return err != nil && strings.Contains(err.Error(), "Another process is using this Badger database")
}

func badgerOptions(dir string, key []byte, log *slog.Logger) badger.Options {
	o := badger.DefaultOptions(dir)
	o.Logger = badgerLogger{log}
	o.SyncWrites = true
	o.MetricsEnabled = false
	o.DetectConflicts = false // the committer is the only writer
	o.NumVersionsToKeep = 1
	o.CompactL0OnClose = true
	o.ChecksumVerificationMode = options.OnBlockRead
	o.VerifyValueChecksum = true

	o.MemTableSize = 8 << 20
	o.NumMemtables = 2
	o.NumLevelZeroTables = 2
	o.NumLevelZeroTablesStall = 6
	o.BaseTableSize = 2 << 20
	o.BaseLevelSize = 8 << 20
	o.NumCompactors = 2
	o.ValueThreshold = 1 << 10 // payloads go to the value log: tables full of them cost Badger hundreds of MB to build and to merge
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

// badgerLogger passes on at debug level whatever Badger says: what matters reaches us as an error.
type badgerLogger struct {
	log *slog.Logger
}

func (l badgerLogger) Errorf(format string, args ...any)   { l.write(format, args) }
func (l badgerLogger) Warningf(format string, args ...any) { l.write(format, args) }
func (l badgerLogger) Infof(format string, args ...any)    { l.write(format, args) }
func (l badgerLogger) Debugf(format string, args ...any)   { l.write(format, args) }

func (l badgerLogger) write(format string, args []any) {
	if !l.log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	l.log.Debug("badger", slog.String("message", strings.TrimSpace(fmt.Sprintf(format, args...))))
}
