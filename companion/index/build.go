package index

import (
	"bufio"
	"encoding/binary"
	"iter"
	"os"
	"path/filepath"
)

// build writes the next base from the old one and what has changed since, in one pass and with the memory of the changes
// only. It has its name once all of it is synced.
func build(dir string, keys keys, old *base, changed *delta) (*base, error) {
	tmp, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(tmp.Name())
	err = writeBase(tmp, keys, old, changed)
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, baseName(changed.generation))
	if err := os.Rename(tmp.Name(), path); err != nil {
		return nil, err
	}
	if err := syncDir(dir); err != nil {
		return nil, err
	}
	return openBase(path, keys)
}

func writeBase(file *os.File, keys keys, old *base, changed *delta) error {
	w := &blockWriter{out: bufio.NewWriterSize(file, 64*blockSize), generation: changed.generation}
	h := header{
		Magic: baseMagic, Version: version, KeyCheck: keys.check, Generation: changed.generation,
		FreshTo: stamp(changed.progress.FreshTo), Complete: changed.progress.Complete,
	}
	var err error
	if err = w.skip(); err != nil {
		return err
	}
	h.Entries, err = w.section(old.entries.from(0), changed.entries(), func(p pair) bool { return changed.knows(int64(p.value)) })
	if err != nil {
		return err
	}
	h.People, err = w.section(old.people.from(0), changed.present(), func(p pair) bool { return changed.knows(int64(p.key)) })
	if err != nil {
		return err
	}
	if err = w.writeFences(); err != nil {
		return err
	}
	block, err := headerBlock(h, changed.progress.Cursor)
	if err != nil {
		return err
	}
	if _, err = file.WriteAt(block, 0); err != nil {
		return err
	}
	return file.Sync()
}

// blockWriter fills block after block.
type blockWriter struct {
	out        *bufio.Writer
	generation uint64
	number     uint64
	content    []byte
	fences     []uint64
}

// skip leaves the place of the header, whose counts are known last, empty.
func (w *blockWriter) skip() error {
	w.number++
	_, err := w.out.Write(make([]byte, blockSize))
	return err
}

// section writes the old pairs that are not replaced and the fresh ones, both sorted, and returns how many.
func (w *blockWriter) section(old iter.Seq2[pair, error], fresh []pair, replaced func(pair) bool) (count uint64, err error) {
	for p, err := range merged(old, fresh, replaced) {
		if err != nil {
			return 0, err
		}
		if len(w.content) == 0 {
			w.fences = append(w.fences, p.key)
		}
		w.content = binary.LittleEndian.AppendUint64(w.content, p.key)
		w.content = binary.LittleEndian.AppendUint64(w.content, p.value)
		if err := w.flushWhen(contentSize); err != nil {
			return 0, err
		}
		count++
	}
	return count, w.flushWhen(1)
}

func merged(old iter.Seq2[pair, error], fresh []pair, replaced func(pair) bool) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		for p, err := range old {
			if err == nil && replaced(p) {
				continue
			}
			for err == nil && len(fresh) > 0 && comparePairs(fresh[0], p) < 0 {
				if !yield(fresh[0], nil) {
					return
				}
				fresh = fresh[1:]
			}
			if !yield(p, err) {
				return
			}
		}
		for _, p := range fresh {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func (w *blockWriter) writeFences() error {
	for _, key := range w.fences {
		w.content = binary.LittleEndian.AppendUint64(w.content, key)
		if err := w.flushWhen(contentSize); err != nil {
			return err
		}
	}
	if err := w.flushWhen(1); err != nil {
		return err
	}
	return w.out.Flush()
}

// flushWhen writes the block when it has at least that much content.
func (w *blockWriter) flushWhen(length int) error {
	if len(w.content) < length {
		return nil
	}
	block := append(w.content, make([]byte, blockSize-len(w.content))...)
	seal(block, w.generation, w.number)
	w.number++
	w.content = block[:0]
	_, err := w.out.Write(block)
	return err
}
