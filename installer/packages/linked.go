package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// library is the path of Go's own library, as https://pkg.go.dev/vuln names it.
const library = "std"

// component is a module that is linked into one of the programs on one of the targets, or Go's own library.
type component struct {
	path, version string
	dir           string
	folders       []string // below dir: "." and every folder down to a linked package
}

// listedPackage is what go list says of a package.
type listedPackage struct {
	Dir      string
	Standard bool
	Module   *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// linked returns Go's library and then the modules, in the order of their paths. It asks for every target: a key store's
// library is linked on one system only.
func linked(ctx context.Context, root string) ([]component, error) {
	found := map[string]component{}
	for _, t := range targets {
		env := []string{"CGO_ENABLED=0", "GOOS=" + t.system, "GOARCH=" + t.arch, "GOFLAGS="}
		out, err := output(ctx, root, env, "go", "list", "-deps", "-json=Dir,Standard,Module", "./cmd/"+program, "./cmd/"+host)
		if err != nil {
			return nil, err
		}
		if err := collect(out, found); err != nil {
			return nil, err
		}
	}
	std, err := standardLibrary(ctx, root)
	if err != nil {
		return nil, err
	}
	list := []component{std}
	for _, path := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[path])
	}
	return list, nil
}

func collect(out []byte, found map[string]component) error {
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listedPackage
		if err := d.Decode(&p); err != nil {
			return err
		}
		if p.Standard || p.Module == nil || p.Module.Main {
			continue
		}
		c := found[p.Module.Path]
		c.path, c.version, c.dir = p.Module.Path, p.Module.Version, p.Module.Dir
		c.folders = append(c.folders, down(c.dir, p.Dir)...)
		slices.Sort(c.folders)
		c.folders = slices.Compact(c.folders)
		found[c.path] = c
	}
	return nil
}

// down returns "." and every folder on the way from one folder to another below it.
func down(from, to string) []string {
	list := []string{"."}
	relative, err := filepath.Rel(from, to)
	if err != nil || relative == "." {
		return list
	}
	for i, c := range relative {
		if c == filepath.Separator {
			list = append(list, relative[:i])
		}
	}
	return append(list, relative)
}

// standardLibrary is Go's, of which every program contains parts. Its version is the toolchain's that builds.
func standardLibrary(ctx context.Context, root string) (component, error) {
	out, err := output(ctx, root, nil, "go", "env", "GOROOT", "GOVERSION")
	if err != nil {
		return component{}, err
	}
	words := strings.SplitN(strings.TrimSpace(string(out)), "\n", 2)
	return component{path: library, version: words[1], dir: words[0], folders: []string{"."}}, nil
}
