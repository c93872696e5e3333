//go:build linux

package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// openExport opens the export page and waits until the folders are there.
func (d *desk) openExport(browser context.Context) {
	d.t.Helper()
	d.do(browser, chromedp.Navigate(extensionPage("export/export.html")),
		becomes(`document.querySelector("#folder-list button") !== null || !document.querySelector("#confirm").hidden`))
}

// firstExport is openExport in a browser that has to be allowed first.
func (d *desk) firstExport(browser context.Context) {
	d.t.Helper()
	d.openExport(browser)
	d.confirm(browser)
	d.do(browser, becomes(`document.querySelector("#folder-list button") !== null`))
}

// openFolder opens one of the folders and waits until all of its people are listed.
func (d *desk) openFolder(browser context.Context, id int64, people string) {
	d.t.Helper()
	d.do(browser, press(fmt.Sprintf("#folder-list [data-folder-id='%d']", id),
		fmt.Sprintf(`document.querySelector("#chosen-words").textContent === "0 of %s chosen"`, people)))
}

// chooseAll ticks everybody who is found and lets them go without a vacancy.
func (d *desk) chooseAll(browser context.Context) {
	d.t.Helper()
	d.do(browser, press("#all", `document.querySelector("#all").checked`),
		press("#target-base", `document.querySelector("#target-base").checked`))
}

func (d *desk) confirmCredits(browser context.Context) {
	d.t.Helper()
	d.do(browser, press("#credits-confirmed", `document.querySelector("#credits-confirmed").checked`))
}

// pressExport presses Export again and again until the page shows the export: it must be one export all the same.
func (d *desk) pressExport(browser context.Context) {
	d.t.Helper()
	d.do(browser, chromedp.WaitEnabled(chromedp.CSS("#export")),
		becomes(`!document.querySelector("#batch").hidden || document.querySelector("#export").click()`))
}

func (d *desk) awaitBatch(browser context.Context, state string) {
	d.t.Helper()
	d.do(browser, chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf("#batch[data-state=%q]", state))))
}

// says waits until the element's text has the part in it.
func says(id, part string) chromedp.Action[chromedp.Void] {
	return becomes(fmt.Sprintf("document.getElementById(%q).textContent.includes(%q)", id, part))
}

// TestExportFolder: three people of a folder, with the credits confirmed, arrive; the export can be opened again.
func TestExportFolder(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.do(browser, says("credits-words", "3 chosen; 0 fetched before cost nothing; 3 not opened yet: opening may cost up to 3 contact credits."),
		becomes(`document.querySelector("#export").disabled`))
	d.confirmCredits(browser)
	again := fmt.Sprintf(`(document.querySelector("#folder-list [data-folder-id='%d']").click(), document.querySelector("#export").disabled)`, pretend.SmallFolder)
	disabled, err := chromedp.Run(browser, chromedp.Evaluate[bool](again))
	require.NoError(t, err)
	require.False(t, disabled, "the open folder pressed once more keeps who was chosen")
	d.pressExport(browser)
	d.awaitBatch(browser, "finished")
	d.do(browser, says("batch-counts", "3 in Greenhouse"), says("batch-percent", "100 %"), says("batch-opened", "3 profiles"),
		becomes(`[...document.querySelectorAll("#results a:not([hidden])")].length === 3`))
	d.requirePeople("Marta Okafor", "Ingrid Solberg", "Samuel Whitcombe")

	d.openExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.do(browser, says("credits-words", "3 fetched before cost nothing."), chromedp.WaitEnabled(chromedp.CSS("#export")),
		press("#earlier-list button", `location.hash !== ""`), says("batch-counts", "3 in Greenhouse"))
}

// TestExportWithoutService: the service is down when Export is pressed, then the browser is closed; later everybody arrives once.
func TestExportWithoutService(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, closeBrowser := d.openBrowser()
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.confirmCredits(browser)
	d.kill()
	d.pressExport(browser)
	d.awaitBatch(browser, "pending")
	d.killWorker(browser)
	closeBrowser()

	d.start()
	browser, _ = d.openBrowser()
	d.openExport(browser)
	d.do(browser, press("#earlier-list button", `location.hash !== ""`))
	d.awaitBatch(browser, "finished")
	d.requirePeople("Marta Okafor", "Ingrid Solberg", "Samuel Whitcombe")
}

// TestExportOfALongList: a folder of 3,000 stays light in the page; only as many as were confirmed are opened; the export is
// paused, resumed and cancelled.
func TestExportOfALongList(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.firstExport(browser)
	d.do(browser, chromedp.SetValue(chromedp.CSS("#address"), fmt.Sprintf("%s/folders/%d", d.systems.amazingHiring.URL(), pretend.BigFolder)),
		press("#address-form button", `document.querySelector("#chosen-words").textContent === "0 of 3,000 chosen"`),
		becomes(`document.querySelectorAll("#people li").length < 40`),
		press("#all", `document.querySelector("#all").checked`), says("chosen-words", "3,000 of 3,000"),
		press("#all", `!document.querySelector("#all").checked`))
	d.chooseFirst(browser, 5)
	d.do(browser, press("#target-base", `document.querySelector("#target-base").checked`),
		chromedp.SetValue(chromedp.CSS("#at-most"), ""), chromedp.SendKeys(chromedp.CSS("#at-most"), "3"),
		says("at-most-note", "2 people will be left out"))
	d.confirmCredits(browser)
	d.reachable(false)
	d.pressExport(browser)
	d.awaitBatch(browser, "running")
	d.do(browser, says("batch-counts", "2 left out"), says("batch-percent", "40 %"),
		press("#batch-pause", `document.querySelector("#batch").dataset.state === "paused"`),
		press("#batch-resume", `document.querySelector("#batch").dataset.state === "running"`),
		press("#batch-cancel", `!document.querySelector("#cancel-question").hidden`),
		press("#cancel-yes", `document.querySelector("#batch").dataset.state === "cancelled"`), says("batch-counts", "3 stopped"))
	d.reachable(true)
	d.requirePeople() // a cancelled export sends nobody
}

// chooseFirst ticks the first people of the list.
func (d *desk) chooseFirst(browser context.Context, n int) {
	d.t.Helper()
	for i := range n {
		tick := fmt.Sprintf("#people li:nth-child(%d) input", i+1)
		d.do(browser, press(tick, fmt.Sprintf("document.querySelector(%q).checked", tick)))
	}
	d.do(browser, says("chosen-words", fmt.Sprintf("%d of", n)))
}

// TestExportNeedsYou: a profile that cannot be sent is decided about on the page, and the others are there.
func TestExportNeedsYou(t *testing.T) {
	d := newDesk(t, true)
	require.NoError(t, d.systems.amazingHiring.EditProfile(d.systems.amazingHiring.Plain()[0], func(fields map[string]any) { fields["name"] = "" }))
	d.start()
	browser, _ := d.openBrowser()
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.confirmCredits(browser)
	d.pressExport(browser)
	d.do(browser, says("batch-counts", "2 in Greenhouse, 1 needs you"), says("batch-state", "Waiting for you"),
		press("#results li[data-state=needs_you] button", `!document.querySelector("#state").hidden`), says("state-words", "Needs you"),
		press("#state-buttons button", `document.querySelector("#state").dataset.state === "stopped"`))
	d.awaitBatch(browser, "finished")
	d.do(browser, says("batch-counts", "2 in Greenhouse, 1 stopped"))
	d.requirePeople("Ingrid Solberg", "Samuel Whitcombe")
}

// TestExportWithPoolAndOwnTarget: everybody goes into a pool and a stage, but one person, with the keyboard alone, onto a job.
func TestExportWithPoolAndOwnTarget(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.do(browser, becomes(`document.querySelector("#pool").options.length === 2`), pick("pool", "Go engineers"), pick("pool-stage", "Contacted"))
	d.giveOwnJob(browser)
	d.do(browser, says("chosen-words", "3 of 3 chosen, 1 goes elsewhere"))
	d.confirmCredits(browser)
	d.pressExport(browser)
	d.awaitBatch(browser, "finished")
	d.requirePeople("Marta Okafor", "Ingrid Solberg", "Samuel Whitcombe")
	arrived := d.greenhousePage()
	require.Equal(t, 2, strings.Count(arrived, "Go engineers · Contacted"))
	require.Equal(t, 1, strings.Count(arrived, "<strong>Data Engineer</strong>"))
}

// greenhousePage is what the pretend Greenhouse shows to its users.
func (d *desk) greenhousePage() string {
	d.t.Helper()
	answer, err := http.Get(d.systems.greenhouse.URL())
	require.NoError(d.t, err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	require.NoError(d.t, err)
	return string(page)
}

// giveOwnJob puts the first person of the list onto a job of their own, without the mouse.
func (d *desk) giveOwnJob(browser context.Context) {
	d.t.Helper()
	d.do(browser, chromedp.Focus(chromedp.CSS("#people li button")), chromedp.KeyEvent(kb.Enter),
		becomes(`document.querySelector("#own").open && document.querySelector("#own-target-base").checked`),
		chromedp.Focus(chromedp.CSS("#own-target-base")), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp),
		becomes(`document.querySelector("#own-target-candidate").checked && document.querySelector("#own-keep").disabled`),
		chromedp.SendKeys(chromedp.CSS("#own-job-search"), "data"), chromedp.KeyEvent(kb.ArrowDown),
		chromedp.KeyEvent(kb.Enter), // the key picks, and the character that chromedp sends after it submits
		becomes(`document.querySelector("#people li button").textContent === "Candidate: Data Engineer"`))
}

// pick chooses in a list of choices what has this text.
func pick(id, text string) chromedp.Action[chromedp.Void] {
	return becomes(fmt.Sprintf(`((select) => {
		select.value = [...select.options].find((option) => option.text === %q)?.value ?? "";
		select.dispatchEvent(new Event("change"));
		return select.value !== "";
	})(document.getElementById(%q))`, text, id))
}

// TestExportWithoutPools: without the permission there is nothing to choose, and the page says why.
func TestExportWithoutPools(t *testing.T) {
	d := newDesk(t, true)
	require.NoError(t, d.systems.greenhouse.SetFaults("rate=1000/1", "no-scope=harvest:prospect_pools:list"))
	d.start()
	browser, _ := d.openBrowser()
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.do(browser, says("pool-note", "may not list them"), chromedp.WaitNotVisible(chromedp.CSS("#pool-choice")))
}

// TestExportFollows: later changes follow when that was ticked, until it is switched off for one person, or for the export.
func TestExportFollows(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.do(browser, press("#auto-update", `document.querySelector("#auto-update").checked`))
	d.confirmCredits(browser)
	d.pressExport(browser)
	d.awaitBatch(browser, "finished")
	const switches = `[...document.querySelectorAll("#results [role=switch]:not([hidden])")].map((one) => one.ariaChecked).join()`
	d.do(browser, becomes(`document.querySelector("#batch-updates").checked`), becomes(switches+` === "true,true,true"`),
		press("#results li:nth-child(2) [role=switch]", switches+` === "true,false,true"`),
		press("#results li:nth-child(2) [role=switch]", switches+` === "true,true,true"`),
		press("#batch-updates", switches+` === "" && !document.querySelector("#batch-updates").checked`))
}

// TestExportToCSV: both files come whole and open only as many as were confirmed; nothing goes to Greenhouse.
func TestExportToCSV(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	downloads := d.downloads(browser)
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.do(browser, press("#all", `document.querySelector("#all").checked`),
		press("#place-full", `document.querySelector("#target").inert`),
		chromedp.SetValue(chromedp.CSS("#at-most"), ""), chromedp.SendKeys(chromedp.CSS("#at-most"), "2"))
	d.confirmCredits(browser)
	d.do(browser, press("#export", `!document.querySelector("#sheet-save").hidden`),
		says("sheet-words", "The CSV file has 2 people. 2 profiles were fetched"), says("sheet-absent", "left out"),
		says("credits-words", "2 fetched before cost nothing; 1 not opened yet"))
	require.Equal(t, 2, d.systems.amazingHiring.Opened())
	require.Len(t, d.downloaded(downloads), 3)

	d.confirmCredits(browser)
	d.do(browser, press("#place-prospect-import", `document.querySelector("#place-prospect-import").checked`),
		chromedp.WaitEnabled(chromedp.CSS("#export")), press("#export", `document.querySelector("#sheet-words").textContent.includes("has 3 people")`))
	lines := d.downloaded(downloads)
	require.Len(t, lines, 4)
	require.Equal(t, []string{"First Name", "Last Name"}, lines[0][:2])
	require.Equal(t, []string{"Marta", "Okafor"}, lines[1][:2])
	d.requirePeople()
}

// TestExportToCSVGoesOn: AmazingHiring's refusal stops the file where it is; later it goes on and is whole.
func TestExportToCSVGoesOn(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	downloads := d.downloads(browser)
	d.firstExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.do(browser, press("#all", `document.querySelector("#all").checked`), press("#place-full", `document.querySelector("#target").inert`))
	d.confirmCredits(browser)
	d.systems.amazingHiring.SetFaults(pretend.Faults{Broken: true})
	d.do(browser, press("#export", `!document.querySelector("#sheet-go-on").hidden`), says("sheet-words", "Stopped after 0 of 3 people"),
		says("sheet-trouble", "AmazingHiring"))
	d.systems.amazingHiring.SetFaults(pretend.Faults{})
	d.do(browser, press("#sheet-go-on", `!document.querySelector("#sheet-save").hidden`), says("sheet-words", "has 3 people"))
	require.Len(t, d.downloaded(downloads), 4)
}

// downloads is the folder that the browser saves files to.
func (d *desk) downloads(browser context.Context) string {
	d.t.Helper()
	folder := d.t.TempDir()
	_, err := chromedp.CallBrowser(browser, cdpbrowser.SetDownloadBehavior,
		cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder})
	require.NoError(d.t, err)
	return folder
}

// downloaded waits for the CSV file in the folder, reads it and takes it away.
func (d *desk) downloaded(folder string) (lines [][]string) {
	d.t.Helper()
	require.EventuallyWithT(d.t, func(c *assert.CollectT) {
		found, err := filepath.Glob(filepath.Join(folder, "*.csv"))
		require.NoError(c, err)
		require.Len(c, found, 1)
		text, err := os.ReadFile(found[0])
		require.NoError(c, err)
		require.True(c, strings.HasPrefix(string(text), "\ufeff"), "a spreadsheet program must see that it is UTF-8")
		lines, err = csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
		require.NoError(c, err)
		require.NoError(c, os.Remove(found[0]))
	}, 20*time.Second, 20*time.Millisecond)
	return lines
}

// TestResultsOfALongExport: the page lists everybody, although one answer has only 1,000, and shows those of one state.
func TestResultsOfALongExport(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.firstExport(browser)
	d.openFolder(browser, pretend.BigFolder, "3,000")
	d.chooseAll(browser)
	d.do(browser, chromedp.SetValue(chromedp.CSS("#at-most"), ""), chromedp.SendKeys(chromedp.CSS("#at-most"), "3"))
	d.confirmCredits(browser)
	d.pressExport(browser)
	d.awaitBatch(browser, "finished")
	d.do(browser, says("batch-counts", "3 in Greenhouse, 2,997 left out"), says("results-filter", "everybody (3,000)"),
		becomes(`document.querySelector("#results li")?.ariaSetSize === "3000" && document.querySelector("#results-note").hidden`),
		chromedp.SetValue(chromedp.CSS("#results-filter"), "left_out"),
		becomes(`document.querySelector("#results-filter").dispatchEvent(new Event("change"))`),
		becomes(`document.querySelector("#results li").ariaSetSize === "2997"`))
}

// TestExportTroubles: why there are no folders is said in words, and Try again helps once the reason is gone.
func TestExportTroubles(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.systems.amazingHiring.SetFaults(pretend.Faults{Broken: true})
	d.do(browser, chromedp.Navigate(extensionPage("export/export.html")))
	d.confirm(browser)
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#folder-trouble")), says("folder-trouble-words", "AmazingHiring"))
	d.systems.amazingHiring.SetFaults(pretend.Faults{})
	d.do(browser, press("#folders-again", `document.querySelector("#folder-list button") !== null`),
		chromedp.WaitNotVisible(chromedp.CSS("#folder-trouble")),
		chromedp.SetValue(chromedp.CSS("#address"), "https://board.example/jobs/7"),
		press("#address-form button", `!document.querySelector("#folder-trouble").hidden`), says("folder-trouble-words", "not the address of a folder"))
}

// TestScreenshotsOfExport takes pictures of the export page before the start, and at 0, about 40 and 100 %.
func TestScreenshotsOfExport(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.do(browser, chromedp.EmulateViewport(800, 1600))
	d.firstExport(browser)
	d.openFolder(browser, pretend.BigFolder, "3,000")
	d.do(browser, chromedp.SendKeys(chromedp.CSS("#people-search"), "9000000001000"), says("all-words", "100 found"))
	d.chooseAll(browser)
	d.confirmCredits(browser)
	d.do(browser, becomes(`(scrollTo(0, 0), scrollY === 0)`))
	d.picture(browser, "export.png")
	d.do(browser, chromedp.EmulateViewport(800, 760))
	d.reachable(false)
	d.pressExport(browser)
	d.do(browser, says("batch-percent", "0 %"), says("batch-counts", "100 waiting"))
	d.picture(browser, "export-0.png")
	require.NoError(t, d.systems.greenhouse.SetFaults("rate=45/1"))
	d.do(browser, becomes(`document.querySelector("#batch-bar").value >= 20`))
	d.do(browser, becomes(`document.querySelector("#batch-bar").value >= 40`))
	d.picture(browser, "export-40.png")
	d.reachable(true)
	d.awaitBatch(browser, "finished")
	d.do(browser, says("batch-percent", "100 %"))
	d.picture(browser, "export-100.png")
}
