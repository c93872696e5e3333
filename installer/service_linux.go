package installer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kardianos/service"
)

const (
	serviceName = "greenhouse-companion"
	unitName    = serviceName + ".service"
	unitFolder  = ".config/systemd/user"
)

// loginLink is what makes systemd start the service at login. "systemctl is-enabled" would be a weaker question: it also
// says yes to a unit that hangs on a target which no user manager reaches.
func loginLink(cfg Config) string {
	return filepath.Join(cfg.Home, unitFolder, "default.target.wants", unitName)
}

func unitPath(cfg Config) string {
	return filepath.Join(cfg.Home, unitFolder, unitName)
}

func serviceFiles(cfg Config) []string {
	return []string{loginLink(cfg), unitPath(cfg)}
}

var startCommand = systemctl("start", unitName)

func serviceActions(cfg Config) ([]Action, error) {
	if strings.ContainsAny(cfg.Program, `"'\`) {
		return nil, fmt.Errorf("program %q: systemd runs no program whose path holds quotes or a backslash", cfg.Program)
	}
	return []Action{
		{Path: unitPath(cfg), Content: unit(cfg), Mode: 0o600, Purpose: "describes the service to systemd"},
		{Command: systemctl("daemon-reload"), Purpose: "lets systemd read it"},
		{Command: systemctl("enable", unitName), Purpose: "starts the service at every login"},
		{Command: systemctl("try-restart", unitName), AfterChange: true, Purpose: "lets a running service follow a changed description"},
		{Command: startCommand, Purpose: "starts the service now"},
	}, nil
}

// run sends a plan's command to systemd, the start by the same way as Start.
func run(ctx context.Context, command []string) error {
	if slices.Equal(command, startCommand) {
		return first([]error{unmarkStopped(), control(ctx, service.Service.Start)})
	}
	_, err := output(ctx, command)
	return err
}

// Start starts the service, also after systemd gave it up for failing too often. ErrNotInstalled and NoManagerError
// say what is missing.
func Start(ctx context.Context, cfg Config) error {
	return first([]error{drive(ctx, cfg, "start", service.Service.Start), unmarkStopped()})
}

// Stop stops the service until the next login or Start; until then no browser has it started either. It waits until the
// service has ended.
func Stop(ctx context.Context, cfg Config) error {
	if err := drive(ctx, cfg, "stop", service.Service.Stop); err != nil {
		return err
	}
	return markStopped()
}

// Restart stops and starts the service, or starts it when it was stopped.
func Restart(ctx context.Context, cfg Config) error {
	return first([]error{drive(ctx, cfg, "restart", service.Service.Restart), unmarkStopped()})
}

func drive(ctx context.Context, cfg Config, verb string, action func(service.Service) error) error {
	cfg, err := cfg.withHome()
	if err != nil {
		return err
	}
	if !exists(unitPath(cfg)) {
		return ErrNotInstalled
	}
	if err := reachable(ctx); err != nil {
		return err
	}
	if err := control(ctx, action); err != nil {
		return fmt.Errorf("%s the service: %w", verb, err)
	}
	return nil
}

// Status says what is installed and running. Without a user manager it returns what the files tell, and NoManagerError.
func Status(ctx context.Context, cfg Config) (State, error) {
	cfg, err := cfg.withHome()
	if err != nil {
		return State{}, err
	}
	state := State{Installed: exists(unitPath(cfg)), EnabledAtLogin: exists(loginLink(cfg))}
	if err := reachable(ctx); err != nil {
		return state, err
	}
	active, err := activeState(ctx)
	state.Running = active == "active"
	state.Failed = active == "failed"
	return state, err
}

// withdraw stops and disables the service. Where no user manager can be asked, it is a problem only if there is
// something to stop.
func withdraw(ctx context.Context, cfg Config) error {
	if err := reachable(ctx); err != nil {
		if exists(unitPath(cfg)) || exists(loginLink(cfg)) {
			return fmt.Errorf("stop the service: %w", err)
		}
		return nil
	}
	var problems []error
	active, err := activeState(ctx)
	problems = append(problems, err)
	if !slices.Contains([]string{"inactive", "failed"}, active) { // also while it waits to be started again
		problems = append(problems, control(ctx, service.Service.Stop))
	}
	if exists(unitPath(cfg)) {
		problems = append(problems, run(ctx, systemctl("disable", unitName)))
	}
	return first(problems)
}

// forget makes systemd drop the removed unit, and the failures it remembers of it. Without a user manager nobody remembers.
func forget(ctx context.Context) error {
	if err := unmarkStopped(); err != nil {
		return err
	}
	if reachable(ctx) != nil {
		return nil
	}
	return first([]error{run(ctx, systemctl("daemon-reload")), resetFailed(ctx)})
}

func exists(path string) bool {
	_, err := os.Lstat(path) // not Stat: a link whose unit is gone still counts as placed
	return !errors.Is(err, os.ErrNotExist)
}

func systemctl(args ...string) []string {
	return append([]string{"systemctl", "--user"}, args...)
}

func activeState(ctx context.Context) (string, error) {
	out, err := output(ctx, systemctl("show", "--property=ActiveState", unitName))
	return strings.TrimPrefix(strings.TrimSpace(out), "ActiveState="), err
}
