// Package main packs the browser extension for the stores: one zip for Chromium browsers and one for Firefox.
//
//	go run ./extension/browser/pack [-from extension/browser] [-out dist]
//
// Both come from one source and differ in manifest.json only, out of which each loses what is the other's. The same source
// gives the same bytes: files are sorted and carry one fixed time. Only what is listed in ships goes in.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("pack", flag.ContinueOnError)
	from := flags.String("from", "extension/browser", "folder of the extension")
	out := flags.String("out", "dist", "folder for the zips; files of the same names are replaced")
	if err := flags.Parse(args); err != nil {
		return err
	}
	manifest, err := readManifest(*from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	for _, s := range stores {
		content, err := packed(*from, manifest.without(s.foreign))
		if err != nil {
			return fmt.Errorf("pack for %s: %w", s.name, err)
		}
		name := fmt.Sprintf("greenhouse-companion-extension-%v-%s.zip", manifest["version"], s.name)
		if err := os.WriteFile(filepath.Join(*out, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
