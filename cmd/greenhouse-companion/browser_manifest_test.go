//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// TestChromiumIsToldByTheService: nobody installs anything. The service starts, finds Chromium, writes the manifest where
// a real Chromium with the user's own profile looks, and the panel reaches the service through the host.
func TestChromiumIsToldByTheService(t *testing.T) {
	d := newDesk(t, false)
	home, bin := t.TempDir(), t.TempDir()
	data := filepath.Join(home, ".local/share/greenhouse-companion")
	require.NoError(t, os.MkdirAll(filepath.Dir(data), 0o700))
	require.NoError(t, os.Rename(d.dir, data))
	d.dir, d.profile = data, filepath.Join(home, ".config/chromium")
	out, err := exec.Command("go", "build", "-o", bin, ".", "../greenhouse-companion-host").CombinedOutput()
	require.NoError(t, err, "%s", out)

	d.service = exec.Command(filepath.Join(bin, "greenhouse-companion"), "run")
	d.service.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME=", "XDG_CONFIG_HOME=")
	d.service.Stderr = &d.log
	require.NoError(t, d.service.Start())
	require.Eventually(t, func() bool {
		entries, _ := os.ReadDir(filepath.Join(d.profile, "NativeMessagingHosts"))
		return len(entries) == 1
	}, 20*time.Second, 20*time.Millisecond, "no manifest")

	browser, _ := d.openBrowser()
	d.settle(browser)
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	d.confirm(browser)
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#source[data-source=preview]")))
}
