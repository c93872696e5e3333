package store

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strconv"
	"sync"
)

// Opened remembers which AmazingHiring profiles were fetched before, because fetching one for the first time may cost a
// contact credit. It is a text file with one id in a line, only ever appended to. Losing it costs nothing but a wrong guess.
type Opened struct {
	path string
	mu   sync.Mutex
	ids  map[int64]bool
}

// OpenOpened reads the file; a missing one is empty, and lines that are no ids are skipped.
func OpenOpened(path string) (*Opened, error) {
	o := &Opened{path: path, ids: map[int64]bool{}}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return o, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read fetched profiles: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if id, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
			o.ids[id] = true
		}
	}
	return o, lines.Err()
}

// Has says whether the profile was fetched before.
func (o *Opened) Has(id int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.ids[id]
}

// Add remembers the profile and says whether this was its first time.
func (o *Opened) Add(id int64) (first bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ids[id] {
		return false, nil
	}
	file, err := os.OpenFile(o.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return true, fmt.Errorf("remember fetched profile: %w", err)
	}
	o.ids[id] = true
	_, err = fmt.Fprintln(file, id)
	return true, errors.Join(err, file.Close())
}

// Forget removes the profiles, synced; one that was never fetched is no error.
func (o *Opened) Forget(ids map[int64]bool) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var left []byte
	found := false
	for id := range o.ids {
		if ids[id] {
			found = true
			continue
		}
		left = append(strconv.AppendInt(left, id, 10), '\n')
	}
	if !found {
		return nil
	}
	if err := WriteFile(o.path, left); err != nil {
		return err
	}
	maps.DeleteFunc(o.ids, func(id int64, _ bool) bool { return ids[id] })
	return nil
}
