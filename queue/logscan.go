package queue

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
)

// Badger's logs are a header and entries: meta, user meta, lengths of key and value and expiry as uvarints, key and value (encrypted),
// and the sum of all that. See https://github.com/dgraph-io/badger/blob/main/memtable.go.
const (
	entryEndsCommit = 1 << 7 // in meta
	largestKey      = 1 << 16
	largestValue    = 8 << 20 // more than any payload or progress
)

// scanLog counts the entries up to the first that is damaged or missing, and the transactions that end among them.
func scanLog(path string) (entries, commits int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	if _, err := f.Seek(logHeader, io.SeekStart); err != nil {
		return 0, 0, err
	}
	r := &entryReader{from: bufio.NewReaderSize(f, 64<<10)}
	for {
		meta, ok := r.next()
		if !ok {
			return entries, commits, nil
		}
		entries++
		if meta&entryEndsCommit != 0 {
			commits++
		}
	}
}

// entryReader goes from entry to entry.
type entryReader struct {
	from   *bufio.Reader
	sum    uint32
	buffer []byte
}

// next is false when what follows is no whole entry.
func (r *entryReader) next() (meta byte, ok bool) {
	r.sum = 0
	meta, err := r.ReadByte()
	if err != nil {
		return 0, false
	}
	if _, err := r.ReadByte(); err != nil {
		return 0, false
	}
	var lengths [3]uint64
	for i := range lengths {
		if lengths[i], err = binary.ReadUvarint(r); err != nil {
			return 0, false
		}
	}
	key, value := lengths[0], lengths[1]
	if key == 0 || key > largestKey || value > largestValue {
		return 0, false
	}
	return meta, r.checked(int(key + value))
}

// ReadByte is for the header of an entry.
func (r *entryReader) ReadByte() (byte, error) {
	b, err := r.from.ReadByte()
	r.sum = crc32.Update(r.sum, castagnoli, []byte{b})
	return b, err
}

// checked reads n bytes and compares the sum that follows them.
func (r *entryReader) checked(n int) bool {
	if cap(r.buffer) < n+crc32.Size {
		r.buffer = make([]byte, n+crc32.Size)
	}
	body := r.buffer[:n+crc32.Size]
	if _, err := io.ReadFull(r.from, body); err != nil {
		return false
	}
	return crc32.Update(r.sum, castagnoli, body[:n]) == binary.BigEndian.Uint32(body[n:])
}
