//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// settle makes the pretend AmazingHiring the one whose pages the extension knows, through the options page.
func (f *firefox) settle() {
	f.t.Helper()
	f.navigate("options/options.html")
	f.until(`document.querySelector("#host").value !== ""`)
	f.do(fmt.Sprintf(`document.querySelector("#host").value = %q`, strings.TrimPrefix(f.desk.systems.amazingHiring.URL(), "http://")))
	f.click("#host-form button")
	f.until(`document.querySelector("#host-note").textContent === "Saved."`)
}

// click waits until the element can be pressed, and presses it.
func (f *firefox) click(selector string) {
	f.t.Helper()
	f.until(fmt.Sprintf(`document.querySelector(%q)?.checkVisibility() && !document.querySelector(%[1]q).disabled`, selector))
	f.do(fmt.Sprintf(`document.querySelector(%q).click()`, selector))
}

// openPanel opens the sidebar's page as a tab, for the profile.
func (f *firefox) openPanel(profileID int64) {
	f.t.Helper()
	address := fmt.Sprintf("%s/profiles/%d", f.desk.systems.amazingHiring.URL(), profileID)
	f.navigate("panel/panel.html?address=" + url.QueryEscape(address))
}

// confirm allows the browser, which the panel asks for once.
func (f *firefox) confirm() {
	f.t.Helper()
	f.click("#confirm")
	f.until(`document.querySelector("#confirm").checkVisibility() === false`)
}

// awaitPerson waits until the panel shows what AmazingHiring knows.
func (f *firefox) awaitPerson() {
	f.t.Helper()
	f.until(`document.querySelector("#source").dataset.source === "preview"`)
}

// pressAdd chooses the base as target and presses Add.
func (f *firefox) pressAdd() {
	f.t.Helper()
	f.awaitPerson()
	f.click("#target-base")
	f.click("#add")
}

// awaitState waits until the panel shows one of the states.
func (f *firefox) awaitState(states ...string) {
	f.t.Helper()
	list, err := json.Marshal(states)
	require.NoError(f.t, err)
	f.until(fmt.Sprintf(`%s.includes(document.querySelector("#state").dataset.state)`, list))
}

// TestFirefoxAddThroughNativeHost: the packed extension, a host found where the installer says, one press of Allow, one of Add.
func TestFirefoxAddThroughNativeHost(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	f := d.newFirefox(true)
	f.open()
	f.settle()
	f.openPanel(d.systems.amazingHiring.Plain()[0])
	f.confirm()
	f.until(`document.querySelector("#door").dataset.door === "native"`)
	f.pressAdd()
	f.awaitState("done")
	d.requirePeople("Marta Okafor")
}

// pairFirefox copies a one-time key into the extension, whose origin the service learns by that.
func (d *desk) pairFirefox(f *firefox) {
	d.t.Helper()
	var key struct{ Key string }
	require.NoError(d.t, json.Unmarshal([]byte(d.run("", "pair")), &key))
	f.settle()
	f.do(fmt.Sprintf(`document.querySelector("#pair-key").value = %q`, key.Key))
	f.click("#pair")
	f.until(`document.querySelector("#door").dataset.door === "websocket"`)
}

// TestFirefoxAddThroughWebSocket: where no host can be had, the browser is paired. The content security policy must let ws:
// through, which Firefox by itself turns into wss:.
func TestFirefoxAddThroughWebSocket(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	f := d.newFirefox(false)
	f.open()
	d.pairFirefox(f)
	f.openPanel(d.systems.amazingHiring.Plain()[0])
	f.pressAdd()
	f.awaitState("done")
	f.until(`document.querySelector("#door").dataset.door === "websocket"`)
	d.requirePeople("Marta Okafor")
}

// TestFirefoxStopsTheBackground: the browser may end the event page at any moment. Here that is while Greenhouse is away and
// a native port open; the panel goes on with a new one.
func TestFirefoxStopsTheBackground(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	f := d.newFirefox(true)
	f.open()
	f.settle()
	f.openPanel(d.systems.amazingHiring.Plain()[0])
	f.confirm()
	d.reachable(false)
	f.pressAdd()
	f.awaitState("waiting")
	f.watchBackground()
	f.stopBackground()
	f.awaitBackgroundEnd()
	d.reachable(true)
	f.awaitState("done")
	d.requirePeople("Marta Okafor")
}

// TestFirefoxIdleBackground: a WebSocket keeps no event page alive in Firefox. With an idle time of a second instead of half
// a minute the page ends under the panel, and the person arrives all the same.
func TestFirefoxIdleBackground(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	f := d.newFirefox(false, `"extensions.background.idle.timeout", 1000`)
	f.open()
	d.pairFirefox(f)
	f.openPanel(d.systems.amazingHiring.Plain()[0])
	d.reachable(false)
	f.pressAdd()
	f.awaitState("waiting")
	f.watchBackground()
	f.awaitBackgroundEnd()
	d.reachable(true)
	f.awaitState("done")
	d.requirePeople("Marta Okafor")
}

// TestFirefoxRestarts: what was added while the service was down waits through the end of the browser, with its résumé.
func TestFirefoxRestarts(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	f := d.newFirefox(true)
	f.open()
	f.settle()
	f.openPanel(d.systems.amazingHiring.Plain()[0])
	f.confirm()
	f.awaitPerson()
	d.kill()
	resume := filepath.Join(t.TempDir(), "Marta Okafor.pdf")
	require.NoError(t, os.WriteFile(resume, []byte("%PDF-1.7 Marta Okafor"), 0o600))
	f.choose("#resume", resume)
	f.pressAdd()
	f.awaitState("pending")
	f.close()

	d.start()
	f.open()
	f.openPanel(d.systems.amazingHiring.Plain()[0])
	f.awaitState("done")
	d.requirePeople("Marta Okafor")
	kept, err := os.ReadDir(filepath.Join(d.dir, "files"))
	require.NoError(t, err)
	require.Len(t, kept, 1, "the résumé reached the service")
}

// TestFirefoxWithoutHost: Firefox has its own words for a host that is not there, and its own place for them.
func TestFirefoxWithoutHost(t *testing.T) {
	d := newDesk(t, false)
	f := d.newFirefox(false)
	f.open()
	f.navigate("options/options.html")
	f.until(`document.querySelector("#door").dataset.reason === "host_not_found"`)
}
