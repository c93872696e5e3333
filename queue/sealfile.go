package queue

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
)

// write replaces the file at once, or not at all.
func (s *seal) write(dir, name string) error {
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return writeSynced(dir, name, append(binary.BigEndian.AppendUint32(nil, crc32.Checksum(raw, castagnoli)), raw...))
}

func writeSynced(dir, name string, content []byte) error {
	f, err := os.OpenFile(filepath.Join(dir, name+".new"), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	return syncFolder(dir)
}

// readSeal returns nil when there is none that can be read.
func readSeal(dir, name string) *seal {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil || len(raw) < 4 || crc32.Checksum(raw[4:], castagnoli) != binary.BigEndian.Uint32(raw) {
		return nil
	}
	var s seal
	if json.Unmarshal(raw[4:], &s) != nil {
		return nil
	}
	return &s
}

// breakSeal says, before Badger changes the folder, that the seal no longer holds.
func breakSeal(dir string) error {
	err := os.Rename(filepath.Join(dir, sealName), filepath.Join(dir, brokenSeal))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("break the seal: %w", err)
	}
	return syncFolder(dir)
}
