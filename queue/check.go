package queue

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/table"
)

// findings are what a look at a folder shows before Badger sees it.
type findings struct {
	seal    *seal    // the last one, nil if there is none
	sealed  bool     // it held until now
	damaged []string // files that are not as they were left
	witness witnessContent
	refused bool // Badger could not open the folder, and nobody knows why
}

// checkFolder compares a folder with its seal. Without one, after a crash, what never changes is compared with what was last known, and
// what was being written with the witness.
func checkFolder(dir string) findings {
	if s := readSeal(dir, sealName); s != nil {
		return findings{seal: s, sealed: true, damaged: s.differences(dir, (*seal).unchanged)}
	}
	found := findings{seal: readSeal(dir, brokenSeal), witness: readWitness(dir)}
	found.damaged = append(found.seal.differences(dir, found.witness.plausible), found.witness.damaged(dir)...)
	found.damaged = append(found.damaged, checkManifest(dir)...)
	return found
}

// checkManifest names the tables that are missing, or the MANIFEST if Badger could not read all of it, or if there is none.
func checkManifest(dir string) []string {
	tables, err := tablesOf(dir)
	if errors.Is(err, os.ErrNotExist) && !holdsTables(dir) {
		return nil
	}
	if err != nil {
		return []string{manifestName}
	}
	return slices.DeleteFunc(tables, func(name string) bool { return exists(filepath.Join(dir, name)) })
}

// tablesOf names the tables that belong to a folder.
func tablesOf(dir string) ([]string, error) {
	f, err := os.Open(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	manifest, end, err := badger.ReplayManifestFile(f, 0, badger.DefaultOptions(dir))
	if err != nil {
		return nil, err
	}
	if end != info.Size() {
		return nil, fmt.Errorf("read the MANIFEST: %w", ErrDamaged)
	}
	var names []string
	for id := range manifest.Tables {
		names = append(names, table.IDToFilename(id))
	}
	return names, nil
}

// differences names the files that are not the same. They are read side by side: a long queue has hundreds of megabytes.
func (s *seal) differences(dir string, same func(*seal, string, sealedFile) bool) []string {
	if s == nil {
		return nil
	}
	differs := make([]bool, len(s.Files))
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, f := range s.Files {
		places <- struct{}{}
		wg.Go(func() {
			differs[i] = !same(s, dir, f)
			<-places
		})
	}
	wg.Wait()
	var damaged []string
	for i, f := range s.Files {
		if differs[i] {
			damaged = append(damaged, f.Name)
		}
	}
	return damaged
}

func (s *seal) unchanged(dir string, f sealedFile) bool {
	path := filepath.Join(dir, f.Name)
	info, err := os.Stat(path)
	if err != nil || info.Size() != f.Size {
		return false
	}
	sum, err := sumFrom(path, 0)
	return err == nil && sum == f.Sum
}

// plausible judges a file after a crash: tables and value logs may be gone but never change, the key registry only grows.
func (c witnessContent) plausible(s *seal, dir string, f sealedFile) bool {
	switch {
	case f.Name == registryName:
		now, err := os.ReadFile(filepath.Join(dir, f.Name))
		return err == nil && bytes.HasPrefix(now, s.Copies[registryName])
	case filepath.Ext(f.Name) == ".sst":
		return !exists(filepath.Join(dir, f.Name)) || s.unchanged(dir, f)
	case filepath.Ext(f.Name) == ".vlog":
		return c.mayBeGone(dir, f.Name, f.Size > logHeader) || s.unchanged(dir, f)
	}
	return true
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func holdsTables(dir string) bool {
	names, err := sealable(dir)
	return err == nil && slices.ContainsFunc(names, func(name string) bool { return !strings.HasPrefix(name, "DISCARD") })
}
