package installer

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Names and a value that systemd would split, expand or end if they were not quoted.
const (
	oddHome = "Марта 100%h $HOME ${PATH} $$ & ; #"
	oddData = `it's "odd" \x20 100%h $HOME ${PATH} $$ ;`
	proxy   = `http://ann:s%20e"c\ret $HOME@proxy.example:3128`
)

// TestServiceUnderARealUserManager runs itself again inside a box, once in each of two login sessions of a real systemd user manager.
func TestServiceUnderARealUserManager(t *testing.T) {
	sessions := map[string]func(*testing.T, Config){"first-login": firstLogin, "second-login": secondLogin}
	if session := sessions[os.Getenv("PHASE")]; session != nil {
		session(t, boxConfig(os.Getenv("HOME")))
		return
	}
	requireBox(t)
	home := filepath.Join(t.TempDir(), oddHome)
	cfg := boxConfig(home)
	require.NoError(t, os.MkdirAll(cfg.DataDir, 0o700))
	build(t, cfg.Program)
	build(t, cfg.Host)

	self, err := os.Executable()
	require.NoError(t, err)
	out, err := boxed(t, home, "bash", "testdata/user.sh", self, "-test.run=^TestServiceUnderARealUserManager$", "-test.v")
	log, _ := os.ReadFile(filepath.Join(home, "manager.log"))
	require.NoError(t, err, "%s\nmanager:\n%s", out, log)
	require.Contains(t, out, "--- PASS")
}

func boxConfig(home string) Config {
	return Config{
		Home:         home,
		Program:      filepath.Join(home, "greenhouse-companion"),
		Host:         filepath.Join(home, "greenhouse-companion-host"),
		DataDir:      filepath.Join(home, oddData),
		ExtensionIDs: []string{chromiumID},
		FirefoxIDs:   []string{"companion@example.org"},
		Environment:  map[string]string{"HTTPS_PROXY": proxy},
	}
}

func firstLogin(t *testing.T, cfg Config) {
	state, err := Status(t.Context(), cfg)
	require.NoError(t, err)
	require.Equal(t, State{}, state)

	_, err = Install(t.Context(), cfg)
	require.NoError(t, err)
	verdict, err := exec.Command("systemd-analyze", "--user", "verify", unitPath(cfg)).CombinedOutput()
	require.NoError(t, err, string(verdict))
	require.Empty(t, string(verdict), "systemd complains about a line of the unit")
	installed := running(t, cfg, 0)
	assert.Equal(t, facts{
		PID: installed.PID, Program: cfg.Program, Args: []string{"run", "--data-dir", cfg.DataDir}, Proxy: proxy, Umask: 0o077,
	}, installed)

	require.NoError(t, syscall.Kill(installed.PID, syscall.SIGKILL))
	revived := running(t, cfg, installed.PID)

	again, err := Install(t.Context(), cfg)
	require.NoError(t, err)
	require.Contains(t, again.Steps, Step{Unchanged, unitPath(cfg)})
	require.Equal(t, revived, running(t, cfg, 0), "a second install restarted the service")

	cfg.Environment = nil
	_, err = Install(t.Context(), cfg)
	require.NoError(t, err)
	require.Empty(t, running(t, cfg, revived.PID).Proxy, "a changed unit must reach the running service")
	require.NoError(t, os.Remove(factsPath(cfg))) // the next session's must be new
}

func secondLogin(t *testing.T, cfg Config) {
	started := running(t, cfg, 0)

	require.NoError(t, Stop(t.Context(), cfg))
	state, err := Status(t.Context(), cfg)
	require.NoError(t, err)
	require.Equal(t, State{Installed: true, EnabledAtLogin: true}, state)
	require.NoError(t, Start(t.Context(), cfg))
	second := running(t, cfg, started.PID)
	require.NoError(t, Restart(t.Context(), cfg))
	third := running(t, cfg, second.PID)

	giveUp(t, cfg)
	require.NoError(t, Start(t.Context(), cfg), "a repaired program must start")
	fourth := running(t, cfg, third.PID)

	require.NoError(t, os.Remove(unitPath(cfg))) // half of it went by another way
	_, err = Uninstall(t.Context(), cfg)
	require.NoError(t, err)
	nothingLeft(t, cfg, fourth.PID)

	_, err = Install(t.Context(), cfg)
	require.NoError(t, err)
	fifth := running(t, cfg, fourth.PID)
	_, err = Uninstall(t.Context(), cfg)
	require.NoError(t, err)
	nothingLeft(t, cfg, fifth.PID)
	require.ErrorIs(t, Start(t.Context(), cfg), ErrNotInstalled)
}

// giveUp kills the service until systemd refuses to start it again, after one start here instead of twenty.
func giveUp(t *testing.T, cfg Config) {
	t.Helper()
	dropIn := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "systemd/user", unitName+".d/impatient.conf")
	require.NoError(t, os.MkdirAll(filepath.Dir(dropIn), 0o700))
	require.NoError(t, os.WriteFile(dropIn, []byte("[Unit]\nStartLimitBurst=1\n[Service]\nRestartSec=100ms\n"), 0o600))
	require.NoError(t, run(t.Context(), systemctl("daemon-reload")))
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		_ = syscall.Kill(lastFacts(c, cfg).PID, syscall.SIGKILL) // dead already: it is waiting to be started again
		state, err := Status(t.Context(), cfg)
		require.NoError(c, err)
		require.Equal(c, State{Installed: true, EnabledAtLogin: true, Failed: true}, state)
	}, 10*time.Second, 50*time.Millisecond)
}

type facts struct {
	PID     int
	Program string
	Args    []string
	Proxy   string
	Umask   int
	Core    uint64
}

func factsPath(cfg Config) string { return filepath.Join(cfg.DataDir, "facts") }

// running waits until the service runs with another process than before, and returns what that one saw.
func running(t *testing.T, cfg Config, before int) facts {
	t.Helper()
	var seen facts
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		seen = lastFacts(c, cfg)
		require.NotEqual(c, before, seen.PID)
		state, err := Status(t.Context(), cfg)
		require.NoError(c, err)
		require.Equal(c, State{Installed: true, Running: true, EnabledAtLogin: true}, state)
	}, 5*time.Second, 20*time.Millisecond)
	return seen
}

func lastFacts(t require.TestingT, cfg Config) (seen facts) {
	content, err := os.ReadFile(factsPath(cfg))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, &seen))
	return seen
}

func nothingLeft(t *testing.T, cfg Config, pid int) {
	t.Helper()
	assert.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH)
	for _, path := range append(serviceFiles(cfg), manifestFiles(cfg)...) {
		assert.NoFileExists(t, path)
	}
	assert.NoDirExists(t, filepath.Join(cfg.Home, ".mozilla/native-messaging-hosts"))
	assert.FileExists(t, factsPath(cfg), "the data folder stays")
	out, err := output(t.Context(), systemctl("list-units", "--all", "--plain", "--no-legend", unitName))
	require.NoError(t, err)
	assert.Empty(t, out, "systemd still remembers the service")
}

// manifestFiles are all files that browsers of this user may look at.
func manifestFiles(cfg Config) []string {
	var files []string
	for _, p := range here(cfg).places(false, anyBrowser) {
		files = append(files, here(cfg).file(cfg, p))
	}
	return files
}
