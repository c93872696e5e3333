package companion

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The key store tests run twice: outside, where they start a session bus with a real Secret Service on it, and inside
// that session, where COMPANION_TEST_SESSION says so.
func inSession(t *testing.T, unlock string) {
	t.Helper()
	for _, tool := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(tool); err != nil {
			require.NotEqual(t, "true", os.Getenv("CI"), "%s is missing", tool)
			t.Skipf("%s is missing: see .ci/needs", tool)
		}
	}
	cmd := exec.Command("dbus-run-session", "--", "sh", "-c", unlock+`exec "$0" -test.run "^$1\$" -test.v`, os.Args[0], t.Name())
	cmd.Env = append(os.Environ(), "COMPANION_TEST_SESSION=1",
		"XDG_DATA_HOME="+t.TempDir(), "XDG_RUNTIME_DIR="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: "+t.Name())
}

func isInside() bool { return os.Getenv("COMPANION_TEST_SESSION") != "" }

const unlocked = "printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && "

func TestSecretsInUnlockedKeyStore(t *testing.T) {
	if !isInside() {
		inSession(t, unlocked)
		return
	}
	dir := t.TempDir()
	s, err := openSecrets(dir, StoreOS)
	require.NoError(t, err)
	_, err = s.get("credential default")
	require.ErrorIs(t, err, errNoSecret)
	require.NoError(t, s.set("credential default", "secret"))
	value, err := s.get("credential default")
	require.NoError(t, err)
	require.Equal(t, "secret", value)
	other, err := openSecrets(t.TempDir(), StoreOS)
	require.NoError(t, err)
	_, err = other.get("credential default")
	require.ErrorIs(t, err, errNoSecret, "another data folder's secret is another secret")
}

func TestQueueKeyInUnlockedKeyStore(t *testing.T) {
	if !isInside() {
		inSession(t, unlocked)
		return
	}
	dir := t.TempDir()
	key, err := queueKey(dir, filepath.Join(dir, "queue"), StoreOS)
	require.NoError(t, err)
	again, err := queueKey(dir, filepath.Join(dir, "queue"), StoreOS)
	require.NoError(t, err)
	require.Equal(t, key, again)
	require.NoFileExists(t, filepath.Join(dir, "secrets.json"))
}

// TestLockedKeyStoreIsWaitedFor: a queue whose key is in a locked key store is not called lost, and gets no new key.
func TestLockedKeyStoreIsWaitedFor(t *testing.T) {
	if !isInside() {
		inSession(t, "gnome-keyring-daemon --start --components=secrets >/dev/null && ")
		return
	}
	dir := t.TempDir()
	queueDir := filepath.Join(dir, "queue")
	require.NoError(t, os.Mkdir(queueDir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(queueDir, "MANIFEST"), []byte("x"), 0o600))
	_, err := queueKey(dir, queueDir, StoreOS)
	require.True(t, IsLocked(err), "%v", err)
	require.NoFileExists(t, filepath.Join(dir, "secrets.json"))
}

func TestLockedKeyStoreIsRefused(t *testing.T) {
	if !isInside() {
		inSession(t, "gnome-keyring-daemon --start --components=secrets >/dev/null && ")
		return
	}
	s, err := openSecrets(t.TempDir(), StoreOS)
	require.NoError(t, err)
	require.True(t, isKeyStoreProblem(s.set("credential default", "secret")))
}

// TestLostQueueKeyIsNotReplaced: a new key over an old queue would make everything in it unreadable.
func TestLostQueueKeyIsNotReplaced(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := t.TempDir()
	queueDir := filepath.Join(dir, "queue")
	key, err := queueKey(dir, queueDir, StoreFile)
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(queueDir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(queueDir, "MANIFEST"), []byte("x"), 0o600))
	again, err := queueKey(dir, queueDir, StoreFile)
	require.NoError(t, err)
	require.Equal(t, key, again)

	require.NoError(t, os.Remove(filepath.Join(dir, "secrets.json")))
	_, err = queueKey(dir, queueDir, StoreFile)
	require.ErrorContains(t, err, CodeQueueKeyLost)
	require.NoFileExists(t, filepath.Join(dir, "secrets.json"))
}
