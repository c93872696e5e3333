package queue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const damagedItems = 300

// fillFolder makes a folder with every kind of item and file, and closes it well. The first item is done, the second is cancelled.
func fillFolder(t *testing.T, dir string) {
	t.Helper()
	q, err := Open(Config{Dir: dir, EncryptionKey: crashKey()})
	require.NoError(t, err)
	addDamaged(t, q, 0, damagedItems)
	require.NoError(t, q.Complete(lease(t, q), []byte("receipt")))
	_, err = q.Cancel(2)
	require.NoError(t, err)
	require.NoError(t, q.Close())
}

func addDamaged(t *testing.T, q *Queue, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		payload := bytes.Repeat([]byte{byte(i)}, 100+i*20) // on both sides of what goes to the value log
		_, _, err := q.Enqueue(t.Context(), Add{DedupeKey: fmt.Sprint("key ", i), Groups: []Group{{byte(i)}}, Payload: payload})
		require.NoError(t, err)
	}
}

func filesOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
	}
	return files
}

// requireRescued opens a damaged folder: the old files are set aside as they were, and every item is there, complete or asking.
func requireRescued(t *testing.T, dir string) *Damage {
	t.Helper()
	before := filesOf(t, dir)
	q := openWith(t, Config{Dir: dir, EncryptionKey: crashKey()})
	damage := q.Damage()
	require.NotNil(t, damage, "the damage was not noticed")
	require.Equal(t, before, filesOf(t, damage.Folder))
	require.Equal(t, damagedItems, damage.Kept+damage.Unreadable)
	items, err := q.List(Filter{})
	require.NoError(t, err)
	require.Len(t, items, damagedItems)
	complete := 0
	for i := range items {
		complete += requireIntact(t, q, items[i].ID)
	}
	require.Equal(t, damage.Kept, complete)
	require.Equal(t, ItemID(damagedItems+1), add(t, q, "the next one").ID)
	return damage
}

// requireIntact returns 1 for an item that is complete. Nothing garbled may be taken for an item.
func requireIntact(t *testing.T, q *Queue, id ItemID) int {
	t.Helper()
	it, err := q.Get(id)
	require.NoError(t, err)
	i := int(id) - 1
	if it.Payload != nil {
		require.Equal(t, bytes.Repeat([]byte{byte(i)}, 100+i*20), it.Payload)
	}
	if it.DedupeKey == "" || it.Payload == nil && !it.State.finished() {
		require.Equal(t, CauseDamaged, it.Cause)
		return 0
	}
	require.Equal(t, fmt.Sprint("key ", i), it.DedupeKey)
	same, created, err := q.Enqueue(t.Context(), Add{DedupeKey: it.DedupeKey})
	require.NoError(t, err)
	require.False(t, created)
	require.Equal(t, id, same.ID)
	return 1
}

// copyFolder copies what a process would leave if it were killed now. Badger works in the background, so it tries until nothing changed
// meanwhile.
func copyFolder(from, to string) error {
	for {
		before := listFolder(from)
		err := copyFiles(from, to)
		if before == listFolder(from) {
			return err
		}
		if err := os.RemoveAll(to); err != nil {
			return err
		}
	}
}

// listFolder is the same as long as no file comes, goes or grows.
func listFolder(dir string) string {
	var list strings.Builder
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return fmt.Sprint(time.Now()) // one is just going
		}
		fmt.Fprintln(&list, e.Name(), info.Size())
	}
	fmt.Fprintln(&list, err)
	return list.String()
}

// copyFiles leaves holes where there are holes: Badger's open files consist mostly of them.
func copyFiles(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	err = os.Mkdir(to, 0o700)
	for _, e := range entries {
		err = errors.Join(err, copyWithHoles(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())))
	}
	return err
}

// copyWithHoles copies up to the first hole: nothing that Badger writes has one in the middle.
func copyWithHoles(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	content, err := readToHole(in)
	err = errors.Join(err, os.WriteFile(to, content, 0o600))
	return errors.Join(err, os.Truncate(to, info.Size()))
}

func readToHole(in io.Reader) ([]byte, error) {
	var content []byte
	for block := make([]byte, 64<<10); ; {
		n, err := io.ReadFull(in, block)
		content = append(content, block[:n]...)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return content, nil
		}
		if err != nil || len(bytes.Trim(block, "\x00")) == 0 {
			return content, err
		}
	}
}

func TestDamagedFilesAreNoticedAndWhatCanBeReadIsKept(t *testing.T) {
	// Of finished items the payload is not missed: it would have been erased anyway.
	for _, kind := range []string{"MANIFEST", "KEYREGISTRY", "DISCARD", "*.sst", "*.vlog"} {
		for name, spoil := range spoils {
			for round := range 4 {
				t.Run(fmt.Sprint(kind, " ", name, " ", round), func(t *testing.T) {
					dir := filepath.Join(t.TempDir(), "queue")
					fillFolder(t, dir)
					path := largest(t, filepath.Join(dir, kind))
					spoil(t, path)
					damage := requireRescued(t, dir)
					small := kind == "MANIFEST" || kind == "KEYREGISTRY" || kind == "DISCARD"
					require.Equal(t, !small, damage.Asked)
					require.True(t, !small || damage.Unreadable == 0, "%+v", damage)
				})
			}
		}
	}
}

var spoils = map[string]func(*testing.T, string){
	"flipped": func(t *testing.T, path string) {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		content[rand.N(len(content))] ^= byte(1 + rand.N(255))
		require.NoError(t, os.WriteFile(path, content, 0o600))
	},
	"truncated": func(t *testing.T, path string) {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.NoError(t, os.Truncate(path, rand.N(info.Size())))
	},
	"removed": func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) },
}

func largest(t *testing.T, pattern string) string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var best string
	var size int64 = -1
	for _, path := range paths {
		info, err := os.Stat(path)
		require.NoError(t, err)
		if info.Size() > size {
			best, size = path, info.Size()
		}
	}
	return best
}

func TestAWrongKeyIsNotDamage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "queue")
	fillFolder(t, dir)
	spoils["flipped"](t, largest(t, filepath.Join(dir, "*.vlog")))
	before := filesOf(t, dir)
	_, err := Open(Config{Dir: dir, EncryptionKey: bytes.Repeat([]byte{9}, 32)})
	require.ErrorIs(t, err, ErrWrongKey)
	require.Equal(t, before, filesOf(t, dir))
}

func TestDamageIsToldUntilTheOldFolderIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "queue")
	fillFolder(t, dir)
	spoils["flipped"](t, filepath.Join(dir, "MANIFEST"))
	folder := requireRescuedOnce(t, dir)
	q := openWith(t, Config{Dir: dir, EncryptionKey: crashKey()})
	require.Equal(t, folder, q.Damage().Folder)
	require.NoError(t, os.RemoveAll(folder))
	require.Nil(t, q.Damage())
}

func requireRescuedOnce(t *testing.T, dir string) string {
	t.Helper()
	q, err := Open(Config{Dir: dir, EncryptionKey: crashKey()})
	require.NoError(t, err)
	defer func() { require.NoError(t, q.Close()) }()
	require.Equal(t, damagedItems, q.Damage().Kept)
	return q.Damage().Folder
}

func TestARescueInterruptedBetweenItsRenamesIsCompleted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "queue")
	fillFolder(t, freshDir(dir))
	q := openWith(t, Config{Dir: dir, EncryptionKey: crashKey()})
	require.Equal(t, damagedItems-2, q.Stats().Counts[Ready])
}
