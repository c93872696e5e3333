package main

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const extensionFolder = "extension/browser"

// extension packs the browser extension: as its own packer does for the stores, and once more to unpack and load, with
// the manifest as it is. That one holds the key, without which the extension has another id than the service expects.
func (r *release) extension(ctx context.Context) error {
	packed := absolute(filepath.Join(r.work, "extension"))
	if _, err := output(ctx, r.root, nil, "go", "run", "./"+extensionFolder+"/pack", "-from", extensionFolder, "-out", packed); err != nil {
		return err
	}
	zips, err := filepath.Glob(filepath.Join(packed, "*.zip"))
	if err != nil {
		return err
	}
	for _, path := range zips {
		if err := r.addExtension(path); err != nil {
			return fmt.Errorf("pack the extension: %w", err)
		}
	}
	return nil
}

func (r *release) addExtension(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := r.write(filepath.Base(path), content); err != nil {
		return err
	}
	if !strings.HasSuffix(path, "-chromium.zip") {
		return nil
	}
	return r.loadable(path)
}

// loadable writes the files of the zip for a store with the manifest that developers load.
func (r *release) loadable(path string) error {
	store, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer store.Close()
	var entries []entry
	for _, f := range store.File {
		content, err := r.loadableFile(f)
		if err != nil {
			return err
		}
		entries = append(entries, entry{f.Name, 0o644, content})
	}
	content, err := zipped(entries, r.time)
	if err != nil {
		return err
	}
	return r.write(program+"-extension_"+r.version+"_unpacked.zip", content)
}

func (r *release) loadableFile(f *zip.File) ([]byte, error) {
	if f.Name == "manifest.json" {
		return os.ReadFile(filepath.Join(r.root, extensionFolder, f.Name))
	}
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(content)
}
