package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
)

func TestAwaitServiceGivesUp(t *testing.T) {
	hungUp := make(chan struct{})
	close(hungUp)
	for name, test := range map[string]struct {
		hungUp  <-chan struct{}
		command []string
	}{
		"not installed":        {nil, nil},
		"no such command":      {nil, []string{"/nowhere/systemctl"}},
		"the command fails":    {nil, []string{"/bin/false"}},
		"the browser hangs up": {hungUp, []string{"/bin/sleep", "60"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(dataDirVariable, t.TempDir())
			_, err := awaitService(test.hungUp, test.command)
			require.Error(t, err)
		})
	}
}

// TestLaunchLeavesNobodyBehind: what the host starts ends before the host does.
func TestLaunchLeavesNobodyBehind(t *testing.T) {
	note := filepath.Join(t.TempDir(), "pid")
	_, stop, err := launch([]string{"/bin/sh", "-c", "echo $$ > " + note + "; exec sleep 600"})
	require.NoError(t, err)
	var pid string
	require.Eventually(t, func() bool {
		content, _ := os.ReadFile(note)
		pid = strings.TrimSpace(string(content))
		return pid != ""
	}, 5*time.Second, 5*time.Millisecond)
	go stop()
	require.Eventually(t, func() bool {
		_, err := os.Stat("/proc/" + pid)
		return errors.Is(err, fs.ErrNotExist)
	}, 5*time.Second, 5*time.Millisecond)
}

func TestAwaitServiceConnects(t *testing.T) {
	dataDir := t.TempDir()
	t.Setenv(dataDirVariable, dataDir)
	self, err := os.Executable()
	require.NoError(t, err)
	service, err := awaitService(nil, []string{self, "run", "--data-dir", dataDir})
	require.NoError(t, err)
	require.NoError(t, service.Close())
}

// TestFindStarter: only what is installed and was not stopped by its user is started.
func TestFindStarter(t *testing.T) {
	home, session := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_RUNTIME_DIR", session)
	require.Nil(t, findStarter())
	folder := filepath.Join(home, ".config/systemd/user")
	require.NoError(t, os.MkdirAll(folder, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, unit), nil, 0o600))
	require.Equal(t, []string{"--user", "--no-block", "start", unit}, findStarter()[1:])
	require.NoError(t, os.WriteFile(filepath.Join(session, "greenhouse-companion.stopped"), nil, 0o600))
	require.Nil(t, findStarter())
}

// TestStartsTheInstalledService runs itself again under a real systemd user manager, in a box.
func TestStartsTheInstalledService(t *testing.T) {
	switch os.Getenv("PHASE") {
	case "first-login":
		startsTheInstalledService(t)
		return
	case "second-login":
		return
	}
	requireBox(t)
	self, err := os.Executable()
	require.NoError(t, err)
	out, err := boxed(t, t.TempDir(), "bash", "../../installer/testdata/user.sh", self, "-test.run=^TestStartsTheInstalledService$", "-test.v")
	require.NoError(t, err, out)
	require.Contains(t, out, "--- PASS")
}

func startsTheInstalledService(t *testing.T) {
	home := os.Getenv("HOME")
	self, err := os.Executable()
	require.NoError(t, err)
	cfg := installer.Config{Home: home, Program: self, Host: program, DataDir: filepath.Join(home, "data")}
	requireAnswer(t, cfg, "service_not_running")

	_, err = installer.Install(t.Context(), cfg)
	require.NoError(t, err)
	out, err := exec.Command("systemctl", "--user", "stop", unit).CombinedOutput()
	require.NoError(t, err, "%s", out)
	requireAnswer(t, cfg, `{"type":"hello"}`)

	require.NoError(t, installer.Stop(t.Context(), cfg))
	requireAnswer(t, cfg, "service_not_running")
	require.NoError(t, installer.Start(t.Context(), cfg))
	requireAnswer(t, cfg, `{"type":"hello"}`)
	_, err = installer.Uninstall(t.Context(), cfg)
	require.NoError(t, err)
}

// requireAnswer says hello at once, as an extension does, and requires one of the first two frames to be about this.
func requireAnswer(t *testing.T, cfg installer.Config, want string) {
	t.Helper()
	host := startHost(t, cfg.DataDir, chromiumOrigin)
	require.NoError(t, native.WriteFrame(host.stdin, []byte(`{"type":"hello"}`)))
	first := readFrame(t, host.stdout) // the stand-in sends the caller back first
	if !strings.Contains(first, want) {
		require.Contains(t, first, chromiumOrigin)
		require.Contains(t, readFrame(t, host.stdout), want)
	}
	require.NoError(t, host.stdin.Close())
	host.requireExit(t)
}

// boxed runs a command in the installer's box, for a minute at most; the box goes also when this test dies.
func boxed(t *testing.T, home string, command ...string) (string, error) {
	t.Helper()
	runtime.LockOSThread() // the signal of Pdeathsig belongs to the thread that started the child
	defer runtime.UnlockOSThread()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", append([]string{"../../installer/testdata/boxed.sh"}, command...)...)
	cmd.Env = append(os.Environ(), "HOME="+home, "HOST_PROGRAM="+program)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func requireBox(t *testing.T) {
	t.Helper()
	if told, err := boxed(t, t.TempDir(), "test", "-x", "/lib/systemd/systemd"); err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "systemd cannot be run in a box here: %s", told)
		t.Skipf("systemd cannot be run in a box here (it needs root, unshare and systemd): %s", told)
	}
}

// TestHangingUpWhileTheServiceStarts: the browser may close the connection at any moment.
func TestHangingUpWhileTheServiceStarts(t *testing.T) {
	t.Setenv(dataDirVariable, t.TempDir())
	in, browser := io.Pipe()
	early := readAhead(in)
	result := make(chan error, 1)
	go func() {
		_, err := awaitService(early.ended, []string{"/bin/sleep", "60"})
		result <- err
	}()
	require.NoError(t, browser.Close())
	require.Eventually(t, func() bool { return len(result) == 1 }, 2*time.Second, 5*time.Millisecond)
}
