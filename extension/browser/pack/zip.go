package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// ships is what the extension consists of, beside its manifest. Tests, examples and development files are not on it.
var ships = []string{"*.js", "*.css", "export/*", "icons/*", "options/*", "panel/*"}

// stamp is the earliest time that a zip can hold.
var stamp = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// packed returns the zip of the extension in dir with this manifest.
func packed(dir string, m manifest) ([]byte, error) {
	names, err := shipped(dir)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	content, err := m.encoded()
	if err != nil {
		return nil, err
	}
	if err := put(w, "manifest.json", content); err != nil {
		return nil, err
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		if err := put(w, name, content); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return b.Bytes(), err
}

// shipped returns the names of the files that go in, sorted. A pattern that fits nothing is an error: it is out of date.
func shipped(dir string) ([]string, error) {
	var names []string
	files := os.DirFS(dir)
	for _, pattern := range ships {
		found, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("there is no %s in %s", pattern, dir)
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	return names, nil
}

func put(w *zip.Writer, name string, content []byte) error {
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: stamp})
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return err
}
