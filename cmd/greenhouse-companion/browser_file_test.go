//go:build linux

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// filesInBrowser counts the files that wait in the browser.
const filesInBrowser = `new Promise((resolve, reject) => {
  const asked = indexedDB.open("outbox", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("files");
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const count = asked.result.transaction("files").objectStore("files").count();
    count.onsuccess = () => { asked.result.close(); resolve(count.result); };
  };
})`

func (d *desk) requireFiles(browser context.Context, inBrowser float64, inService int) {
	d.t.Helper()
	require.Eventually(d.t, func() bool {
		n, err := chromedp.Run(browser, chromedp.Evaluate[float64](filesInBrowser, chromedp.EvalAwaitPromise))
		entries, _ := os.ReadDir(filepath.Join(d.dir, "files"))
		return err == nil && n == inBrowser && len(entries) == inService
	}, 20*time.Second, 50*time.Millisecond, "want %v files in the browser and %d in the service", inBrowser, inService)
}

// TestResumeSurvivesTheBrowser: a résumé chosen while the service is down waits in the browser, through the death of the
// worker and the end of the browser, reaches the service's disk before the person does, and leaves the browser then.
func TestResumeSurvivesTheBrowser(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, closeBrowser := d.openBrowser()
	d.settle(browser)
	people := d.systems.amazingHiring.Plain()
	d.openPanel(browser, people[0])
	d.confirm(browser)
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#source[data-source=preview]")))
	d.kill()
	path := filepath.Join(t.TempDir(), "Marta Okafor.pdf")
	require.NoError(t, os.WriteFile(path, bytes.Repeat([]byte("Marta Okafor, marta.okafor@example.com\n"), 500_000), 0o600))
	d.do(browser, chromedp.SetUploadFiles(chromedp.CSS("#resume"), []string{path}))
	d.pressAdd(browser)
	d.awaitState(browser, "pending")
	d.requireFiles(browser, 1, 0)
	d.killWorker(browser)
	closeBrowser()

	d.start()
	browser, _ = d.openBrowser()
	d.openPanel(browser, people[0])
	d.awaitState(browser, "done")
	d.requireFiles(browser, 0, 1)
	d.requirePeople("Marta Okafor")
}
