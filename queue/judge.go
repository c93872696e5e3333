package queue

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// damaged names the logs that have less than was acknowledged.
func (c witnessContent) damaged(dir string) []string {
	var damaged []string
	for _, l := range c.Logs {
		if !c.mayBeGone(dir, l.Name, l.Count > 0) && !l.holds(dir) {
			damaged = append(damaged, l.Name)
		}
	}
	return damaged
}

// mayBeGone says whether a value log is rightly missing, or empty: Badger empties what it removes. Those without values it removes
// whenever it opens a folder.
func (c witnessContent) mayBeGone(dir, name string, holdsValues bool) bool {
	return filepath.Ext(name) == ".vlog" && sizeOf(dir, name) <= 0 && (c.Collected || !holdsValues)
}

// holds judges by what Badger would read. A memtable's log that is gone was written to a table first.
func (l *witnessedLog) holds(dir string) bool {
	path := filepath.Join(dir, l.Name)
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return filepath.Ext(l.Name) == ".mem" && (l.Count == 0 || sizeOf(dir, manifestName) != l.Manifest)
	}
	header, err := readHeader(path)
	if err != nil {
		return false
	}
	if !l.resembles(header) {
		return true // another log of this name
	}
	entries, commits, err := scanLog(path)
	if err != nil || !bytes.Equal(header, l.Header) {
		return false
	}
	if filepath.Ext(l.Name) == ".mem" {
		return commits >= l.Count
	}
	return entries >= l.Count
}

func (l *witnessedLog) present(dir string) bool {
	header, err := readHeader(filepath.Join(dir, l.Name))
	return err == nil && l.resembles(header)
}

// resembles is true also for a damaged header: the initialization vectors of two logs, at its end, have hardly a byte in common.
func (l *witnessedLog) resembles(header []byte) bool {
	same := 0
	for i := 8; i < min(len(header), len(l.Header)); i++ {
		if header[i] == l.Header[i] {
			same++
		}
	}
	return same >= 6 || len(header) < logHeader
}

// next is the name of the log that follows.
func (l *witnessedLog) next() string {
	extension := filepath.Ext(l.Name)
	number := strings.TrimSuffix(l.Name, extension)
	n, err := strconv.Atoi(number)
	if err != nil {
		return l.Name
	}
	return fmt.Sprintf("%0*d%s", len(number), n+1, extension)
}

func sizeOf(dir, name string) int64 {
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		return -1
	}
	return info.Size()
}
