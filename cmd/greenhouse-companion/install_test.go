//go:build linux

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestInstalledService runs the real program under a real systemd user manager: install, crash, next login, uninstall.
func TestInstalledService(t *testing.T) {
	requireBox(t)
	bin, home := t.TempDir(), t.TempDir()
	out, err := exec.Command("go", "build", "-o", bin, ".", "../greenhouse-companion-host").CombinedOutput()
	require.NoError(t, err, "%s", out)
	told, err := boxed(t, home, "bash", "../../installer/testdata/user.sh", "bash", "testdata/session.sh", bin)
	require.NoError(t, err, told)
	require.Contains(t, told, "ALL IS WELL")
}

func requireBox(t *testing.T) {
	t.Helper()
	if told, err := boxed(t, t.TempDir(), "test", "-x", "/lib/systemd/systemd"); err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "systemd cannot be run in a box here: %s", told)
		t.Skipf("systemd cannot be run in a box here (it needs root, unshare and systemd): %s", told)
	}
}

// boxed runs a command in the installer's box, for a minute at most; the box goes also when this test dies.
func boxed(t *testing.T, home string, command ...string) (string, error) {
	t.Helper()
	runtime.LockOSThread() // the signal of Pdeathsig belongs to the thread that started the child
	defer runtime.UnlockOSThread()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", append([]string{"../../installer/testdata/boxed.sh"}, command...)...)
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+filepath.Join(home, ".local", "share"))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	out, err := cmd.CombinedOutput()
	return string(out), err
}
