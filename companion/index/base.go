package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"
)

// header is the first block, followed by the cursor:
//
//	header ‖ entries (hash, person) ‖ people (person, time of change) ‖ fences of both
type header struct {
	Magic           [8]byte
	Version         uint32
	KeyCheck        [8]byte
	Generation      uint64
	Entries, People uint64
	FreshTo         int64 // milliseconds since 1970, 0 when unknown
	Complete        bool
	CursorLength    uint16
}

const version = 1

// maxCursor leaves room for the rest of the header.
const maxCursor = 3000

var baseMagic = [8]byte([]byte("ghcindex"))

// base is the sorted file. The zero base is empty and of generation 0.
type base struct {
	file       *os.File
	size       int64
	generation uint64
	progress   Progress
	entries    section
	people     section
}

// openBase opens and checks the file but for its pairs, which are checked when they are read. Errors: ErrDamaged,
// ErrWrongKey.
func openBase(path string, keys keys) (*base, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b := &base{file: file}
	if err := b.read(keys); err != nil {
		file.Close()
		return nil, err
	}
	return b, nil
}

func (b *base) read(keys keys) error {
	block, err := readBlock(b.file, 0, 0)
	if err != nil {
		return err
	}
	var h header
	n, err := binary.Decode(block, binary.LittleEndian, &h)
	switch {
	case err != nil:
		return err
	case h.Magic != baseMagic, h.Version != version, h.CursorLength > maxCursor:
		return fmt.Errorf("header: %w", ErrDamaged)
	case h.KeyCheck != keys.check:
		return ErrWrongKey
	}
	b.generation = h.Generation
	b.progress = Progress{string(block[n : n+int(h.CursorLength)]), moment(h.FreshTo), h.Complete}
	return b.readSections(h)
}

func (b *base) readSections(h header) error {
	entryBlocks, peopleBlocks := blocksFor(h.Entries, pairsIn), blocksFor(h.People, pairsIn)
	b.entries = section{file: b.file, generation: h.Generation, first: 1, count: h.Entries}
	b.people = section{file: b.file, generation: h.Generation, first: 1 + entryBlocks, count: h.People}
	info, err := b.file.Stat()
	if err != nil {
		return err
	}
	b.size = info.Size()
	last := 1 + entryBlocks + peopleBlocks + blocksFor(entryBlocks+peopleBlocks, fencesIn)
	if uint64(b.size) != last*blockSize {
		return fmt.Errorf("length: %w", ErrDamaged)
	}
	fences, err := b.readFences(1+entryBlocks+peopleBlocks, entryBlocks+peopleBlocks)
	if err != nil {
		return err
	}
	b.entries.fences, b.people.fences = fences[:entryBlocks:entryBlocks], fences[entryBlocks:]
	return nil
}

func (b *base) readFences(first, count uint64) ([]uint64, error) {
	fences := make([]uint64, 0, count)
	for n := range blocksFor(count, fencesIn) {
		block, err := readBlock(b.file, b.generation, first+n)
		if err != nil {
			return nil, err
		}
		for i := range min(fencesIn, count-n*fencesIn) {
			fences = append(fences, binary.LittleEndian.Uint64(block[i*fenceSize:]))
		}
	}
	return fences, nil
}

// updated is when the person last changed, and whether they are there.
func (b *base) updated(id int64) (int64, bool, error) {
	for p, err := range b.people.from(uint64(id)) {
		return int64(p.value), err == nil && p.key == uint64(id), err
	}
	return 0, false, nil
}

func (b *base) close() error {
	if b.file == nil {
		return nil
	}
	return b.file.Close()
}

// headerBlock is what read reads.
func headerBlock(h header, cursor string) ([]byte, error) {
	if len(cursor) > maxCursor {
		return nil, errors.New("cursor is too long")
	}
	h.CursorLength = uint16(len(cursor))
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, h); err != nil {
		return nil, err
	}
	b.WriteString(cursor)
	block := append(b.Bytes(), make([]byte, blockSize-b.Len())...)
	seal(block, 0, 0)
	return block, nil
}

func moment(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis).UTC()
}

func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
