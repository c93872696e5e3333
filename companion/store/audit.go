package store

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// AuditEntry is one line of the audit log. It names people by pseudonym only and holds nothing by which one could be reached.
type AuditEntry struct {
	// N counts from 1.
	N    int       `json:"n"`
	Time time.Time `json:"time"`
	// Who is the way in and the program that came in by it, or "service" for what the service does by itself.
	Who     string `json:"who"`
	Account string `json:"account,omitempty"`
	Intent  string `json:"intent"`
	Outcome string `json:"outcome,omitempty"`
	// Key is the last characters of the account's key.
	Key    string `json:"key,omitempty"`
	Person string `json:"person,omitempty"`
	// Prev is the hash of the line before, and Hash an HMAC-SHA256 over this line without it.
	Prev string `json:"prev,omitempty"`
	Hash string `json:"hash,omitempty"`
}

// AuditHead says how far the log has come: how many lines, and the hash of the last one.
type AuditHead struct {
	Count int    `json:"count"`
	Hash  string `json:"hash"`
}

// AuditLog is a file of JSON lines, each bound to the one before. It is only ever appended to, and safe for concurrent use
// within one process.
type AuditLog struct {
	path string
	key  []byte

	mu sync.Mutex
	// head, last and size are what the file ended with when it was last read or written; size is -1 before that.
	head AuditHead
	last AuditEntry
	size int64
}

// OpenAudit uses the file, which need not exist. Without the key nobody can make or change a line.
func OpenAudit(path string, key []byte) *AuditLog {
	return &AuditLog{path: path, key: key, size: -1}
}

// Head returns what the file ends with. A last line that a crash cut off does not count.
func (l *AuditLog) Head() (AuditHead, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.loadLocked()
	return l.head, err
}

// Last returns the last entry; the zero one when there is none, or none that can be read.
func (l *AuditLog) Last() (AuditEntry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.loadLocked()
	return l.last, err
}

// Append numbers and binds the entries, writes them synced and returns the new head. After an error none of them counts.
func (l *AuditLog) Append(entries []AuditEntry) (AuditHead, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.loadLocked(); err != nil {
		return AuditHead{}, err
	}
	head, last, data := l.head, l.last, []byte(nil)
	for _, e := range entries {
		e.N, e.Prev, e.Hash = head.Count+1, head.Hash, ""
		e.Hash = l.seal(e)
		head, last = AuditHead{e.N, e.Hash}, e
		data = append(data, line(e)...)
	}
	if err := l.writeLocked(data); err != nil {
		return AuditHead{}, fmt.Errorf("write audit log: %w", err)
	}
	l.head, l.last, l.size = head, last, l.size+int64(len(data))
	return head, nil
}

// writeLocked first cuts off what an interrupted write has left.
func (l *AuditLog) writeLocked(data []byte) error {
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = file.Truncate(l.size)
	if err == nil {
		_, err = file.WriteAt(data, l.size)
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// loadLocked looks for the end of the file unless it is known. Of the lines only the last one is read.
func (l *AuditLog) loadLocked() error {
	if l.size >= 0 {
		return nil
	}
	var (
		head AuditHead
		size int64
		last []byte
	)
	err := l.eachLine(func(n int, text []byte) error {
		head.Count, last = n, text
		size += int64(len(text)) + 1
		return nil
	})
	if err != nil {
		return err
	}
	l.last, _ = parse(last) // Check tells of one that cannot be read
	head.Hash = l.last.Hash
	l.head, l.size = head, size
	return nil
}

// eachLine visits the whole lines of the file, numbered from 1.
func (l *AuditLog) eachLine(visit func(n int, text []byte) error) error {
	file, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read audit log: %w", err)
	}
	defer file.Close()
	reader := bufio.NewReader(file)
	for n := 1; ; n++ {
		text, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read audit log: %w", err)
		}
		if err := visit(n, bytes.TrimSuffix(text, []byte("\n"))); err != nil {
			return err
		}
	}
}

// seal is the hash of an entry that has none yet.
func (l *AuditLog) seal(e AuditEntry) string {
	mac := hmac.New(sha256.New, l.key)
	mac.Write(line(e))
	return hex.EncodeToString(mac.Sum(nil))
}

// line never fails: an entry is plain data.
func line(e AuditEntry) []byte {
	data, err := json.Marshal(e)
	if err != nil {
		panic(fmt.Sprintf("encode audit entry: %v", err))
	}
	return append(data, '\n')
}

var errNoEntry = errors.New("not an audit entry")

// parse refuses a line that is not written exactly as line writes it.
func parse(text []byte) (AuditEntry, error) {
	var e AuditEntry
	if json.Unmarshal(text, &e) != nil || !bytes.Equal(line(e), append(bytes.Clone(text), '\n')) {
		return AuditEntry{}, errNoEntry
	}
	return e, nil
}
