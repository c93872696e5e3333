//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
	"github.com/stretchr/testify/require"
)

// firefoxUUID is the name that the extension has in the tests' profiles; elsewhere Firefox draws one for each profile.
const firefoxUUID = "0f6b1c1e-5d2a-4a57-9d0b-3a1f6f0f2c11"

// firefox is a real Firefox with the packed extension, installed for good, in a home of its own. It takes orders over
// WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/).
type firefox struct {
	t    *testing.T
	desk *desk
	home string
	cmd  *exec.Cmd
	conn *websocket.Conn
	last int    // id of the last order
	tab  string // the one tab
}

// newFirefox makes the home of a Firefox: the profile, the extension in it, and the manifest that leads to the host.
func (d *desk) newFirefox(native bool, prefs ...string) *firefox {
	d.t.Helper()
	if _, err := exec.LookPath("firefox-esr"); err != nil {
		require.NotEqual(d.t, "true", os.Getenv("CI"), "firefox-esr is missing")
		d.t.Skip("firefox-esr is missing: see .ci/needs")
	}
	f := &firefox{t: d.t, desk: d, home: d.t.TempDir()}
	f.write("profile/extensions/"+extension.FirefoxID+".xpi", packedForFirefox(d.t))
	uuids := fmt.Sprintf(`{%q: %q}`, extension.FirefoxID, firefoxUUID)
	prefs = append(prefs, `"extensions.autoDisableScopes", 0`, `"xpinstall.signatures.required", false`,
		fmt.Sprintf(`"extensions.webextensions.uuids", %q`, uuids))
	f.write("profile/user.js", []byte("user_pref("+strings.Join(prefs, ");\nuser_pref(")+");\n"))
	if native {
		f.write(".config/mozilla/firefox/profiles.ini", nil) // a sign for the installer
		host := d.buildHost()
		_, err := installer.Refresh(installer.Config{Home: f.home, Program: host, Host: host, FirefoxIDs: []string{extension.FirefoxID}})
		require.NoError(d.t, err)
	}
	return f
}

func (f *firefox) write(name string, content []byte) {
	f.t.Helper()
	path := filepath.Join(f.home, name)
	require.NoError(f.t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(f.t, os.WriteFile(path, content, 0o600))
}

func (d *desk) buildHost() string {
	d.t.Helper()
	host := filepath.Join(d.t.TempDir(), "greenhouse-companion-host")
	out, err := exec.Command("go", "build", "-o", host, "../greenhouse-companion-host").CombinedOutput()
	require.NoError(d.t, err, "%s", out)
	return host
}

// packedForFirefox is what the store gets.
func packedForFirefox(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("go", "run", "../../extension/browser/pack", "-from", "../../extension/browser", "-out", dir).CombinedOutput()
	require.NoError(t, err, "%s", out)
	found, err := filepath.Glob(filepath.Join(dir, "*-firefox.zip"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	content, err := os.ReadFile(found[0])
	require.NoError(t, err)
	return content
}

var takesOrders = regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)

// open starts the browser; close ends it as a user would.
func (f *firefox) open() {
	f.t.Helper()
	f.cmd = exec.Command("firefox-esr", "--headless", "--no-remote", "--profile", filepath.Join(f.home, "profile"),
		"--remote-debugging-port=0", "--remote-allow-system-access", "about:blank")
	f.cmd.Env = append(os.Environ(), "HOME="+f.home, "XDG_CONFIG_HOME=", "GREENHOUSE_COMPANION_DATA_DIR="+f.desk.dir)
	f.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stderr, err := f.cmd.StderrPipe()
	require.NoError(f.t, err)
	require.NoError(f.t, f.cmd.Start())
	f.t.Cleanup(sync.OnceFunc(f.kill))
	var said bytes.Buffer
	lines := bufio.NewScanner(io.TeeReader(stderr, &said))
	for lines.Scan() {
		if found := takesOrders.FindStringSubmatch(lines.Text()); found != nil {
			go io.Copy(io.Discard, stderr)
			f.attach(found[1])
			return
		}
	}
	f.t.Fatalf("Firefox ended before it took orders:\n%s", &said)
}

func (f *firefox) attach(address string) {
	f.t.Helper()
	conn, _, err := websocket.DefaultDialer.DialContext(f.t.Context(), address+"/session", nil)
	require.NoError(f.t, err)
	f.conn = conn
	f.order("session.new", map[string]any{"capabilities": map[string]any{}})
	var tree struct{ Contexts []struct{ Context string } }
	require.NoError(f.t, json.Unmarshal(f.order("browsingContext.getTree", map[string]any{}), &tree))
	f.tab = tree.Contexts[0].Context
}

func (f *firefox) kill() {
	_ = f.conn.Close()
	_ = syscall.Kill(-f.cmd.Process.Pid, syscall.SIGKILL)
	_ = f.cmd.Wait()
}

func (f *firefox) close() {
	f.t.Helper()
	f.order("browser.close", map[string]any{})
	_ = f.cmd.Wait()
}
