package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	program  = "greenhouse-companion"
	host     = "greenhouse-companion-host"
	module   = "github.com/greenhouse-companion/greenhouse-companion"
	homepage = "https://" + module
	summary  = "Takes people from AmazingHiring into Greenhouse"
	about    = "A small service on your own computer that takes people from AmazingHiring into Greenhouse: it never loses a person, never creates one twice, and keeps personal data at home. Not affiliated with Greenhouse or AmazingHiring."
)

// target is a system and a processor as Go names them.
type target struct{ system, arch string }

func (t target) String() string { return t.system + "/" + t.arch }

// exe is the name of a program's file on the target.
func (t target) exe(name string) string {
	if t.system == "windows" {
		return name + ".exe"
	}
	return name
}

var targets = []target{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

// release is what is built from one commit.
type release struct {
	root    string // the project's folder
	out     string // where files go
	work    string // a folder for what is only needed on the way
	version string
	time    time.Time // of the commit: what every file in a package carries
	made    []string  // names of the files in out so far
}

// https://semver.org, without build metadata: no package manager orders by it.
var semver = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)

func newRelease(ctx context.Context, root, out, version string) (*release, error) {
	version = strings.TrimPrefix(version, "v")
	if !semver.MatchString(version) {
		return nil, fmt.Errorf("version %q: not in the form 1.2.3 or 1.2.3-rc.1", version)
	}
	stamp, err := commitTime(ctx, root)
	if err != nil {
		return nil, err
	}
	return &release{root: root, out: out, version: version, time: stamp}, nil
}

// commitTime is SOURCE_DATE_EPOCH, where it is set: https://reproducible-builds.org/docs/source-date-epoch/.
func commitTime(ctx context.Context, root string) (time.Time, error) {
	seconds := os.Getenv("SOURCE_DATE_EPOCH")
	if seconds == "" {
		out, err := output(ctx, root, nil, "git", "log", "-1", "--format=%ct")
		if err != nil {
			return time.Time{}, err
		}
		seconds = strings.TrimSpace(string(out))
	}
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("time of the commit %q: not a number of seconds", seconds)
	}
	return time.Unix(n, 0).UTC(), nil
}

// build makes everything. The licences come first: nothing is to be packed that may not be passed on.
func (r *release) build(ctx context.Context) error {
	if err := checkLicenses(ctx, r.root); err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "packages-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	r.work = work
	steps := []func(context.Context) error{
		r.programs, r.archives, r.linuxPackages, r.extension, r.msi, r.setup, r.cask, r.winget, r.contents, r.checksums,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// write puts a file into the output folder.
func (r *release) write(name string, content []byte) error {
	path := filepath.Join(r.out, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return err
	}
	r.add(name)
	return nil
}

// add notes a file of the output folder, and says so.
func (r *release) add(name string) {
	r.made = append(r.made, name)
	fmt.Println(name)
}

// output runs a command and returns what it printed; its error carries what the command complained about.
func output(ctx context.Context, dir string, env []string, command ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, strings.TrimSpace(complaint.String()))
	}
	return out, nil
}
