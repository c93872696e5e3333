//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/installer"
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

// TestInstallNetwork: what is wanted reaches the service's unit, unless config.toml, which comes first, says it already.
func TestInstallNetwork(t *testing.T) {
	t.Chdir(t.TempDir())
	authorities, err := filepath.Abs("office 100%.pem")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(authorities, certificate(t), 0o600))
	tests := map[string]struct {
		config string
		flags  []string
		want   []string
	}{
		"nothing": {"", nil, nil},
		"both": {"", []string{"--proxy", "http://proxy.example.com:3128", "--ca-file", "office 100%.pem"}, []string{
			`Environment="HTTPS_PROXY=http://proxy.example.com:3128"`,
			`Environment="SSL_CERT_FILE=` + strings.ReplaceAll(authorities, "%", "%%") + `"`,
		}},
		"proxy in config.toml": {"[network]\nproxy = \"http://other.example.com:80\"", []string{"--proxy", "http://proxy.example.com:3128", "--ca-file", authorities}, []string{
			`Environment="SSL_CERT_FILE=` + strings.ReplaceAll(authorities, "%", "%%") + `"`,
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "config.toml"), []byte(test.config), 0o600))
			require.Equal(t, test.want, plannedEnvironment(t, append([]string{"--data-dir", dir}, test.flags...)...))
		})
	}
}

// plannedEnvironment are the lines of the unit that set variables.
func plannedEnvironment(t *testing.T, flags ...string) []string {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), append([]string{"install", "--plan", "--json"}, flags...), strings.NewReader(""), &out, io.Discard)
	require.Equal(t, exitOK, code, out.String())
	var plan installer.Plan
	require.NoError(t, json.Unmarshal(out.Bytes(), &plan))
	var lines []string
	for line := range strings.Lines(string(plan.Actions[0].Content)) {
		if strings.HasPrefix(line, "Environment=") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// certificate is a PEM file as IT hands it out.
func certificate(t *testing.T) []byte {
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
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
