package main

import (
	"context"
	"os"
	"path/filepath"
)

// programs builds both programs for every target.
func (r *release) programs(ctx context.Context) error {
	for _, t := range targets {
		if err := r.compile(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// compile leaves out everything that differs between machines: paths, the linker's build id, and what git says of the
// folder. The version says which commit it is.
func (r *release) compile(ctx context.Context, t target) error {
	dir, err := filepath.Abs(r.binaries(t))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	env := []string{"CGO_ENABLED=0", "GOOS=" + t.system, "GOARCH=" + t.arch, "GOFLAGS="}
	_, err = output(ctx, r.root, env, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w -buildid= -X main.version="+r.version, "-o", dir+"/", "./cmd/"+program, "./cmd/"+host)
	return err
}

func (r *release) binaries(t target) string { return filepath.Join(r.work, t.system+"-"+t.arch) }

func (r *release) binary(t target, name string) string {
	return filepath.Join(r.binaries(t), t.exe(name))
}
