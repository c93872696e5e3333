package companion

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

const (
	// maxUploads is how many files may be on their way in at a time.
	maxUploads = 4
	// uploadIdle is how long a client may take between two pieces before what it sent is dropped.
	uploadIdle = 5 * time.Minute
)

// FileSettings concern files that come with an add.
type FileSettings struct {
	// MaxMB is the largest file that is taken, in MB of 1,048,576 bytes. Default 25.
	MaxMB int `toml:"max_mb"`
}

func (f FileSettings) limit() int64 { return int64(cmp.Or(f.MaxMB, 25)) << 20 }

// uploads are the files on their way in. They are in memory only until they are whole: before that nothing is promised.
type uploads struct {
	files *store.Files
	limit int64
	// free measures the disk.
	free func() (uint64, error)

	mu   sync.Mutex
	open map[uploadKey]*partial
}

// uploadKey has the size as well, so that nobody's wrong size stands in the way of the right one.
type uploadKey struct {
	hash string
	size int64
}

type partial struct {
	content []byte
	used    time.Time
}

// openFiles opens the folder of files, whose keys come from the queue's key.
func (s *Service) openFiles(key []byte) error {
	dir := filepath.Join(s.dataDir, "files")
	files, err := store.OpenFiles(dir, key)
	if err != nil {
		return err
	}
	s.files = files
	s.uploads = newUploads(files, s.settings.Files, func() (uint64, error) { return queue.FreeSpace(dir) })
	return nil
}

func newUploads(files *store.Files, settings FileSettings, free func() (uint64, error)) *uploads {
	return &uploads{files: files, limit: settings.limit(), free: free, open: map[uploadKey]*partial{}}
}

func (s *Service) upload(_ context.Context, m extension.Upload) (extension.Uploaded, error) {
	if err := s.uploads.check(m); err != nil {
		return extension.Uploaded{}, err
	}
	received, err := s.uploads.take(m)
	if err != nil {
		return extension.Uploaded{}, err
	}
	return extension.Uploaded{SHA256: m.SHA256, Received: received, Complete: received == m.Size}, nil
}

// take returns how much of the file is there, which is all of it only once it is safe on disk.
func (u *uploads) take(m extension.Upload) (received int64, err error) {
	stored, err := isStored(u.files, m.SHA256)
	if stored {
		u.drop(m)
		return m.Size, nil
	}
	if err == nil {
		err = u.room(m.Size)
	}
	if err != nil {
		return 0, err
	}
	content, err := u.add(m)
	if err != nil || int64(len(content)) < m.Size {
		return int64(len(content)), err
	}
	return m.Size, u.keep(m.SHA256, content)
}

// room asks for the file's own space beyond what an add needs, so that the add can follow.
func (u *uploads) room(size int64) error {
	free, err := u.free()
	if err != nil {
		return fmt.Errorf("measure free disk space: %w", err)
	}
	if need := queue.AcceptFloor + uint64(size); free < need {
		return intakeProblem(&queue.DiskFullError{Free: free, Need: need})
	}
	return nil
}

// add takes in the piece if it is the next one, and returns the file as far as it is there. A whole one is handed over:
// it is not on its way any more.
func (u *uploads) add(m extension.Upload) ([]byte, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	key := uploadKey{m.SHA256, m.Size}
	p, begun := u.open[key]
	if !begun && (m.Offset > 0 || len(m.Data) == 0) {
		return nil, nil
	}
	if !begun {
		if err := u.placeLocked(m.Size); err != nil {
			return nil, err
		}
		p = &partial{}
		u.open[key] = p
	}
	p.used = time.Now()
	if m.Offset == int64(len(p.content)) {
		p.content = append(p.content, m.Data...)
	}
	if int64(len(p.content)) == m.Size {
		delete(u.open, key)
	}
	return p.content, nil
}

// placeLocked bounds what unfinished files can take of the memory.
func (u *uploads) placeLocked(size int64) error {
	for key := range u.open {
		size += key.size
	}
	if len(u.open) < maxUploads && size <= 2*u.limit {
		return nil
	}
	return newProblem(extension.CodeBusy, "Other files are being received.", "Send the file again in a moment.")
}

func (u *uploads) keep(hash string, content []byte) error {
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != hash {
		return newProblem(extension.CodeBadFile, "The file does not have the announced SHA-256.", "Send it again from the beginning.")
	}
	if _, err := u.files.Put(content); err != nil {
		return fmt.Errorf("keep file: %w", err)
	}
	return nil
}

func (u *uploads) drop(m extension.Upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.open, uploadKey{m.SHA256, m.Size})
}

// expireUploads lets go of files whose client went away in the middle.
func (s *Service) expireUploads(ctx context.Context) error {
	for sleep(ctx, uploadIdle/5) {
		s.uploads.expire(time.Now())
	}
	return nil
}

func (u *uploads) expire(now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for key, p := range u.open {
		if now.Sub(p.used) >= uploadIdle {
			delete(u.open, key)
		}
	}
}
