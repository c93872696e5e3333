package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goreleaser/nfpm/v2"
	_ "github.com/goreleaser/nfpm/v2/arch"
	_ "github.com/goreleaser/nfpm/v2/deb"
	"github.com/goreleaser/nfpm/v2/files"
	_ "github.com/goreleaser/nfpm/v2/rpm"
)

const (
	unitFile   = "/usr/lib/systemd/user/" + program + ".service"
	documented = "/usr/share/doc/" + program + "/"
)

// formats are the package managers, by nfpm's names for them.
var formats = []string{"deb", "rpm", "archlinux"}

// linuxPackages packs the programs for Linux.
func (r *release) linuxPackages(context.Context) error {
	placed, err := placements()
	if err != nil {
		return err
	}
	for _, t := range targets {
		for _, format := range formats {
			if t.system != "linux" {
				continue
			}
			if err := r.linuxPackage(t, format, placed); err != nil {
				return fmt.Errorf("pack %s for %s: %w", format, t, err)
			}
		}
	}
	return nil
}

func (r *release) linuxPackage(t target, format string, placed placement) error {
	packager, err := nfpm.Get(format)
	if err != nil {
		return err
	}
	info, err := r.packageInfo(t, format, placed)
	if err != nil {
		return err
	}
	if err := nfpm.PrepareForPackager(info, format); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := packager.Package(info, &b); err != nil {
		return err
	}
	return r.write(packager.ConventionalFileName(info), b.Bytes())
}

func (r *release) packageInfo(t target, format string, placed placement) (*nfpm.Info, error) {
	contents, err := r.packageContents(t, format, placed)
	if err != nil {
		return nil, err
	}
	info := &nfpm.Info{
		Name: program, Arch: t.arch, Platform: t.system, Version: r.version, Section: "net", Priority: "optional",
		Maintainer: "greenhouse-companion <packages@greenhouse-companion.example>", Description: summary + "\n" + about,
		Homepage: homepage, License: "Apache-2.0", MTime: r.time, DisableGlobbing: true,
		Overridables: nfpm.Overridables{Contents: contents, Umask: 0o022},
	}
	info.RPM.BuildHost = "localhost" // not the machine's name: the same commit gives the same bytes
	info.RPM.Summary = summary
	info.Deb.Compression, info.RPM.Compression = "gzip", "gzip"
	if info.Release = "1"; format == "deb" {
		info.Release = ""
		info.Suggests = []string{"gnome-keyring"}
	}
	return nfpm.WithDefaults(info), r.scripts(info, format, placed)
}

// packageContents are none of them marked as configuration: nobody edits a manifest, and one that stays behind would
// name a program that is gone.
func (r *release) packageContents(t target, format string, placed placement) (files.Contents, error) {
	contents := files.Contents{
		r.content(r.binary(t, program), "/usr/bin/"+program, 0o755),
		r.content(r.binary(t, host), "/usr/bin/"+host, 0o755),
	}
	for _, name := range documents {
		contents = append(contents, r.content(filepath.Join(r.root, name), documented+documentName(format, name), 0o644))
	}
	for _, f := range append(slices.Clone(placed.manifests), entry{unitFile, 0o644, placed.unit}) {
		if strings.HasPrefix(f.name, "/usr/lib64/") && format != "rpm" {
			continue // a link to lib on Arch, and Debian's Firefox does not look there
		}
		source, err := r.generated(f)
		if err != nil {
			return nil, err
		}
		contents = append(contents, r.content(source, f.name, f.mode))
	}
	return contents, nil
}

// documentName: Debian's name for the licence is copyright.
func documentName(format, name string) string {
	if format == "deb" && name == "LICENSE" {
		return "copyright"
	}
	return name
}

func (r *release) content(source, destination string, mode os.FileMode) *files.Content {
	return &files.Content{
		Source: source, Destination: destination,
		FileInfo: &files.ContentFileInfo{Owner: "root", Group: "root", Mode: mode, MTime: r.time},
	}
}

// generated puts a file where nfpm can read it.
func (r *release) generated(f entry) (string, error) {
	path := filepath.Join(r.work, "generated", f.name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, f.content, 0o644)
}

// scripts gives the package what its manager runs: the functions that all of them share, and when each is called.
func (r *release) scripts(info *nfpm.Info, format string, placed placement) error {
	var problems []error
	script := func(name string) string {
		content, err := packageScript(format, name, placed)
		path, problem := r.generated(entry{name: "scripts/" + format + "/" + name, content: content})
		problems = append(problems, err, problem)
		return path
	}
	info.Scripts.PostInstall = script("postinstall")
	info.Scripts.PreRemove = script("preremove")
	info.Scripts.PostRemove = script("postremove")
	if format == "archlinux" {
		info.ArchLinux.Scripts.PostUpgrade = script("postupgrade")
	}
	return errors.Join(problems...)
}
