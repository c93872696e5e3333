//go:build linux

package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

var (
	screenshots = flag.String("screenshots", "", "folder the README's pictures are written to")
	visible     = flag.Bool("visible", false, "open a visible browser with the extension and stay until it is closed")
)

// TestScreenshots takes the pictures of the README: the panel before and after, and the person where they arrived.
func TestScreenshots(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.settle(browser)
	d.do(browser, chromedp.EmulateViewport(380, 920))
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	d.confirm(browser)
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#source[data-source=preview]")),
		chromedp.Click(chromedp.CSS("#target-candidate")),
		chromedp.SendKeys(chromedp.CSS("#job-search"), "engineer"),
		chromedp.Click(chromedp.CSS("#job-list [role=option]")))
	d.picture(browser, "panel.png")
	d.do(browser, chromedp.Click(chromedp.CSS("#add")))
	d.awaitState(browser, "done")
	d.picture(browser, "panel-done.png")
	d.do(browser, chromedp.EmulateViewport(760, 480), chromedp.Navigate(d.systems.greenhouse.URL()))
	d.picture(browser, "arrived.png")
}

func (d *desk) picture(browser context.Context, name string) {
	d.t.Helper()
	image, err := chromedp.Run(browser, chromedp.CaptureScreenshot())
	require.NoError(d.t, err)
	folder := *screenshots
	if folder == "" {
		folder = d.t.TempDir()
	}
	require.NoError(d.t, os.MkdirAll(folder, 0o755))
	require.NoError(d.t, os.WriteFile(filepath.Join(folder, name), image, 0o644))
}

// TestVisible is make demo-browser: the same desk, to try by hand. Without the flag it only shows that it would start.
func TestVisible(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.settle(browser)
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	if *visible {
		t.Logf("pretend Greenhouse: %s, pretend AmazingHiring: %s", d.systems.greenhouse.URL(), d.systems.amazingHiring.URL())
		<-browser.Done()
	}
}
