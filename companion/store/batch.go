package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Batch is many people handed over at once. Who belongs to it is fixed when it is made.
type Batch struct {
	ID      string          `json:"id"`
	Account string          `json:"account"`
	Kind    string          `json:"kind"`
	Name    string          `json:"name"`
	Target  json.RawMessage `json:"target"`
	Created time.Time       `json:"created_at"`
	// Paused holds its people back; Cancelled ended it.
	Paused    bool          `json:"paused,omitempty"`
	Cancelled bool          `json:"cancelled,omitempty"`
	People    []BatchPerson `json:"people"`
	// FolderID is the folder they are from, and AutoUpdate lets their later changes follow.
	FolderID   int64 `json:"folder_id,omitempty"`
	AutoUpdate bool  `json:"auto_update,omitempty"`
	// Polled is up to when the folder's changes are known; Swept is when everybody was last looked at.
	Polled time.Time `json:"polled_at,omitzero"`
	Swept  time.Time `json:"swept_at,omitzero"`
	// Since is the latest time that the folder told when it was read first, by AmazingHiring's clock: comments of before are
	// no change.
	Since time.Time `json:"since,omitzero"`
}

// BatchPerson is one person of a batch. LeftOut says that they were chosen and not taken.
type BatchPerson struct {
	RequestID string `json:"request_id"`
	ProfileID int64  `json:"profile_id,omitempty"`
	LeftOut   bool   `json:"left_out,omitempty"`
	// Status is the person's place in the folder when it was seen first, as "status/substatus" ids. UpdatesOff keeps their
	// later changes back; Behind says that they must be looked at again at the next poll. Seen is a keyed hash of what the
	// latest update was made of.
	Status     string `json:"status,omitempty"`
	Seen       string `json:"seen,omitempty"`
	UpdatesOff bool   `json:"updates_off,omitempty"`
	Behind     bool   `json:"behind,omitempty"`
}

// Batches are files of one folder, one for each batch. They are safe for concurrent use within one process.
type Batches struct {
	dir string
	// mu keeps one change from undoing another.
	mu sync.Mutex
}

// OpenBatches makes the folder when it is missing.
func OpenBatches(dir string) (*Batches, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open batches: %w", err)
	}
	return &Batches{dir: dir}, nil
}

// Put writes the batch, synced; a batch of the same id is replaced.
func (b *Batches) Put(batch Batch) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.putLocked(batch)
}

// Update changes the batch as it is now, synced, and returns it and whether there is one.
func (b *Batches) Update(id string, change func(*Batch)) (Batch, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	batch, known, err := b.Get(id)
	if err != nil || !known {
		return Batch{}, false, err
	}
	change(&batch)
	return batch, true, b.putLocked(batch)
}

func (b *Batches) putLocked(batch Batch) error {
	data, err := json.Marshal(batch)
	if err != nil {
		return fmt.Errorf("encode batch: %w", err)
	}
	return WriteFile(b.path(batch.ID), data)
}

// Get returns the batch and whether there is one.
func (b *Batches) Get(id string) (Batch, bool, error) {
	batch, err := readBatch(b.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return Batch{}, false, nil
	}
	return batch, err == nil, err
}

// List returns all batches, the latest first.
func (b *Batches) List() ([]Batch, error) {
	paths, err := filepath.Glob(filepath.Join(b.dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list batches: %w", err)
	}
	var all []Batch
	for _, path := range paths {
		batch, err := readBatch(path)
		if err != nil {
			return nil, err
		}
		all = append(all, batch)
	}
	slices.SortFunc(all, func(a, b Batch) int { return b.Created.Compare(a.Created) })
	return all, nil
}

// path hashes the id, which is the client's own text.
func (b *Batches) path(id string) string {
	sum := sha256.Sum256([]byte(id))
	return filepath.Join(b.dir, hex.EncodeToString(sum[:16])+".json")
}

func readBatch(path string) (Batch, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Batch{}, fmt.Errorf("read batch: %w", err)
	}
	var batch Batch
	if err := json.Unmarshal(data, &batch); err != nil {
		return Batch{}, fmt.Errorf("the batch file %s is damaged; move it away: its people are safe in the queue", path)
	}
	return batch, nil
}
