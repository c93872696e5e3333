//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// withStarterKit switches the route on, at a free port, for these extensions.
func (d *desk) withStarterKit(origins ...string) (port int) {
	d.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(d.t, err)
	port = ln.Addr().(*net.TCPAddr).Port
	require.NoError(d.t, ln.Close())
	path := filepath.Join(d.dir, "config.toml")
	settings, err := os.ReadFile(path)
	require.NoError(d.t, err)
	listed, err := json.Marshal(append([]string{}, origins...))
	require.NoError(d.t, err)
	settings = fmt.Appendf(settings, "[starter_kit]\nenabled = true\nport = %d\norigins = %s\n", port, listed)
	require.NoError(d.t, os.WriteFile(path, settings, 0o600))
	return port
}

// socketPort is where this desk's service listens for WebSockets.
func (d *desk) socketPort() string {
	d.t.Helper()
	var status struct {
		URL string `json:"websocket_url"`
	}
	require.NoError(d.t, json.Unmarshal([]byte(d.run("", "status")), &status))
	_, rest, found := strings.Cut(status.URL, "127.0.0.1:")
	require.True(d.t, found, status.URL)
	return strings.TrimSuffix(rest, "/v1/socket")
}

// requireNobodyAdded looks into the queue.
func (d *desk) requireNobodyAdded() {
	d.t.Helper()
	var list struct {
		Items []json.RawMessage `json:"items"`
	}
	require.NoError(d.t, json.Unmarshal([]byte(d.run("", "queue", "list")), &list))
	require.Empty(d.t, list.Items)
}

// openOther starts a Chromium of its own with these flags, without our extension.
func (d *desk) openOther(flags ...chromedp.ExecAllocatorOption) context.Context {
	d.t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.UserDataDir(d.t.TempDir()))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), append(options, flags...)...)
	d.t.Cleanup(cancel)
	browser, cancelBrowser := chromedp.NewContext(allocator)
	d.t.Cleanup(cancelBrowser)
	require.NoError(d.t, chromedp.Do(browser))
	d.t.Cleanup(func() { _ = chromedp.Cancel(browser) })
	return browser
}

// TestAttackPageInChromium: a page tries everything, once as one of this computer, whose requests reach the doors, and once as
// one of the internet, which the browser itself keeps from them. Either way nothing opens and nobody is added.
func TestAttackPageInChromium(t *testing.T) {
	d := newDesk(t, false)
	kit := d.withStarterKit()
	d.start()
	page := httptest.NewServer(http.FileServer(http.Dir("testdata")))
	defer page.Close()
	address := strings.TrimPrefix(page.URL, "http://")
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	names := chromedp.Flag("host-resolver-rules", "MAP evil.test 127.0.0.1, MAP localhost 127.0.0.1")
	for name, flags := range map[string][]chromedp.ExecAllocatorOption{
		"of this computer": {names},
		"of the internet":  {names, chromedp.Flag("ip-address-space-overrides", "127.0.0.1:"+port+"=public")},
	} {
		t.Run(name, func(t *testing.T) {
			browser := d.openOther(flags...)
			d.do(browser, chromedp.Navigate(fmt.Sprintf("http://evil.test:%s/attack.html#%s,%d", port, d.socketPort(), kit)),
				becomes(`document.title === "done"`))
			got, err := chromedp.Run(browser, chromedp.Evaluate[map[string]string]("got"))
			require.NoError(t, err)
			require.Len(t, got, 23)
			for trial, outcome := range got {
				require.Contains(t, []string{"failed", "?"}, outcome, trial)
			}
			d.requireNobodyAdded()
		})
	}
}

// TestAttackRebindingInChromium: the attacker's name leads to our own port, so that the page is of the same origin as the door.
func TestAttackRebindingInChromium(t *testing.T) {
	d := newDesk(t, false)
	kit := d.withStarterKit()
	d.start()
	browser := d.openOther(chromedp.Flag("host-resolver-rules", "MAP evil.test 127.0.0.1"))
	for _, address := range []string{fmt.Sprintf("http://evil.test:%d/save_profile/900000000000101/", kit), "http://evil.test:" + d.socketPort() + "/v1/about"} {
		d.do(browser, chromedp.Navigate(address), becomes(`document.body.innerText.trim() === "forbidden"`))
		status, err := chromedp.Run(browser, chromedp.Evaluate[float64](`fetch(location.href).then((r) => r.status)`, chromedp.EvalAwaitPromise))
		require.NoError(t, err)
		require.EqualValues(t, http.StatusForbidden, status)
	}
	d.requireNobodyAdded()
}
