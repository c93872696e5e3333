package main

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// debian saves making it again and again.
var debian = flag.String("debian", "", "folder of a bare Debian with systemd; made anew with debootstrap when empty")

// TestPackageOnABareDebian lives through the life of a package: see testdata/debian.sh.
func TestPackageOnABareDebian(t *testing.T) {
	need(t, "debootstrap", "systemd-nspawn", "unshare", "pgrep")
	if os.Getuid() != 0 {
		require.NotEqual(t, "true", os.Getenv("CI"), "only root can boot a system in a box")
		t.Skip("only root can boot a system in a box")
	}
	packages := t.TempDir()
	for _, version := range []string{"1.2.3", "1.2.4"} {
		deb(t, version, filepath.Join(packages, version+".deb"))
	}
	out, err := boxed(t, "testdata/debian.sh", bareDebian(t), packages, "1.2.3.deb", "1.2.4.deb")
	require.NoError(t, err, out)
	t.Log(out)
}

func deb(t *testing.T, version, path string) {
	t.Helper()
	r := testRelease(t, project, version)
	require.NoError(t, r.compile(t.Context(), linux))
	placed, err := placements()
	require.NoError(t, err)
	require.NoError(t, r.linuxPackage(linux, "deb", placed))
	require.NoError(t, os.Rename(filepath.Join(r.out, r.made[0]), path))
}

func bareDebian(t *testing.T) string {
	t.Helper()
	if *debian != "" {
		return *debian
	}
	dir := t.TempDir()
	_, err := output(t.Context(), ".", nil, "debootstrap", "--variant=minbase",
		"--include=systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd", "bookworm", dir)
	require.NoError(t, err)
	return dir
}

// boxed runs a script in the box of the installer's tests. TERM, also sent when the test itself dies, ends all of it.
func boxed(t *testing.T, script string, args ...string) (string, error) {
	t.Helper()
	runtime.LockOSThread() // the signal of Pdeathsig belongs to the thread that started the child
	defer runtime.UnlockOSThread()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", append([]string{"../testdata/boxed.sh", "bash", script}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	out, err := cmd.CombinedOutput()
	return string(out), err
}
