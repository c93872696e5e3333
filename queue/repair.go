package queue

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// repair makes a copy of a damaged folder that Badger can open: small files come from the seal, value logs get their length back, and
// the tables that drop chooses are taken out of the MANIFEST.
func (f findings) repair(dir, to string, drop func(dir, name string) bool) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	names, err := sealable(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := copyFile(filepath.Join(dir, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	for _, name := range f.damaged {
		if err := f.repairFile(to, name); err != nil {
			return err
		}
	}
	for _, name := range f.damaged {
		if filepath.Ext(name) == ".sst" && drop(dir, name) {
			if err := dropTable(to, name); err != nil {
				return err
			}
		}
	}
	return protectLastLog(to)
}

func (f findings) repairFile(to, name string) error {
	path := filepath.Join(to, name)
	switch {
	case name == discardName: // only says which value logs are worth rewriting
		return removeIfThere(path)
	case (name == manifestName || name == registryName) && f.seal != nil:
		return os.WriteFile(path, f.seal.Copies[name], 0o600)
	case filepath.Ext(name) == ".vlog" && f.seal.file(name) != nil:
		return lengthen(path, f.seal.file(name).Size)
	}
	return f.repairHeader(path)
}

// repairHeader puts back the beginning of a log, without which Badger opens nothing.
func (f findings) repairHeader(path string) error {
	i := slices.IndexFunc(f.witness.Logs, func(l *witnessedLog) bool { return l.Name == filepath.Base(path) })
	if i < 0 || sizeOf(filepath.Split(path)) < logHeader {
		return nil
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(f.witness.Logs[i].Header, 0)
	return errors.Join(err, file.Close())
}

// lengthen makes a file that became shorter as long as it was: what Badger then reads there fails its checksum.
func lengthen(path string, size int64) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(file.Truncate(size), file.Close())
}

func removeIfThere(path string) error {
	err := os.Remove(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// endDamaged says whether Badger could not even open a table.
func (f findings) endDamaged(dir, name string) bool {
	path := filepath.Join(dir, name)
	info, err := os.Stat(path)
	sealed := f.seal.file(name)
	if err != nil || sealed != nil && info.Size() != sealed.Size {
		return true
	}
	if sealed == nil {
		return false
	}
	tail, err := sumFrom(path, tailStart(path, info.Size()))
	return err != nil || tail != sealed.Tail
}

func (f findings) anyDamaged(_, name string) bool {
	return slices.Contains(f.damaged, name)
}

// registryLost says that a key that does not fit proves nothing.
func (f findings) registryLost() bool {
	return slices.Contains(f.damaged, registryName) && f.seal == nil
}

// dropTable appends to the MANIFEST that a table was deleted. An entry is its length, its sum, and a ManifestChangeSet of
// https://github.com/dgraph-io/badger/blob/main/pb/badgerpb4.proto.
func dropTable(dir, name string) error {
	id, err := strconv.ParseUint(strings.TrimSuffix(name, ".sst"), 10, 64)
	if err != nil {
		return fmt.Errorf("table %q: %w", name, err)
	}
	change := binary.AppendUvarint([]byte{1 << 3}, id)
	change = append(change, 2<<3, 1) // the operation DELETE
	set := append([]byte{1<<3 | 2, byte(len(change))}, change...)
	entry := binary.BigEndian.AppendUint32(nil, uint32(len(set)))
	entry = binary.BigEndian.AppendUint32(entry, crc32.Checksum(set, castagnoli))
	file, err := os.OpenFile(filepath.Join(dir, manifestName), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(append(entry, set...))
	return errors.Join(err, file.Close())
}

// logHeader is the beginning of a value log: key id and initialization vector.
const logHeader = 20

// protectLastLog adds an empty value log after the last one, because Badger reads the last one through when it opens a folder, and cuts
// it off where it first finds damage.
func protectLastLog(dir string) error {
	logs, err := filepath.Glob(filepath.Join(dir, "*.vlog"))
	if err != nil || len(logs) == 0 {
		return err
	}
	slices.Sort(logs)
	last := logs[len(logs)-1]
	id, err := strconv.ParseUint(strings.TrimSuffix(filepath.Base(last), ".vlog"), 10, 32)
	if err != nil {
		return fmt.Errorf("value log %q: %w", filepath.Base(last), err)
	}
	header, err := readHeader(last)
	if err != nil || len(header) < logHeader {
		return err
	}
	return os.WriteFile(filepath.Join(dir, fmt.Sprintf("%06d.vlog", id+1)), header, 0o600)
}

// readHeader returns less when the file is shorter.
func readHeader(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	header := make([]byte, logHeader)
	n, err := io.ReadFull(f, header)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return header[:n], err
}
