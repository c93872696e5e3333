package queue

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
)

// witnessName is the file in which an open queue notes how much of Badger's logs it has acknowledged. Badger cuts a log off where it
// first finds damage, and takes what followed for a write that never ended; only the witness knows better. It is written before every
// answer but not synced: a killed process leaves it complete, and after a power cut it may say too little, never too much.
const witnessName = "WITNESS"

// witness is what one open database has acknowledged.
type witness struct {
	dir     string
	file    *os.File
	mem     *witnessedLog // that Badger writes to
	values  *witnessedLog
	content witnessContent
}

// witnessContent is stored as JSON behind its sum and its length.
type witnessContent struct {
	Last ItemID          `json:"last"` // that was given
	Logs []*witnessedLog `json:"logs"`
	// Collected says that Badger may have removed value logs because they were mostly garbage.
	Collected bool `json:"collected"`
}

// witnessedLog has at least so many transactions, if it is a memtable's, or values.
type witnessedLog struct {
	Name     string `json:"name"`
	Header   []byte `json:"header"` // tells it from another log of the same name
	Count    int    `json:"count"`
	Manifest int64  `json:"manifest"` // size of the MANIFEST when the log was last seen: it grows before Badger removes the log
}

// startWitness looks at what Badger has just opened. What an earlier witness says of logs that are still there remains true.
func startWitness(dir string) (*witness, error) {
	old := readWitness(dir)
	file, err := os.OpenFile(filepath.Join(dir, witnessName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the witness: %w", err)
	}
	w := &witness{dir: dir, file: file, content: witnessContent{Last: old.Last, Collected: old.Collected}}
	for _, l := range old.Logs {
		if l.present(dir) {
			w.content.Logs = append(w.content.Logs, l)
		}
	}
	if w.mem, err = w.newest(".mem"); err == nil {
		w.values, err = w.newest(".vlog")
	}
	if err == nil {
		err = w.write()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start the witness: %w", err), file.Close())
	}
	return w, nil
}

func (w *witness) newest(extension string) (*witnessedLog, error) {
	names, err := filepath.Glob(filepath.Join(w.dir, "*"+extension))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no %s in an open folder: %w", extension, os.ErrNotExist)
	}
	return w.add(filepath.Base(slices.Max(names)))
}

func (w *witness) add(name string) (*witnessedLog, error) {
	header, err := readHeader(filepath.Join(w.dir, name))
	if err != nil {
		return nil, err
	}
	l := &witnessedLog{Name: name, Header: header}
	w.content.Logs = append(w.content.Logs, l)
	return l, nil
}

// before is called before a commit, so that noted knows whether Badger went on to another log meanwhile.
func (w *witness) before() error {
	var err error
	if w.mem, err = w.follow(w.mem); err != nil {
		return err
	}
	w.values, err = w.follow(w.values)
	return err
}

// follow returns the log after l once there is one, and forgets logs that Badger has removed.
func (w *witness) follow(l *witnessedLog) (*witnessedLog, error) {
	next := l.next()
	if !exists(filepath.Join(w.dir, next)) {
		return l, nil
	}
	w.content.Logs = slices.DeleteFunc(w.content.Logs, func(l *witnessedLog) bool { return !l.present(w.dir) })
	l, err := w.add(next)
	if err != nil {
		return nil, err
	}
	return w.follow(l)
}

// committed notes a transaction that is synced. One during which Badger went on to another log counts for neither.
func (w *witness) committed(values int, last ItemID, manifest int64) error {
	w.note(w.mem, 1, manifest)
	w.note(w.values, values, manifest)
	w.content.Last = max(w.content.Last, last)
	return w.write()
}

func (w *witness) note(l *witnessedLog, n int, manifest int64) {
	if exists(filepath.Join(w.dir, l.next())) {
		return
	}
	l.Count += n
	l.Manifest = manifest
}

// collect is called before garbage is collected, and synced: a log that is missing would be taken for damage.
func (w *witness) collect() error {
	w.content.Collected = true
	return errors.Join(w.write(), w.file.Sync())
}

func (w *witness) write() error {
	raw, err := json.Marshal(w.content)
	if err != nil {
		return err
	}
	framed := binary.BigEndian.AppendUint32(nil, crc32.Checksum(raw, castagnoli))
	framed = binary.BigEndian.AppendUint32(framed, uint32(len(raw)))
	_, err = w.file.WriteAt(append(framed, raw...), 0)
	return err
}

// close leaves the file where it is, for a database that did not close well.
func (w *witness) close() error { return w.file.Close() }

// end is for a folder that is sealed.
func (w *witness) end() error {
	return errors.Join(w.file.Close(), os.Remove(filepath.Join(w.dir, witnessName)))
}

// readWitness returns an empty one when there is none that can be read.
func readWitness(dir string) witnessContent {
	raw, err := os.ReadFile(filepath.Join(dir, witnessName))
	if err != nil || len(raw) < 8 {
		return witnessContent{}
	}
	sum, length, rest := binary.BigEndian.Uint32(raw), binary.BigEndian.Uint32(raw[4:]), raw[8:]
	var c witnessContent
	if uint64(length) > uint64(len(rest)) || crc32.Checksum(rest[:length], castagnoli) != sum || json.Unmarshal(rest[:length], &c) != nil {
		return witnessContent{}
	}
	return c
}
