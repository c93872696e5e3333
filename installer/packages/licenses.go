package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

const licensesFile = "THIRD_PARTY_LICENSES"

// enough is how much of a licence's text, in percent, has to be known wording; the rest is names and headings. A
// clause that somebody added is more than that.
const enough = 75

// harmless are the licences that ask for no more than that they and the names go along.
var harmless = []string{"0BSD", "Apache-2.0", "BSD-1-Clause", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "Unlicense", "Zlib"}

// errLicensesOutdated tells to write the file again.
var errLicensesOutdated = errors.New(licensesFile + " is out of date: go run . -licenses")

// noticeName matches the files that a licence asks to pass on.
var noticeName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

const licensesHead = `The programs contain the software below, unchanged. Written by "go run . -licenses" in installer/packages.
`

func writeLicenses(ctx context.Context, root string) error {
	content, err := licenses(ctx, root)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, licensesFile), content, 0o644)
}

// checkLicenses answers with errLicensesOutdated, or with the licence that may not be passed on.
func checkLicenses(ctx context.Context, root string) error {
	want, err := licenses(ctx, root)
	if err != nil {
		return err
	}
	got, err := os.ReadFile(filepath.Join(root, licensesFile))
	if err != nil || !bytes.Equal(got, want) {
		return errLicensesOutdated
	}
	return nil
}

// licenses returns THIRD_PARTY_LICENSES: Go itself, then every linked module with the texts that go along with it.
func licenses(ctx context.Context, root string) ([]byte, error) {
	list, err := linked(ctx, root)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(licensesHead)
	for _, c := range list {
		if err := c.writeLicense(&b); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func (c component) writeLicense(b *bytes.Buffer) error {
	names, err := c.notices()
	if err != nil {
		return err
	}
	ids, err := c.identify(names)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\n%s\n%s (%s)\n", strings.Repeat("=", 80), c.title(), strings.Join(ids, ", "))
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(c.dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "\n--- %s\n\n%s\n", filepath.ToSlash(name), strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
	}
	return nil
}

// title leaves out the version of Go: the file is not outdated wherever another one builds.
func (c component) title() string {
	if c.path == library {
		return "Go's standard library"
	}
	return c.path + " " + c.version
}

// notices are the files to pass on, in the folders of the linked packages and those above them, the module's own first.
func (c component) notices() ([]string, error) {
	var names []string
	for _, folder := range c.folders {
		entries, err := os.ReadDir(filepath.Join(c.dir, folder))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Type().IsRegular() && noticeName.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
				names = append(names, filepath.Join(folder, e.Name()))
			}
		}
	}
	return names, nil
}

// identify names the licences in the files. A notice or a grant of patents goes along with a licence and takes nothing
// away, so it need not be known.
func (c component) identify(names []string) ([]string, error) {
	var ids []string
	for _, name := range names {
		base := strings.ToLower(filepath.Base(name))
		if strings.HasPrefix(base, "notice") || strings.HasPrefix(base, "patents") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(c.dir, name))
		if err != nil {
			return nil, err
		}
		found, err := classify(text)
		if err != nil {
			return nil, fmt.Errorf("licence of %s in %s: %w", c.path, name, err)
		}
		ids = append(ids, found...)
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("licence of %s: there is none", c.path)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// classify names the licences in a text, all of which have to be harmless.
func classify(text []byte) ([]string, error) {
	found := licensecheck.Scan(text)
	if found.Percent < enough {
		return nil, fmt.Errorf("not known (%.0f%% of its words are)", found.Percent)
	}
	var ids []string
	for _, m := range found.Match {
		if m.IsURL {
			continue
		}
		if !slices.Contains(harmless, m.ID) {
			return nil, fmt.Errorf("%s may not be linked into the programs", m.ID)
		}
		ids = append(ids, m.ID)
	}
	return ids, nil
}
