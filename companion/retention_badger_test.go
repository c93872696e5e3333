package companion_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/fb"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/badger/v4/y"
	"github.com/stretchr/testify/require"
)

// logHead is what a log of Badger begins with: the id of its key (8 bytes) and the first 12 bytes of every IV.
const logHead = 20

// plainText is everything in Badger's files as it reads with the key: every entry of its tables and logs, whether the
// database still refers to it or not.
func plainText(t *testing.T, dataDir string) []byte {
	t.Helper()
	dir := filepath.Join(dataDir, "queue")
	key := dataKey(t, dir, queueKey(t, dataDir))
	var text []byte
	for pattern, read := range map[string]func(*testing.T, []byte, *pb.DataKey) []byte{
		"*.sst": tableText, "*.vlog": logText, "*.mem": logText,
	} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		require.NoError(t, err)
		for _, path := range paths {
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			text = append(text, read(t, data, key)...)
		}
	}
	return text
}

func queueKey(t *testing.T, dataDir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dataDir, "secrets.json"))
	require.NoError(t, err)
	var secrets map[string]string
	require.NoError(t, json.Unmarshal(data, &secrets))
	key, err := hex.DecodeString(secrets["queue-key"])
	require.NoError(t, err)
	return key
}

// dataKey is the one that Badger made for its files, which the queue's key opens.
func dataKey(t *testing.T, dir string, key []byte) *pb.DataKey {
	t.Helper()
	registry, err := badger.OpenKeyRegistry(badger.KeyRegistryOptions{Dir: dir, ReadOnly: true, EncryptionKey: key})
	require.NoError(t, err)
	defer registry.Close()
	made, err := registry.DataKey(1)
	require.NoError(t, err)
	_, err = registry.DataKey(2)
	require.Error(t, err, "the search knows one key only")
	return made
}

// logText reads header, key and value of each entry, and insists that nothing follows the last one.
func logText(t *testing.T, data []byte, key *pb.DataKey) (text []byte) {
	t.Helper()
	at := logHead
	for at+2 < len(data) {
		keyLen, a := binary.Uvarint(data[at+2:])
		valueLen, b := binary.Uvarint(data[at+2+a:])
		_, c := binary.Uvarint(data[at+2+a+b:])
		if keyLen == 0 {
			break
		}
		start := at + 2 + a + b + c
		end := start + int(keyLen+valueLen)
		iv := binary.BigEndian.AppendUint32(bytes.Clone(data[8:logHead]), uint32(at))
		plain, err := y.XORBlockAllocate(data[start:end], key.Data, iv)
		require.NoError(t, err)
		text, at = append(text, plain...), end+4
	}
	require.Empty(t, bytes.Trim(data[min(at, len(data)):], "\x00"), "the search has not understood the whole log")
	return text
}

// tableText reads every block; the index at the end of the file says where they are.
func tableText(t *testing.T, data []byte, key *pb.DataKey) (text []byte) {
	t.Helper()
	at := len(data) - 4
	at -= int(binary.BigEndian.Uint32(data[at:])) + 4
	indexLen := int(binary.BigEndian.Uint32(data[at:]))
	index := fb.GetRootAsTableIndex(opened(t, data[at-indexLen:at], key), 0)
	require.Positive(t, index.OffsetsLength())
	for i := range index.OffsetsLength() {
		var block fb.BlockOffset
		require.True(t, index.Offsets(&block, i))
		text = append(text, opened(t, data[block.Offset():block.Offset()+block.Len()], key)...)
	}
	return text
}

// opened decrypts what ends with its IV.
func opened(t *testing.T, data []byte, key *pb.DataKey) []byte {
	t.Helper()
	end := len(data) - 16
	plain, err := y.XORBlockAllocate(data[:end], key.Data, data[end:])
	require.NoError(t, err)
	return plain
}
