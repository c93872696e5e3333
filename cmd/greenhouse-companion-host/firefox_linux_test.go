package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
)

const addOnID = "companion@example.org"

// addOn says hello to the host, and tells the test what came of it. Firefox reports a failed start in port.error.
const addOn = `
const report = (text) => fetch("REPORT", {method: "POST", body: text});
const port = browser.runtime.connectNative("com.greenhouse_companion.host");
port.onMessage.addListener((m) => { report(JSON.stringify(m)); port.disconnect(); });
port.onDisconnect.addListener((p) => { if (p.error) report("error: " + p.error.message); });
port.postMessage({type: "hello", id: "1"});
`

// TestFirefox: a real Firefox finds the host where the installer put the manifest, starts it, and names its add-on.
func TestFirefox(t *testing.T) {
	firefox, err := exec.LookPath("firefox-esr")
	if err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "firefox-esr is missing")
		t.Skip("firefox-esr is missing: install the package firefox-esr")
	}
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(home, ".config/mozilla/firefox"), 0o700)) // where a new Firefox keeps its profiles
	told, err := installer.Refresh(installer.Config{Home: home, Program: program, Host: program, FirefoxIDs: []string{addOnID}})
	require.NoError(t, err)
	require.NotEmpty(t, told.Steps)

	dataDir, ln := listen(t)
	late := time.Now().Add(time.Minute)
	require.NoError(t, ln.(interface{ SetDeadline(time.Time) error }).SetDeadline(late))
	reports := make(chan string, 10)
	door := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		reports <- string(body)
	}))
	t.Cleanup(door.Close)
	installAddOn(t, startFirefox(t, firefox, home, dataDir), writeAddOn(t, door.URL))

	service := accept(t, ln)
	require.NoError(t, service.SetDeadline(late))
	require.JSONEq(t, `{"type":"caller","id":"host","browser_caller":"`+addOnID+`"}`, readFrame(t, service))
	require.JSONEq(t, `{"type":"hello","id":"1"}`, readFrame(t, service))
	require.NoError(t, native.WriteFrame(service, []byte(`{"type":"hello_reply","id":"1"}`)))
	require.JSONEq(t, `{"type":"hello_reply","id":"1"}`, <-reports)
	_, err = native.ReadFrame(service, native.MaxFrame)
	require.ErrorIs(t, err, io.EOF, "the host is gone after the add-on hung up")
}

func writeAddOn(t *testing.T, report string) string {
	t.Helper()
	dir := t.TempDir()
	manifest, err := json.Marshal(map[string]any{
		"manifest_version": 2, "name": "test", "version": "1", "permissions": []string{"nativeMessaging", report + "/*"},
		"background":                map[string]any{"scripts": []string{"background.js"}},
		"browser_specific_settings": map[string]any{"gecko": map[string]any{"id": addOnID}},
	})
	require.NoError(t, err)
	script := regexp.MustCompile("REPORT").ReplaceAllLiteral([]byte(addOn), []byte(report))
	for name, content := range map[string][]byte{"manifest.json": manifest, "background.js": script} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	return dir
}

// startFirefox starts it without a screen, and returns the address at which it takes orders
// (https://www.w3.org/TR/webdriver-bidi/). All of its processes end with the test.
func startFirefox(t *testing.T, firefox, home, dataDir string) string {
	t.Helper()
	cmd := exec.Command(firefox, "--headless", "--no-remote", "--remote-debugging-port=0", "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME=", dataDirVariable+"="+dataDir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
	})
	address := regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if found := address.FindStringSubmatch(lines.Text()); found != nil {
			go io.Copy(io.Discard, stderr)
			return found[1]
		}
	}
	t.Fatal("Firefox ended before it took orders")
	return ""
}

func installAddOn(t *testing.T, address, dir string) {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), address+"/session", nil)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(time.Minute)))
	order(t, conn, 1, "session.new", map[string]any{"capabilities": map[string]any{}})
	order(t, conn, 2, "webExtension.install", map[string]any{"extensionData": map[string]any{"type": "path", "path": dir}})
}

// order gives an order and waits for its answer; events in between are passed over.
func order(t *testing.T, conn *websocket.Conn, id int, method string, params any) {
	t.Helper()
	require.NoError(t, conn.WriteJSON(map[string]any{"id": id, "method": method, "params": params}))
	for {
		var reply struct {
			ID    int
			Error string
		}
		require.NoError(t, conn.ReadJSON(&reply))
		if reply.ID == id {
			require.Empty(t, reply.Error, method)
			return
		}
	}
}
