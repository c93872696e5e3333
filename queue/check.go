package queue

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// findings are what a look at a folder shows before Badger sees it.
type findings struct {
	seal    *seal    // the last one, nil if there is none
	sealed  bool     // it held until now
	damaged []string // files that are not as they were left
}

// checkFolder compares a folder with its seal. Without one, after a crash, only what never changes can be compared.
func checkFolder(dir string) findings {
	if s := readSeal(dir, sealName); s != nil {
		return findings{seal: s, sealed: true, damaged: s.differences(dir, (*seal).unchanged)}
	}
	s := readSeal(dir, brokenSeal)
	found := findings{seal: s, damaged: s.differences(dir, (*seal).plausible)}
	if !exists(filepath.Join(dir, manifestName)) && holdsTables(dir) && !slices.Contains(found.damaged, manifestName) {
		found.damaged = append(found.damaged, manifestName)
	}
	return found
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

// plausible judges a file after a crash: tables may be gone but never change, the key registry only grows.
func (s *seal) plausible(dir string, f sealedFile) bool {
	switch {
	case f.Name == registryName:
		now, err := os.ReadFile(filepath.Join(dir, f.Name))
		return err == nil && bytes.HasPrefix(now, s.Copies[registryName])
	case filepath.Ext(f.Name) == ".sst":
		return !exists(filepath.Join(dir, f.Name)) || s.unchanged(dir, f)
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
