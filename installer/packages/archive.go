package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// entry is one file of an archive.
type entry struct {
	name    string
	mode    fs.FileMode
	content []byte
}

// documents go along with the programs in every archive.
var documents = []string{"CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", licensesFile}

// archives packs the programs for every target, the way each system unpacks by itself.
func (r *release) archives(context.Context) error {
	for _, t := range targets {
		entries, err := r.archiveEntries(t)
		if err != nil {
			return err
		}
		pack, ending := tarGz, ".tar.gz"
		if t.system == "windows" {
			pack, ending = zipped, ".zip"
		}
		content, err := pack(entries, r.time)
		if err != nil {
			return err
		}
		if err := r.write(r.archiveBase(t)+ending, content); err != nil {
			return err
		}
	}
	return nil
}

func (r *release) archiveBase(t target) string {
	return program + "_" + r.version + "_" + t.system + "_" + t.arch
}

// archiveEntries lie in a folder that is named for the archive.
func (r *release) archiveEntries(t target) ([]entry, error) {
	var list []entry
	for _, name := range documents {
		content, err := os.ReadFile(filepath.Join(r.root, name))
		if err != nil {
			return nil, err
		}
		list = append(list, entry{r.archiveBase(t) + "/" + name, 0o644, content})
	}
	for _, name := range []string{program, host} {
		content, err := os.ReadFile(r.binary(t, name))
		if err != nil {
			return nil, err
		}
		list = append(list, entry{r.archiveBase(t) + "/" + t.exe(name), 0o755, content})
	}
	return list, nil
}

// tarGz returns the entries in their order, owned by root, with one and the same time. The gzip header has no time and
// no name.
func tarGz(entries []entry, stamp time.Time) ([]byte, error) {
	var b bytes.Buffer
	compressed, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(compressed)
	for _, e := range entries {
		header := &tar.Header{
			Name: e.name, Mode: int64(e.mode), Size: int64(len(e.content)), ModTime: stamp,
			Uname: "root", Gname: "root", Format: tar.FormatUSTAR,
		}
		if err := w.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := w.Write(e.content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	err = compressed.Close()
	return b.Bytes(), err
}

// zipped is tarGz as a zip file.
func zipped(entries []entry, stamp time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: stamp}
		header.SetMode(e.mode)
		f, err := w.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(e.content); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}
