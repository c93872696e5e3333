package main

import (
	"bytes"
	"context"
	"embed"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/google/uuid"
)

//go:embed templates
var templateFiles embed.FS

var templates = template.Must(template.ParseFS(templateFiles, "templates/*"))

// upgradeCode is the same in every version: by it Windows knows that one replaces the other.
const upgradeCode = "{6B3B5C0D-6E0B-4C7C-9D51-5E7A0A4F2C11}"

// windowsFile is a file of an installer.
type windowsFile struct {
	ID, GUID, Name, Source string
}

// windowsInstaller fills in the templates.
type windowsInstaller struct {
	Version, Numbers, ProductCode, UpgradeCode, Summary, Out, NSISTarget string
	Files                                                                []windowsFile
}

// msi is for amd64 only: wixl knows no other 64-bit processor that Windows still runs on.
func (r *release) msi(ctx context.Context) error {
	t := target{"windows", "amd64"}
	name := r.archiveBase(t) + ".msi"
	source, err := r.render("program.wxs", r.windowsInstaller(t, name))
	if err != nil {
		return err
	}
	out, err := filepath.Abs(filepath.Join(r.out, name))
	if err != nil {
		return err
	}
	if _, err := output(ctx, r.work, nil, "wixl", "--arch", "x64", "--output", out, source); err != nil {
		return err
	}
	r.add(name)
	return nil
}

// setup makes a program for each processor. It is for one user and needs no administrator.
func (r *release) setup(ctx context.Context) error {
	for _, t := range targets {
		if t.system != "windows" {
			continue
		}
		name := r.archiveBase(t) + "-setup.exe"
		source, err := r.render("setup.nsi", r.windowsInstaller(t, name))
		if err != nil {
			return err
		}
		if _, err := output(ctx, r.work, nil, "makensis", "-V2", "-WX", source); err != nil {
			return err
		}
		r.add(name)
	}
	return nil
}

// windowsInstaller names both programs and the documents. The setup of every processor is a program for amd64, which
// Windows on arm64 runs as well; what it places is for the processor.
func (r *release) windowsInstaller(t target, name string) windowsInstaller {
	numbers, _, _ := strings.Cut(r.version, "-")
	w := windowsInstaller{
		Version: r.version, Numbers: numbers, ProductCode: r.productCode(), UpgradeCode: upgradeCode, Summary: summary,
		Out: absolute(filepath.Join(r.out, name)), NSISTarget: "amd64-unicode",
	}
	w.Files = []windowsFile{
		r.windowsFile("program", t.exe(program), r.binary(t, program)),
		r.windowsFile("host", t.exe(host), r.binary(t, host)),
	}
	for _, document := range documents {
		id, _, _ := strings.Cut(document, ".")
		w.Files = append(w.Files, r.windowsFile(id, id+".txt", filepath.Join(r.root, document)))
	}
	return w
}

func (r *release) windowsFile(id, name, source string) windowsFile {
	return windowsFile{ID: id, GUID: guid("component " + id), Name: name, Source: r.seen(source)}
}

// productCode differs between versions, and is the same whenever one is built again.
func (r *release) productCode() string { return guid("product " + r.version) }

func guid(name string) string {
	id := uuid.NewSHA1(uuid.MustParse(upgradeCode), []byte(name))
	return "{" + strings.ToUpper(id.String()) + "}"
}

// seen is a path as it is written in a template: both tools look from the file that they read.
func (r *release) seen(path string) string {
	relative, err := filepath.Rel(absolute(r.work), absolute(path))
	if err != nil {
		return path
	}
	return relative
}

// absolute is for tools that run in another folder.
func absolute(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return full
}

// render fills in a template and puts the result into the work folder.
func (r *release) render(name string, data any) (path string, err error) {
	content, err := filled(name, data)
	if err != nil {
		return "", err
	}
	path = absolute(filepath.Join(r.work, name))
	return path, os.WriteFile(path, content, 0o644)
}

func filled(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, name, data)
	return b.Bytes(), err
}
