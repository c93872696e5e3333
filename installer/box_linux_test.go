package installer

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func build(t *testing.T, path string) {
	t.Helper()
	out, err := exec.Command("go", "build", "-o", path, "./testdata/service").CombinedOutput()
	require.NoError(t, err, string(out))
}

// boxed runs a command in the box, for a minute at most. TERM, also sent when the test itself dies, lets the script
// clean up.
func boxed(t *testing.T, home string, command ...string) (string, error) {
	t.Helper()
	runtime.LockOSThread() // the signal of Pdeathsig belongs to the thread that started the child
	defer runtime.UnlockOSThread()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", append([]string{"testdata/boxed.sh"}, command...)...)
	cmd.Env = append(os.Environ(), "HOME="+home)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func requireBox(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		requireOrSkip(t, "only root can make namespaces and a cgroup")
	}
	for _, tool := range []string{"unshare", "systemctl", "/lib/systemd/systemd"} {
		if _, err := exec.LookPath(tool); err != nil {
			requireOrSkip(t, tool+" is missing: install the packages systemd and util-linux")
		}
	}
	if out, err := boxed(t, t.TempDir(), "true"); err != nil {
		requireOrSkip(t, "namespaces or a cgroup cannot be made here: "+out)
	}
}

// requireOrSkip keeps a missing tool from hiding a missing test: with CI=true it fails.
func requireOrSkip(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		require.FailNow(t, "this test may not be skipped here", reason)
	}
	t.Skip(reason)
}
