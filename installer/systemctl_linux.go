package installer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strings"

	"github.com/kardianos/service"
)

// reachable asks the user manager for its version, the one question that needs nothing but the manager.
func reachable(ctx context.Context) error {
	_, err := output(ctx, systemctl("show", "--property=Version"))
	if err == nil || ctx.Err() != nil {
		return err
	}
	return &NoManagerError{User: userName(), UID: os.Getuid(), Err: err}
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "USER"
}

// control lets kardianos/service act on our unit. It takes no context, so an ended one is noticed only before.
func control(ctx context.Context, action func(service.Service) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	driver, err := systemdDriver()
	if err != nil {
		return err
	}
	// Once systemd has given a program up, it refuses to start it, repaired or not, until told to forget.
	if err := resetFailed(ctx); err != nil {
		return err
	}
	if err := action(driver); err != nil {
		return fmt.Errorf("%w (see: journalctl --user -u %s)", err, unitName)
	}
	return nil
}

// systemdDriver does not use service.New: that guesses the init system once, when the program starts, and in a
// container, or by a program that only the user's manager runs, it guesses wrong.
func systemdDriver() (service.Service, error) {
	for _, system := range service.AvailableSystems() {
		if system.String() == "linux-systemd" {
			return system.New(nil, &service.Config{Name: serviceName, Option: service.KeyValue{"UserService": true}})
		}
	}
	return nil, errors.New("the service library knows no systemd")
}

// resetFailed asks first: systemctl calls it an error to forget the failures of a unit that has none.
func resetFailed(ctx context.Context) error {
	if active, err := activeState(ctx); err != nil || active != "failed" {
		return err
	}
	return run(ctx, systemctl("reset-failed", unitName))
}

// output runs a command and returns what it printed. Its error carries what the command complained about.
func output(ctx context.Context, command []string) (string, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err == nil {
		return string(out), nil
	}
	if said := strings.TrimSpace(complaint.String()); said != "" {
		err = fmt.Errorf("%s: %w", said, err)
	}
	return "", fmt.Errorf("%s: %w", strings.Join(command, " "), err)
}
