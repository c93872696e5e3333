package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// What can be wrong with a file.
var (
	// ErrNoFile says that no file with this hash is stored.
	ErrNoFile = errors.New("file is not stored")
	// ErrFileDamaged says that what is stored is not what was put there; putting the file again mends it.
	ErrFileDamaged = errors.New("stored file is damaged")
)

// Files keeps files that belong to adds, encrypted, under the hash of their content (SHA-256 in hex). It is safe for
// concurrent use within one process. The name on disk is a keyed hash and the content is sealed with AES-256-GCM, so that
// neither tells which files are there to somebody without the key:
//
//	name    = hex HMAC-SHA256(name key, hash)
//	content = sealed(hash, bound to the name) ‖ sealed(file, bound to the hash)
//	sealed  = random nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes)
type Files struct {
	dir     string
	nameKey []byte
	aead    cipher.AEAD
	// mu keeps Sweep from removing a file that Put or Confirm is promising.
	mu sync.Mutex
}

// sealedHash is the length of the first part of a stored file.
const sealedHash = 12 + 2*sha256.Size + 16

// OpenFiles uses the folder and makes it, for its owner only, when it is missing. Both keys of the files are derived from
// key, which must not be empty.
func OpenFiles(dir string, key []byte) (*Files, error) {
	if len(key) == 0 {
		return nil, errors.New("open files: no key")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	nameKey, err := hkdf.Key(sha256.New, key, nil, "greenhouse-companion file names", 32)
	if err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	aead, err := newFileCipher(key)
	if err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	return &Files{dir: dir, nameKey: nameKey, aead: aead}, nil
}

func newFileCipher(key []byte) (cipher.AEAD, error) {
	contentKey, err := hkdf.Key(sha256.New, key, nil, "greenhouse-companion file contents", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(contentKey)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Put stores the content and returns its hash once it is synced. Content that is there already is written anew, which
// mends it and counts as use.
func (f *Files) Put(content []byte) (hash string, err error) {
	sum := sha256.Sum256(content)
	hash = hex.EncodeToString(sum[:])
	name := f.name(hash)
	data := f.aead.Seal(nil, nil, []byte(hash), []byte(name))
	data = append(data, f.aead.Seal(nil, nil, content, []byte(hash))...)
	f.mu.Lock()
	defer f.mu.Unlock()
	return hash, WriteFile(filepath.Join(f.dir, name), data)
}

// Get returns the content with this hash. Errors: ErrNoFile, ErrFileDamaged.
func (f *Files) Get(hash string) ([]byte, error) {
	name := f.name(hash)
	data, err := os.ReadFile(filepath.Join(f.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoFile
	}
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	if len(data) < sealedHash {
		return nil, ErrFileDamaged
	}
	content, err := f.aead.Open(nil, nil, data[sealedHash:], []byte(hash))
	if err != nil {
		return nil, ErrFileDamaged
	}
	return content, nil
}

// Has says whether a file with this hash is there, whole or not.
func (f *Files) Has(hash string) bool {
	_, err := os.Stat(filepath.Join(f.dir, f.name(hash)))
	return err == nil
}

// Confirm makes sure that the file is there and whole, and counts as use: Sweep leaves it alone for its while. Errors:
// ErrNoFile, ErrFileDamaged.
func (f *Files) Confirm(hash string) error {
	if err := f.touch(hash); err != nil {
		return err
	}
	_, err := f.Get(hash)
	return err
}

func (f *Files) touch(hash string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	err := os.Chtimes(filepath.Join(f.dir, f.name(hash)), now, now)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoFile
	}
	if err != nil {
		return fmt.Errorf("touch file: %w", err)
	}
	return nil
}

// Any says whether there is any file at all.
func (f *Files) Any() (bool, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return false, fmt.Errorf("list files: %w", err)
	}
	return len(entries) > 0, nil
}

// Sweep removes the files that were not used for olderThan and that keep does not want, what a crash left half-written,
// and what no longer opens with this key: nobody can read that. It goes on after an error and returns how many it removed.
func (f *Files) Sweep(keep func(hash string) bool, olderThan time.Duration) (removed int, err error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return 0, fmt.Errorf("sweep files: %w", err)
	}
	before := time.Now().Add(-olderThan)
	var problems []error
	for _, entry := range entries {
		gone, err := f.sweepOne(entry.Name(), keep, before)
		if gone {
			removed++
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, fmt.Errorf("sweep files: %w", err))
		}
	}
	return removed, errors.Join(problems...)
}

func (f *Files) sweepOne(name string, keep func(string) bool, before time.Time) (gone bool, err error) {
	path := filepath.Join(f.dir, name)
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(path)
	if err != nil || info.ModTime().After(before) {
		return false, err
	}
	hash, err := f.hashOf(name)
	if err == nil && keep(hash) || err != nil && !errors.Is(err, ErrFileDamaged) {
		return false, err
	}
	err = os.Remove(path)
	return err == nil, err
}

// hashOf reads back which file this is, without the file itself.
func (f *Files) hashOf(name string) (string, error) {
	file, err := os.Open(filepath.Join(f.dir, name))
	if err != nil {
		return "", err
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, sealedHash))
	if err != nil {
		return "", err
	}
	if len(head) < sealedHash {
		return "", ErrFileDamaged
	}
	hash, err := f.aead.Open(nil, nil, head, []byte(name))
	if err != nil {
		return "", ErrFileDamaged
	}
	return string(hash), nil
}

func (f *Files) name(hash string) string {
	mac := hmac.New(sha256.New, f.nameKey)
	mac.Write([]byte(hash))
	return hex.EncodeToString(mac.Sum(nil))
}
