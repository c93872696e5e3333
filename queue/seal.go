package queue

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// A folder whose database was closed well carries a seal: the size and the sum of each file. Badger reads damaged files as if what they
// held had never existed, and deletes files that a damaged MANIFEST no longer names, so the seal is checked before Badger sees them.
const (
	sealName   = "SEAL"
	brokenSeal = "SEAL.old" // while the database is open, and after a crash

	manifestName = "MANIFEST"
	registryName = "KEYREGISTRY"
	discardName  = "DISCARD"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal is stored as JSON.
type seal struct {
	Last   ItemID            `json:"last"` // that was given
	Files  []sealedFile      `json:"files"`
	Copies map[string][]byte `json:"copies"` // of the small files without which nothing can be read
}

type sealedFile struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sum  uint32 `json:"sum"`
	Tail uint32 `json:"tail"` // sum of the end, where a table keeps its index
	Time int64  `json:"time"` // of the last change, in nanoseconds: tells a table from an earlier one of the same name
}

// sealFolder writes the seal of a folder that Badger has closed. Frozen files never change, so what is known of them is not read
// again.
func sealFolder(dir string, last ItemID, known *seal) (*seal, error) {
	if err := protectLastLog(dir); err != nil {
		return nil, err
	}
	names, err := sealable(dir)
	if err != nil {
		return nil, err
	}
	s, err := sealFiles(dir, names, last, known)
	if err != nil {
		return nil, err
	}
	return s, s.write(dir, sealName)
}

// noteTables renews the broken seal while Badger works: it has written or removed tables.
func noteTables(dir string, last ItemID, known *seal) (*seal, error) {
	names, err := tablesOf(dir)
	if err != nil {
		return nil, err
	}
	for _, f := range known.files() {
		if filepath.Ext(f.Name) == ".vlog" && sizeOf(dir, f.Name) > 0 {
			names = append(names, f.Name)
		}
	}
	s, err := sealFiles(dir, append(names, registryName), last, known)
	if err != nil {
		return nil, err
	}
	return s, s.write(dir, brokenSeal)
}

func sealFiles(dir string, names []string, last ItemID, known *seal) (*seal, error) {
	s := &seal{Last: last, Copies: make(map[string][]byte)}
	for _, name := range names {
		file, err := sealFile(dir, name, known)
		if err != nil {
			return nil, err
		}
		s.Files = append(s.Files, file)
	}
	var err error
	for _, name := range []string{manifestName, registryName} {
		if s.Copies[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func sealable(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		ours := slices.Contains([]string{manifestName, registryName, discardName}, e.Name())
		if ours || slices.Contains([]string{".sst", ".vlog", ".mem"}, filepath.Ext(e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func sealFile(dir, name string, known *seal) (sealedFile, error) {
	path := filepath.Join(dir, name)
	info, err := os.Stat(path)
	if err != nil {
		return sealedFile{}, err
	}
	if old := known.file(name); old != nil && frozen(name) && old.Size == info.Size() && old.Time == info.ModTime().UnixNano() {
		return *old, nil
	}
	sum, err := sumFrom(path, 0)
	if err != nil {
		return sealedFile{}, err
	}
	tail, err := sumFrom(path, tailStart(path, info.Size()))
	return sealedFile{Name: name, Size: info.Size(), Sum: sum, Tail: tail, Time: info.ModTime().UnixNano()}, err
}

// frozen files are written once: after that Badger only removes them, for which it empties value logs first.
func frozen(name string) bool {
	return filepath.Ext(name) == ".sst" || filepath.Ext(name) == ".vlog"
}

func (s *seal) file(name string) *sealedFile {
	if s == nil {
		return nil
	}
	i := slices.IndexFunc(s.Files, func(f sealedFile) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Files[i]
}

func (s *seal) files() []sealedFile {
	if s == nil {
		return nil
	}
	return s.Files
}

func (s *seal) lastGiven() ItemID {
	if s == nil {
		return 0
	}
	return s.Last
}

func sumFrom(path string, offset int64) (uint32, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	sum := crc32.New(castagnoli)
	_, err = io.CopyBuffer(sum, io.NewSectionReader(f, offset, 1<<62), make([]byte, 256<<10))
	return sum.Sum32(), err
}

// lastBlock is more than the largest block of a table: values of 1 KB and more are not in tables.
const lastBlock = 8 << 10

// tailStart is where the part of a table begins that Badger reads, without protecting itself, when it opens the table: the last block,
// the index, its length, its sum and the length of that.
func tailStart(path string, size int64) int64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	var length [4]byte
	end := size - 4
	for range 2 {
		if _, err := f.ReadAt(length[:], max(end, 0)); err != nil {
			return 0
		}
		end -= int64(binary.BigEndian.Uint32(length[:])) + 4
	}
	return max(end-lastBlock, 0)
}
