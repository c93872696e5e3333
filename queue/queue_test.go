package queue

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// openAt opens a queue that the test's end closes.
func openAt(t testing.TB, dir string) *Queue {
	t.Helper()
	return openWith(t, Config{Dir: dir})
}

func openWith(t testing.TB, cfg Config) *Queue {
	t.Helper()
	q, err := Open(cfg)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, q.Close()) })
	return q
}

func add(t testing.TB, q *Queue, key string, groups ...Group) Item {
	t.Helper()
	it, created, err := q.Enqueue(t.Context(), Add{DedupeKey: key, Groups: groups, Payload: []byte("payload of " + key)})
	require.NoError(t, err)
	require.True(t, created)
	return it
}

func lease(t testing.TB, q *Queue) Lease {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	l, err := q.Lease(ctx)
	require.NoError(t, err)
	return l
}

// requireNoLease checks that no item may be leased now.
func requireNoLease(t testing.TB, q *Queue) {
	t.Helper()
	var l Lease
	err := q.do(t.Context(), 0, func(tx *transaction) (err error) {
		l, err = q.leaseNext(tx, Background)
		return err
	})
	require.NoError(t, err)
	require.Zero(t, l)
}

func requireState(t testing.TB, q *Queue, id ItemID, want State) Item {
	t.Helper()
	it, err := q.Get(id)
	require.NoError(t, err)
	require.Equal(t, want, it.State)
	return it
}

func TestParseItemID(t *testing.T) {
	for _, bad := range []string{"", "0", "-1", "+1", "1.0", "0x1", " 1", "18446744073709551616", "one"} {
		_, err := ParseItemID(bad)
		assert.Error(t, err, bad)
	}
	id, err := ParseItemID(ItemID(18446744073709551615).String())
	require.NoError(t, err)
	require.Equal(t, ItemID(18446744073709551615), id)
}

func TestOpenRefusesASecondUser(t *testing.T) {
	dir := t.TempDir()
	openAt(t, dir)
	_, err := Open(Config{Dir: dir})
	require.ErrorIs(t, err, ErrInUse)
}

func TestOpenRefusesWrongKeys(t *testing.T) {
	dir := t.TempDir()
	key := bytes.Repeat([]byte{7}, 32)
	q, err := Open(Config{Dir: dir, EncryptionKey: key})
	require.NoError(t, err)
	require.NoError(t, q.Close())

	_, err = Open(Config{Dir: dir, EncryptionKey: bytes.Repeat([]byte{8}, 32)})
	require.ErrorIs(t, err, ErrWrongKey)
	_, err = Open(Config{Dir: dir})
	require.ErrorIs(t, err, ErrWrongKey)
	_, err = Open(Config{Dir: dir, EncryptionKey: []byte{}})
	require.ErrorContains(t, err, "32 bytes")
	openWith(t, Config{Dir: dir, EncryptionKey: key})
}

func TestOpenRefusesANewerFormat(t *testing.T) {
	dir := t.TempDir()
	q := openAt(t, dir)
	require.NoError(t, updateBadger(q, func(txn *badger.Txn) error {
		return txn.Set([]byte(keyFormat), []byte{formatVersion + 1})
	}))
	require.NoError(t, q.Close())
	_, err := Open(Config{Dir: dir})
	require.ErrorIs(t, err, ErrNewerFormat)
}

func TestOpenNamesAFolderItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Open(Config{Dir: filepath.Join(file, "queue")})
	var pathError *os.PathError
	require.ErrorAs(t, err, &pathError)
}

func TestEncryptedFolderHidesEverything(t *testing.T) {
	dir := t.TempDir()
	key := make([]byte, 32)
	rand.Read(key)
	q := openWith(t, Config{Dir: dir, EncryptionKey: key})
	const mark = "mark-that-must-not-be-readable"
	large := bytes.Repeat([]byte(mark), 5000) // goes to the value log, the small one to the tables
	for _, payload := range [][]byte{[]byte(mark), large} {
		_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: mark + string(payload[:40%len(payload)]), Payload: payload})
		require.NoError(t, err)
		require.NoError(t, q.Complete(lease(t, q), payload))
	}
	require.NotEmpty(t, filesContaining(t, dir, "companion-probe", "companion-probe"))
	require.Empty(t, filesContaining(t, dir, mark, ""))
	require.NoError(t, q.Close())
	require.Empty(t, filesContaining(t, dir, mark, ""))
}

// filesContaining returns the files under dir that contain mark. With a probe it first writes a file that does.
func filesContaining(t *testing.T, dir, mark, probe string) []string {
	t.Helper()
	if probe != "" {
		path := filepath.Join(dir, "probe")
		require.NoError(t, os.WriteFile(path, []byte(probe), 0o600))
		defer os.Remove(path)
	}
	var found []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(mark)) {
			found = append(found, path)
		}
		return err
	}))
	return found
}

func TestClosedQueueRefusesEverything(t *testing.T) {
	q, err := Open(Config{Dir: t.TempDir()})
	require.NoError(t, err)
	id := add(t, q, "a").ID
	l := lease(t, q)
	require.NoError(t, q.Close())
	require.NoError(t, q.Close())

	calls := map[string]func() error{
		"Enqueue":      func() error { _, _, err := q.Enqueue(t.Context(), Add{DedupeKey: "b"}); return err },
		"Lease":        func() error { _, err := q.Lease(t.Context()); return err },
		"Complete":     func() error { return q.Complete(l, nil) },
		"Cancel":       func() error { _, err := q.Cancel(id); return err },
		"Answer":       func() error { _, err := q.Answer(id, nil); return err },
		"Wake":         func() error { _, err := q.Wake("x"); return err },
		"EraseDone":    func() error { _, err := q.EraseDone(time.Now()); return err },
		"Get":          func() error { _, err := q.Get(id); return err },
		"ByDedupeKey":  func() error { _, err := q.ByDedupeKey("a"); return err },
		"ByGroup":      func() error { _, err := q.ByGroup(Group{}); return err },
		"List":         func() error { _, err := q.List(Filter{}); return err },
		"CancelLeased": func() error { return q.CancelLeased(l, nil) },
	}
	for name, call := range calls {
		assert.ErrorIs(t, call(), ErrClosed, name)
	}
	_, open := <-q.Watch(t.Context())
	require.False(t, open)
}

func TestCloseEndsAWaitingLease(t *testing.T) {
	q, err := Open(Config{Dir: t.TempDir()})
	require.NoError(t, err)
	ended := make(chan error)
	go func() {
		_, err := q.Lease(context.Background())
		ended <- err
	}()
	require.NoError(t, q.Close())
	require.ErrorIs(t, <-ended, ErrClosed)
}

// updateBadger writes behind the queue's back.
func updateBadger(q *Queue, change func(*badger.Txn) error) error {
	return q.store.use(func(db *badger.DB) error { return db.Update(change) })
}
