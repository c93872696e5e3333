//go:build linux

package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// otherExtension writes an extension that is not ours; its id is that of a fresh key.
func otherExtension(t *testing.T, permissions []string) (dir, id string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	hash := sha256.Sum256(public)
	for _, digit := range fmt.Sprintf("%x", hash[:16]) {
		id += string(rune('a' + strings.IndexRune("0123456789abcdef", digit)))
	}
	manifest, err := json.Marshal(map[string]any{
		"manifest_version": 3, "name": "other", "version": "1", "key": base64.StdEncoding.EncodeToString(public), "host_permissions": permissions,
		"background": map[string]string{"service_worker": "worker.js"},
	})
	require.NoError(t, err)
	dir = t.TempDir()
	for name, content := range map[string]string{"manifest.json": string(manifest), "worker.js": "", "page.html": "<!doctype html><title>other</title>"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	return dir, id
}

func (d *desk) openWithExtension(dir, id string) context.Context {
	d.t.Helper()
	browser := d.openOther(chromedp.Flag("disable-extensions", false), chromedp.Flag("load-extension", dir), chromedp.Flag("disable-extensions-except", dir))
	d.do(browser, chromedp.Navigate("chrome-extension://"+id+"/page.html"))
	return browser
}

var toThisComputer = []string{"http://localhost/*", "http://127.0.0.1/*"}

// TestAttackHostileExtensionInChromium: another extension, with every permission for this computer, gets in nowhere.
func TestAttackHostileExtensionInChromium(t *testing.T) {
	d := newDesk(t, false)
	kit := d.withStarterKit("chrome-extension://abcdefghijklmnopabcdefghijklmnop")
	d.start()
	browser := d.openWithExtension(otherExtension(t, toThisComputer))
	trial := fmt.Sprintf(`Promise.all([
	  new Promise((resolve) => Object.assign(new WebSocket("ws://127.0.0.1:%s/v1/socket"), {onopen: () => resolve("open"), onerror: () => resolve("failed")})),
	  fetch("http://localhost:%d/save_profile/900000000000101/").then((r) => "status " + r.status, () => "failed"),
	])`, d.socketPort(), kit)
	got, err := chromedp.Run(browser, chromedp.Evaluate[[]string](trial, chromedp.EvalAwaitPromise))
	require.NoError(t, err)
	require.Equal(t, []string{"failed", "status 403"}, got)
	d.requireNobodyAdded()
}

// TestStarterKitFromChromium is what PROTOCOL.md says of manifests: with a permission for the address an extension's GET carries
// no Origin and needs the token; without one it carries the Origin, which the settings may list.
func TestStarterKitFromChromium(t *testing.T) {
	for name, test := range map[string]struct {
		permissions    []string
		without, token string
	}{
		"with host permission":    {toThisComputer, "403", "202"},
		"without host permission": {[]string{}, "202", "202"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, false)
			dir, id := otherExtension(t, test.permissions)
			kit := d.withStarterKit("chrome-extension://" + id)
			d.start()
			var token struct{ Token string }
			require.NoError(t, json.Unmarshal([]byte(d.run("", "pair", "--starter-kit")), &token))
			browser := d.openWithExtension(dir, id)
			for header, want := range map[string]string{"{}": test.without, fmt.Sprintf(`{Authorization: "Bearer %s"}`, token.Token): test.token} {
				call := fmt.Sprintf(`fetch("http://localhost:%d/save_profile/%d/", {headers: %s}).then((r) => String(r.status))`, kit, d.systems.amazingHiring.Plain()[0], header)
				got, err := chromedp.Run(browser, chromedp.Evaluate[string](call, chromedp.EvalAwaitPromise))
				require.NoError(t, err)
				require.Equal(t, want, got)
			}
			d.awaitPeople("Marta Okafor")
		})
	}
}

// awaitPeople waits until they have arrived.
func (d *desk) awaitPeople(names ...string) {
	d.t.Helper()
	require.Eventually(d.t, func() bool {
		var status struct{ Counts map[string]int }
		return json.Unmarshal([]byte(d.run("", "status")), &status) == nil && status.Counts["done"] == 2
	}, 20*time.Second, 50*time.Millisecond, "the fetch and the add")
	d.requirePeople(names...)
}
