package installer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// ErrNotInstalled is the answer to Start, Stop and Restart of a service that was not installed.
var ErrNotInstalled = errors.New("the service is not installed: run greenhouse-companion install")

// UnsupportedError says that this operating system's way to run a service is not built yet.
type UnsupportedError struct {
	System string // as in runtime.GOOS
}

// Error says what to do instead.
func (e *UnsupportedError) Error() string {
	return "installing the service is not supported on " + e.System + " yet: start it by hand with greenhouse-companion run"
}

// State is what the operating system knows of the service.
type State struct {
	Installed      bool `json:"installed"`
	Running        bool `json:"running"`
	EnabledAtLogin bool `json:"enabled_at_login"`
	Failed         bool `json:"failed"` // it ended too often in a row and will not be started again by itself
}

// Install carries out the plan. Doing it again is harmless: files that are right are left alone, and the service is
// restarted only when its definition changed. The report holds what was done, also when an error cut it short.
func Install(ctx context.Context, cfg Config) (Report, error) {
	var report Report
	plan, err := NewPlan(cfg)
	if err != nil {
		return report, err
	}
	if err := errors.Join(executable(cfg.Program), executable(cfg.Host)); err != nil {
		return report, err
	}
	if !cfg.AllUsers {
		if err := reachable(ctx); err != nil {
			return report, err
		}
	}
	err = report.apply(ctx, plan)
	return report, err
}

// executable catches a wrong path here: later it is a service that never starts, or a browser's "host not found".
func executable(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("look for the program: %w", err)
	}
	runs := runtime.GOOS == "windows" || info.Mode()&0o111 != 0 // Windows goes by the name's ending
	if info.IsDir() || !runs {
		return fmt.Errorf("look for the program: %s is not an executable file", path)
	}
	return nil
}

func (r *Report) apply(ctx context.Context, plan Plan) error {
	changed := false
	for _, a := range plan.Actions {
		if a.AfterChange && !changed {
			continue
		}
		outcome, err := a.apply(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Purpose, err)
		}
		changed = changed || outcome == Wrote
		r.add(outcome, a.subject())
	}
	return nil
}

func (a Action) apply(ctx context.Context) (Outcome, error) {
	if a.Command != nil {
		return Ran, run(ctx, a.Command)
	}
	changed, err := a.write()
	if !changed {
		return Unchanged, err
	}
	return Wrote, err
}

func (a Action) write() (changed bool, err error) {
	if a.Key != "" {
		return writeKey(a.Key, a.Value)
	}
	if a.Public {
		if err := makePublic(filepath.Dir(a.Path)); err != nil {
			return false, fmt.Errorf("make the folder: %w", err)
		}
	}
	return writeFile(a.Path, a.Content, a.Mode)
}

// Uninstall stops the service and removes everything Install places, however little of it is there; with AllUsers only
// what is placed for all of them. It goes on after a problem and returns the first one. The data folder stays.
func Uninstall(ctx context.Context, cfg Config) (Report, error) {
	cfg, err := cfg.withHome()
	if err != nil {
		return Report{}, err
	}
	var report Report
	if cfg.AllUsers {
		err := report.withdrawManifests(cfg, here(cfg))
		return report, err
	}
	problems := []error{withdraw(ctx, cfg)}
	for _, path := range serviceFiles(cfg) {
		problems = append(problems, report.remove(path))
	}
	problems = append(problems, report.withdrawManifests(cfg, here(cfg)), forget(ctx))
	return report, first(problems)
}

func first(problems []error) error {
	for _, err := range problems {
		if err != nil {
			return err
		}
	}
	return nil
}
