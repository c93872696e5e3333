package store

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
)

// AuditPeople gives each person of the audit log a pseudonym. It is a file with one person in a line, the person as a keyed
// hash: "<hash> <pseudonym>". A pseudonym is random, so once its line is gone nothing leads from it to the person, not even
// the key. It is safe for concurrent use within one process.
type AuditPeople struct {
	path string
	key  []byte

	mu    sync.Mutex
	known map[string]string
}

// OpenAuditPeople reads the file; a missing one is empty, and lines that are none of ours are skipped.
func OpenAuditPeople(path string, key []byte) (*AuditPeople, error) {
	p := &AuditPeople{path: path, key: key, known: map[string]string{}}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read pseudonyms: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if hash, pseudonym, ok := strings.Cut(lines.Text(), " "); ok && len(hash) == 2*hashSize && len(pseudonym) == 2*pseudonymSize {
			p.known[hash] = pseudonym
		}
	}
	return p, lines.Err()
}

const (
	hashSize      = 16
	pseudonymSize = 8
)

// Pseudonym returns the person's, and gives them one when they have none. The empty person has none. The file is not synced:
// after a power cut somebody may have another pseudonym from then on, which is no reason to have every person wait.
func (p *AuditPeople) Pseudonym(person string) (string, error) {
	if person == "" {
		return "", nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	hash := p.hash(person)
	if known := p.known[hash]; known != "" {
		return known, nil
	}
	random := make([]byte, pseudonymSize)
	rand.Read(random)
	pseudonym := hex.EncodeToString(random)
	if err := p.appendLocked(hash + " " + pseudonym + "\n"); err != nil {
		return "", fmt.Errorf("write pseudonym: %w", err)
	}
	p.known[hash] = pseudonym
	return pseudonym, nil
}

// appendLocked begins a new line also after half a one that a crash has left.
func (p *AuditPeople) appendLocked(text string) error {
	file, err := os.OpenFile(p.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if info, err := file.Stat(); err == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err := file.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			text = "\n" + text
		}
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// Known returns the pseudonyms that the people have.
func (p *AuditPeople) Known(people []string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, person := range people {
		if pseudonym := p.known[p.hash(person)]; pseudonym != "" {
			out = append(out, pseudonym)
		}
	}
	return out
}

// Forget removes the people, synced. Whoever has no pseudonym is no error.
func (p *AuditPeople) Forget(people []string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	left := map[string]string{}
	for hash, pseudonym := range p.known {
		left[hash] = pseudonym
	}
	for _, person := range people {
		delete(left, p.hash(person))
	}
	if len(left) == len(p.known) {
		return nil
	}
	var data bytes.Buffer
	for hash, pseudonym := range left {
		data.WriteString(hash + " " + pseudonym + "\n")
	}
	if err := WriteFile(p.path, data.Bytes()); err != nil {
		return err
	}
	p.known = left
	return nil
}

func (p *AuditPeople) hash(person string) string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(person))
	return hex.EncodeToString(mac.Sum(nil)[:hashSize])
}
