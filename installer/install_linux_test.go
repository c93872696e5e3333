package installer

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recorder stands in for systemctl where a real user manager would be in the way of what is tested: it notes what it is
// told and refuses what it was asked to refuse.
const recorder = `#!/bin/sh
echo "$*" >> "$SYSTEMCTL_LOG"
case "$*" in
$SYSTEMCTL_REFUSES) echo "no bus" >&2; exit 1 ;;
*ActiveState*) echo "ActiveState=$SYSTEMCTL_STATE" ;;
esac
`

func setUp(t *testing.T) Config {
	t.Helper()
	dir := t.TempDir()
	existing(t, filepath.Join(dir, "bin/systemctl"), recorder, 0o755)
	t.Setenv("PATH", filepath.Join(dir, "bin"))
	t.Setenv("SYSTEMCTL_LOG", filepath.Join(dir, "log"))
	t.Setenv("SYSTEMCTL_STATE", "inactive")
	t.Setenv("XDG_RUNTIME_DIR", dir)
	cfg := ann()
	cfg.Home, cfg.DataDir = filepath.Join(dir, "home"), filepath.Join(dir, "data")
	cfg.Program, cfg.Host = filepath.Join(dir, "gc"), filepath.Join(dir, "gc-host")
	existing(t, cfg.Program, "", 0o755)
	existing(t, cfg.Host, "", 0o755)
	existing(t, filepath.Join(cfg.DataDir, "queue"), "an item", 0o600)
	return cfg
}

// told returns what systemctl was told to do, without the questions, and forgets it.
func told(t *testing.T) []string {
	t.Helper()
	log, err := os.ReadFile(os.Getenv("SYSTEMCTL_LOG"))
	require.NoError(t, err)
	require.NoError(t, os.Remove(os.Getenv("SYSTEMCTL_LOG")))
	var commands []string
	for line := range strings.Lines(string(log)) {
		words := slices.DeleteFunc(strings.Fields(line), func(w string) bool { return w == "--user" })
		if words[0] != "show" {
			commands = append(commands, strings.Join(words, " "))
		}
	}
	return commands
}

func TestInstallTwiceIsHarmless(t *testing.T) {
	cfg := setUp(t)
	first, err := Install(t.Context(), cfg)
	require.NoError(t, err)
	assert.Equal(t, map[Outcome]int{Wrote: 4, Ran: 4}, outcomes(first))
	told(t)

	second, err := Install(t.Context(), cfg)
	require.NoError(t, err)
	assert.Equal(t, map[Outcome]int{Unchanged: 4, Ran: 3}, outcomes(second))
	assert.Contains(t, second.String(), "unchanged "+unitPath(cfg)+"\n")
	assert.Equal(t, []string{
		"daemon-reload", "enable greenhouse-companion.service", "start greenhouse-companion.service",
	}, told(t))
}

func TestInstallRestartsOnlyForAChangedUnit(t *testing.T) {
	cfg := setUp(t)
	_, err := Install(t.Context(), cfg)
	require.NoError(t, err)
	cfg.Environment["HTTPS_PROXY"] = "http://other.example:3128"
	told(t)
	_, err = Install(t.Context(), cfg)
	require.NoError(t, err)
	assert.Contains(t, told(t), "try-restart greenhouse-companion.service")
}

func TestStartForgetsFailuresFirst(t *testing.T) {
	cfg := setUp(t)
	existing(t, unitPath(cfg), "", 0o600)
	t.Setenv("SYSTEMCTL_STATE", "failed")
	require.NoError(t, Start(t.Context(), cfg))
	assert.Equal(t, []string{"reset-failed greenhouse-companion.service", "start greenhouse-companion.service"}, told(t))
	state, err := Status(t.Context(), cfg)
	require.NoError(t, err)
	assert.Equal(t, State{Installed: true, Failed: true}, state)
}

// TestStopIsRemembered: the native messaging host must not undo what the user did.
func TestStopIsRemembered(t *testing.T) {
	for name, again := range map[string]func(context.Context, Config) error{
		"start": Start, "restart": Restart,
		"install":   func(ctx context.Context, cfg Config) error { _, err := Install(ctx, cfg); return err },
		"uninstall": func(ctx context.Context, cfg Config) error { _, err := Uninstall(ctx, cfg); return err },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := setUp(t)
			existing(t, unitPath(cfg), "", 0o600)
			require.NoError(t, Stop(t.Context(), cfg))
			assert.FileExists(t, stoppedMark())
			require.NoError(t, again(t.Context(), cfg))
			assert.NoFileExists(t, stoppedMark())
		})
	}
}

func TestNoUserManager(t *testing.T) {
	cfg := setUp(t)
	t.Setenv("SYSTEMCTL_REFUSES", "*")
	_, err := Install(t.Context(), cfg)
	var missing *NoManagerError
	require.ErrorAs(t, err, &missing)
	assert.ErrorContains(t, err, "loginctl enable-linger")
	assert.ErrorContains(t, err, "no bus")
	assert.NoDirExists(t, cfg.Home, "nothing is placed that cannot be finished")

	_, err = Uninstall(t.Context(), cfg)
	require.NoError(t, err, "where nothing is placed, nothing has to be stopped")

	existing(t, unitPath(cfg), "", 0o600)
	require.ErrorAs(t, Start(t.Context(), cfg), &missing)
	state, err := Status(t.Context(), cfg)
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, State{Installed: true}, state)
}

func TestInstallSaysWhichProgramIsMissing(t *testing.T) {
	cfg := setUp(t)
	require.NoError(t, os.Chmod(cfg.Host, 0o644))
	_, err := Install(t.Context(), cfg)
	require.ErrorContains(t, err, cfg.Host)
	assert.NoDirExists(t, cfg.Home)
}

func TestInstallStopsWhenCancelled(t *testing.T) {
	cfg := setUp(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Install(ctx, cfg)
	require.ErrorIs(t, err, context.Canceled)
}

func TestUninstallFinishesWhateverIsThere(t *testing.T) {
	for _, c := range []struct{ name, refuses, gone, problem string }{
		{"all in place", "none", "none", ""},
		{"unit gone", "none", unitFolder + "/" + unitName, ""},
		{"login link gone", "none", unitFolder + "/default.target.wants", ""},
		{"manifest gone", "none", ".mozilla/native-messaging-hosts/" + manifestFile, ""},
		{"everything gone", "none", ".", ""},
		{"disable refused", "*disable*", "none", "disable"},
		{"stop refused", "*stop*", "none", "journalctl"},
		{"nobody to ask", "*", "none", "loginctl enable-linger"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := setUp(t)
			_, err := Install(t.Context(), cfg)
			require.NoError(t, err)
			existing(t, loginLink(cfg), "", 0o600)
			existing(t, unitPath(cfg)+partial, "", 0o600)
			t.Setenv("SYSTEMCTL_STATE", "active")
			t.Setenv("SYSTEMCTL_REFUSES", c.refuses)
			require.NoError(t, os.RemoveAll(filepath.Join(cfg.Home, c.gone)))

			_, err = Uninstall(t.Context(), cfg)
			assert.Contains(t, message(err), c.problem)
			assert.Equal(t, c.problem == "", err == nil)
			assert.Empty(t, filesBelow(t, cfg.Home))
			assert.FileExists(t, filepath.Join(cfg.DataDir, "queue"))
			_, err = Uninstall(t.Context(), cfg)
			assert.Equal(t, c.refuses != "*stop*", err == nil, "the second time there is nothing to complain of")
		})
	}
}

// A unit that failed may be forgotten by systemd any moment, and stopping an unknown one is an error.
func TestUninstallDoesNotStopAFailedService(t *testing.T) {
	cfg := setUp(t)
	existing(t, unitPath(cfg), "", 0o600)
	t.Setenv("SYSTEMCTL_STATE", "failed")
	_, err := Uninstall(t.Context(), cfg)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"disable greenhouse-companion.service", "daemon-reload", "reset-failed greenhouse-companion.service",
	}, told(t))
}

func TestUninstallKeepsWhatIsNotOurs(t *testing.T) {
	cfg := setUp(t)
	_, err := Install(t.Context(), cfg)
	require.NoError(t, err)
	theirs := filepath.Join(cfg.Home, ".config/chromium/NativeMessagingHosts/com.example.other.json")
	existing(t, theirs, "{}", 0o644)
	_, err = Uninstall(t.Context(), cfg)
	require.NoError(t, err)
	assert.FileExists(t, theirs)
	assert.NoDirExists(t, filepath.Join(cfg.Home, ".config/google-chrome/NativeMessagingHosts"))
	assert.DirExists(t, filepath.Join(cfg.Home, ".config/google-chrome"), "the browser's own folder")
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return nil
	}))
	return files
}
