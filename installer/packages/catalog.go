package main

import (
	"context"
	"strings"
	"time"
)

// cask is what Homebrew installs by: https://docs.brew.sh/Cask-Cookbook.
func (r *release) cask(context.Context) error {
	data := struct{ Version, ARM, Intel, Homepage, Summary string }{Version: r.version, Homepage: homepage, Summary: summary}
	var err error
	if data.ARM, err = r.sum(r.archiveBase(target{"darwin", "arm64"}) + ".tar.gz"); err != nil {
		return err
	}
	if data.Intel, err = r.sum(r.archiveBase(target{"darwin", "amd64"}) + ".tar.gz"); err != nil {
		return err
	}
	content, err := filled("cask.rb", data)
	if err != nil {
		return err
	}
	return r.write("homebrew/"+program+".rb", content)
}

// wingetFile is something that winget downloads.
type wingetFile struct{ Arch, File, Sum string }

// wingetManifest fills in winget's three files: https://learn.microsoft.com/windows/package-manager/package/manifest.
type wingetManifest struct {
	Version, Date, Homepage, Summary, ProductCode string
	Setups                                        []wingetFile
	MSI                                           wingetFile
}

func (r *release) winget(context.Context) error {
	m, err := r.wingetManifest()
	if err != nil {
		return err
	}
	const id = "GreenhouseCompanion.GreenhouseCompanion"
	for source, name := range map[string]string{
		"winget-version.yaml": id, "winget-locale.yaml": id + ".locale.en-US", "winget-installer.yaml": id + ".installer",
	} {
		content, err := filled(source, m)
		if err != nil {
			return err
		}
		if err := r.write("winget/"+name+".yaml", content); err != nil {
			return err
		}
	}
	return nil
}

// wingetArch is winget's name for a processor, by Go's.
var wingetArch = map[string]string{"amd64": "x64", "arm64": "arm64"}

func (r *release) wingetManifest() (wingetManifest, error) {
	m := wingetManifest{
		Version: r.version, Date: r.time.Format(time.DateOnly), Homepage: homepage, Summary: summary, ProductCode: r.productCode(),
	}
	for _, arch := range []string{"amd64", "arm64"} {
		f, err := r.wingetFile(wingetArch[arch], r.archiveBase(target{"windows", arch})+"-setup.exe")
		if err != nil {
			return m, err
		}
		m.Setups = append(m.Setups, f)
	}
	var err error
	m.MSI, err = r.wingetFile(wingetArch["amd64"], r.archiveBase(target{"windows", "amd64"})+".msi")
	return m, err
}

func (r *release) wingetFile(arch, name string) (wingetFile, error) {
	sum, err := r.sum(name)
	return wingetFile{Arch: arch, File: name, Sum: strings.ToUpper(sum)}, err
}
