package companion_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// mark is in everything that the marked person is made of.
const mark = "Qwyzjkmark"

// marked is a profile with so much beside the name; a long one goes to another kind of file than a short one.
func marked(id int64, name string, size int) json.RawMessage {
	profile := map[string]any{
		"id": id, "name": name + " Sample", "contacts": []map[string]string{{"type": "email", "value": strings.ToLower(name) + "@example.com"}},
		"about": strings.Repeat(name+" ", size/len(name)),
	}
	data, _ := json.Marshal(profile)
	return data
}

// addMarked brings the marked person with a file into Greenhouse.
func addMarked(t *testing.T, w *world, c *extension.Client, size int) (id string) {
	t.Helper()
	content := []byte("%PDF-1.7 " + mark)
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	call[extension.Uploaded](t, c, extension.Upload{SHA256: hash, Size: int64(len(content)), Data: content})
	add := newAdd(marked(101, mark, size), w.onJob(0))
	add.Files = []extension.File{{SHA256: hash, Filename: mark + ".pdf", Type: "resume"}}
	id = send(t, c, add)
	await(t, c, id, "done")
	return id
}

// filesWith are the files of the data folder, and the log beside it, that hold the text as it is.
func filesWith(t *testing.T, w *world, text string) (found []string) {
	t.Helper()
	look := func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(text))) {
			found = append(found, path)
		}
		return err
	}
	require.NoError(t, filepath.WalkDir(w.dir, look))
	log, err := os.ReadFile(w.dir + ".log")
	require.NoError(t, err)
	require.NotContains(t, strings.ToLower(string(log)), strings.ToLower(text))
	return found
}

func storedFiles(t *testing.T, w *world) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(w.dir, "files"))
	require.NoError(t, err)
	return len(entries)
}

// requireMarked checks that the search finds what it is to miss later: in Badger's files with the key, nowhere without it.
func requireMarked(t *testing.T, w *world) {
	t.Helper()
	require.Contains(t, string(plainText(t, w.dir)), mark)
	require.Empty(t, filesWith(t, w, mark))
	require.Equal(t, 1, storedFiles(t, w))
}

func requireUnmarked(t *testing.T, w *world) {
	t.Helper()
	require.NotContains(t, strings.ToLower(string(plainText(t, w.dir))), strings.ToLower(mark))
	require.Empty(t, filesWith(t, w, mark))
	require.Zero(t, storedFiles(t, w))
}

var sizes = map[string]int{"short": 10, "long": 100_000}

// neighbours are five other people, with more about them than about the marked one.
func neighbours(t *testing.T, c *extension.Client) (ids []string) {
	t.Helper()
	for i := range 5 {
		ids = append(ids, send(t, c, newAdd(marked(int64(200+i), "Neighbour"+string(rune('a'+i)), 100_000), inBase)))
	}
	return ids
}

// eraseAll is what the hourly rounds do once everything is old enough.
func eraseAll(t *testing.T, service *companion.Service) {
	t.Helper()
	erased, err := service.EraseFinished(0)
	require.NoError(t, err)
	require.Positive(t, erased)
	_, err = service.Sweep(0)
	require.NoError(t, err)
}

// TestNothingIsLeftAfterRetention decrypts whatever Badger has left in the folder, and reads everything else there. Others,
// whose data is still needed, are in the same files.
func TestNothingIsLeftAfterRetention(t *testing.T) {
	for name, size := range sizes {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			service, stop := w.run()
			id := addMarked(t, w, w.command(), size)
			w.line.cut()
			neighbours(t, w.command())
			requireMarked(t, w)
			eraseAll(t, service)
			requireUnmarked(t, w)
			require.Contains(t, string(plainText(t, w.dir)), "Neighbourc")
			require.NotZero(t, show(t, w.command(), id).CandidateID, "the receipt stays")
			stop()
			requireUnmarked(t, w)
		})
	}
}

// TestNothingIsLeftOfTheForgotten: the same when the person is forgotten at once, while others beside them stay.
func TestNothingIsLeftOfTheForgotten(t *testing.T) {
	for name, size := range sizes {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, stop := w.run()
			client := w.command()
			for _, id := range neighbours(t, client) {
				await(t, client, id, "done")
			}
			addMarked(t, w, client, size)
			requireMarked(t, w)
			forgotten := call[extension.Forgotten](t, client, extension.ForgetPerson{Profile: "101"})
			require.True(t, forgotten.Erased)
			require.Equal(t, 1, forgotten.Items)
			require.Equal(t, 1, forgotten.Files)
			requireUnmarked(t, w)
			require.Contains(t, string(plainText(t, w.dir)), "Neighbourc")
			stop()
			requireUnmarked(t, w)
			require.Contains(t, string(plainText(t, w.dir)), "Neighbourc")
		})
	}
}
