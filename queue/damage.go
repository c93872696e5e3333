package queue

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// Damage tells of a folder that was not as the queue had left it. Everything that could be read was copied into a new folder.
type Damage struct {
	// Folder is where the old folder lies, untouched. Once it is removed, Queue.Damage returns nil.
	Folder string `json:"folder"`
	// At is when the damage was found.
	At time.Time `json:"at"`
	// Kept is how many items are complete.
	Kept int `json:"kept"`
	// Unreadable is how many items lost their state or their payload. They need a person, with the cause CauseDamaged.
	Unreadable int `json:"unreadable"`
	// Asked says that the damage may hide later states of items: all that were not finished need a person, with the cause CauseDamaged.
	Asked bool `json:"asked"`
}

// Damage returns what was found at this or an earlier Open, as long as the old folder is there; nil if nothing was.
func (q *Queue) Damage() *Damage {
	if q.damage == nil || !exists(q.damage.Folder) {
		return nil
	}
	found := *q.damage
	return &found
}

func (q *Queue) loadDamage() error {
	return q.view(func(txn *badger.Txn) error {
		err := readValue(txn, []byte(keyDamage), func(raw []byte) error { return json.Unmarshal(raw, &q.damage) })
		if errors.Is(err, badger.ErrKeyNotFound) {
			return nil
		}
		return err
	})
}

// The folders that a salvage uses, beside the queue's own.
func copyDir(dir string) string  { return filepath.Clean(dir) + ".copy" }
func freshDir(dir string) string { return filepath.Clean(dir) + ".new" }

func asideDir(dir string, at time.Time) string {
	return filepath.Clean(dir) + ".damaged-" + at.UTC().Format("20060102T150405.000000Z")
}

// finishSalvage completes one that was interrupted between its two renames.
func finishSalvage(dir string) error {
	if exists(dir) || !exists(freshDir(dir)) {
		return nil
	}
	return errors.Join(os.Rename(freshDir(dir), dir), syncFolder(filepath.Dir(filepath.Clean(dir))))
}

// salvage copies what can be read of a damaged folder into a new one, which takes its place. ErrWrongKey leaves everything as it is.
func (q *Queue) salvage(dir string, key []byte, found findings) error {
	if err := q.requireRoomFor(dir); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(copyDir(dir)), os.RemoveAll(freshDir(dir))); err != nil {
		return err
	}
	damage := Damage{At: stored(time.Now()), Asked: found.uncertain()}
	damage.Folder = asideDir(dir, damage.At)
	if err := q.rescue(dir, key, found, &damage); err != nil {
		return fmt.Errorf("rescue a damaged queue: %w", err)
	}
	q.log.Error("queue folder damaged", slog.Int("kept", damage.Kept), slog.Int("unreadable", damage.Unreadable))
	if err := os.RemoveAll(copyDir(dir)); err != nil {
		return err
	}
	if err := os.Rename(dir, damage.Folder); err != nil {
		return err
	}
	return finishSalvage(dir)
}

// requireRoomFor asks for room for two copies: one to read from and the new folder.
func (q *Queue) requireRoomFor(dir string) error {
	need := uint64(AcceptFloor)
	names, err := sealable(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		need += 2 * uint64(info.Size())
	}
	return q.disk.requireNow(need)
}

// uncertain says whether what can be read may be older than what was written last.
func (f findings) uncertain() bool {
	return f.refused || slices.ContainsFunc(f.damaged, func(name string) bool { return name != discardName && !f.restorable(name) })
}

// restorable files are kept whole in the seal, if it is one that held.
func (f findings) restorable(name string) bool {
	return f.sealed && f.seal.Copies[name] != nil
}
