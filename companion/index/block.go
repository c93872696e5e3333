package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"slices"
	"sort"
)

// A file is a row of blocks, each with a checksum over its content and its place:
//
//	block = 4080 bytes of content ‖ 12 bytes of nothing ‖ CRC-32C (4 bytes)
const (
	blockSize   = 4096
	contentSize = 4080
	checksumAt  = blockSize - 4
	pairSize    = 16
	pairsIn     = contentSize / pairSize
	fenceSize   = 8
	fencesIn    = contentSize / fenceSize
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers the place too, so that a block of another file, or another block of this one, is not taken for it.
func checksum(generation, place uint64, content []byte) uint32 {
	var where [16]byte
	binary.LittleEndian.PutUint64(where[:], generation)
	binary.LittleEndian.PutUint64(where[8:], place)
	return crc32.Update(crc32.Checksum(where[:], castagnoli), castagnoli, content)
}

func seal(block []byte, generation, number uint64) {
	binary.LittleEndian.PutUint32(block[checksumAt:], checksum(generation, number, block[:checksumAt]))
}

// readBlock returns the block when it is whole. Errors: ErrDamaged when it is not or the file ends before it.
func readBlock(file io.ReaderAt, generation, number uint64) ([]byte, error) {
	block := make([]byte, blockSize)
	_, err := file.ReadAt(block, int64(number)*blockSize)
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("block %d is missing: %w", number, ErrDamaged)
	}
	if err != nil {
		return nil, fmt.Errorf("read block %d: %w", number, err)
	}
	if binary.LittleEndian.Uint32(block[checksumAt:]) != checksum(generation, number, block[:checksumAt]) {
		return nil, fmt.Errorf("block %d: %w", number, ErrDamaged)
	}
	return block, nil
}

// pair is hash and person, or person and time of change.
type pair struct{ key, value uint64 }

func pairAt(block []byte, i uint64) pair {
	at := block[i*pairSize:]
	return pair{binary.LittleEndian.Uint64(at), binary.LittleEndian.Uint64(at[8:])}
}

// section is a run of blocks with sorted pairs. fences are the first keys of its blocks, kept in memory, so that a look-up
// reads one block. The zero section is empty.
type section struct {
	file       io.ReaderAt
	generation uint64
	first      uint64 // block
	count      uint64 // pairs
	fences     []uint64
}

// from goes through the pairs whose key is at least that, in order. It ends with the first error.
func (s section) from(key uint64) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		for n := s.blockOf(key); n < uint64(len(s.fences)); n++ {
			block, err := readBlock(s.file, s.generation, s.first+n)
			if err != nil {
				yield(pair{}, err)
				return
			}
			if !eachFrom(block, min(pairsIn, s.count-n*pairsIn), key, yield) {
				return
			}
		}
	}
}

// blockOf is the block before the first that starts at the key or after it: equal keys may begin there.
func (s section) blockOf(key uint64) uint64 {
	at, _ := slices.BinarySearch(s.fences, key)
	return uint64(max(0, at-1))
}

func eachFrom(block []byte, pairs, key uint64, yield func(pair, error) bool) bool {
	at := sort.Search(int(pairs), func(i int) bool { return pairAt(block, uint64(i)).key >= key })
	for i := uint64(at); i < pairs; i++ {
		if !yield(pairAt(block, i), nil) {
			return false
		}
	}
	return true
}

// blocksFor is how many blocks hold that many items.
func blocksFor(items, inBlock uint64) uint64 { return (items + inBlock - 1) / inBlock }
