package index

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// journal is a file that only grows. Its first frame says whose it is, each further one holds a record:
//
//	frame = length (4 bytes) ‖ CRC-32C over journal number, offset and content (4 bytes) ‖ content in gob
type journal struct {
	file   *os.File
	number uint64
	size   int64
	torn   error // why nothing can be appended any more
}

const frameHead = 8

// opening is the first frame.
type opening struct {
	Magic    string
	Version  int
	KeyCheck [8]byte
}

const journalMagic = "ghcindex journal"

// record is one update. The fields are exported for encoding/gob.
type record struct {
	Progress *Progress
	Changes  []change
}

// newJournal makes the file, or empties it when a crash left it without its first frame.
func newJournal(dir string, number uint64, keys keys) (*journal, error) {
	file, err := os.OpenFile(filepath.Join(dir, journalName(number)), os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	j := &journal{file: file, number: number}
	err = j.append(opening{journalMagic, version, keys.check})
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return j, nil
}

// openJournal hands the records to visit, cuts off what is not whole at the end, and is ready for more. cut says that
// there was something to cut, so that whatever came later has lost its ground. A journal without its first frame is
// made anew. Errors: ErrWrongKey, and those of visit.
func openJournal(dir string, number uint64, keys keys, visit func(record) error) (j *journal, cut bool, err error) {
	path := filepath.Join(dir, journalName(number))
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, false, err
	}
	j = &journal{number: number}
	var first opening
	if !j.next(data, &first) || first.Magic != journalMagic || first.Version != version {
		j, err = newJournal(dir, number, keys)
		return j, true, err
	}
	if first.KeyCheck != keys.check {
		return nil, false, ErrWrongKey
	}
	for r := (record{}); j.next(data, &r); r = (record{}) {
		if err := visit(r); err != nil {
			return nil, false, err
		}
	}
	if j.file, err = os.OpenFile(path, os.O_RDWR, 0o600); err != nil {
		return nil, false, err
	}
	if err := j.file.Truncate(j.size); err != nil {
		j.file.Close()
		return nil, false, err
	}
	return j, j.size < int64(len(data)), nil
}

// next decodes the frame at size and moves on, or is false when there is no whole one.
func (j *journal) next(data []byte, into any) bool {
	rest := data[j.size:]
	if len(rest) < frameHead {
		return false
	}
	length := int64(binary.LittleEndian.Uint32(rest))
	if length > int64(len(rest))-frameHead {
		return false
	}
	content := rest[frameHead : frameHead+length]
	if binary.LittleEndian.Uint32(rest[4:]) != checksum(j.number, uint64(j.size), content) {
		return false
	}
	if gob.NewDecoder(bytes.NewReader(content)).Decode(into) != nil {
		return false
	}
	j.size += frameHead + length
	return true
}

// append returns once the frame is synced. After an error the file is as it was, or refuses to go on.
func (j *journal) append(what any) error {
	if j.torn != nil {
		return j.torn
	}
	frame := bytes.NewBuffer(make([]byte, frameHead))
	if err := gob.NewEncoder(frame).Encode(what); err != nil {
		return err
	}
	content := frame.Bytes()[frameHead:]
	binary.LittleEndian.PutUint32(frame.Bytes(), uint32(len(content)))
	binary.LittleEndian.PutUint32(frame.Bytes()[4:], checksum(j.number, uint64(j.size), content))
	_, err := j.file.WriteAt(frame.Bytes(), j.size)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return j.takeBack(err)
	}
	j.size += int64(frame.Len())
	return nil
}

// takeBack cuts off what was written in part. When even that does not work, nothing can follow.
func (j *journal) takeBack(cause error) error {
	if err := j.file.Truncate(j.size); err != nil {
		j.torn = fmt.Errorf("journal is torn: %w", err)
	}
	return cause
}
