package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// list is a JSON file with a list in it. Nothing is cached: the command line writes the same files.
type list[T any] struct {
	path string
	// remedy is what to do when the file is damaged.
	remedy string
	mu     sync.Mutex
}

func (l *list[T]) read() ([]T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.readLocked()
}

func (l *list[T]) update(change func([]T) []T) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	all, err := l.readLocked()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(change(all), "", "  ")
	if err != nil {
		return fmt.Errorf("encode %s: %w", filepath.Base(l.path), err)
	}
	return WriteFile(l.path, data)
}

func (l *list[T]) readLocked() ([]T, error) {
	data, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(l.path), err)
	}
	var all []T
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("the file %s is damaged; move it away and %s", l.path, l.remedy)
	}
	return all, nil
}
