//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/stretchr/testify/require"
)

// link is a fresh way into the dashboard.
func (d *desk) link() string {
	d.t.Helper()
	var link extension.DashboardLink
	require.NoError(d.t, json.Unmarshal([]byte(d.run("", "open", "--print")), &link))
	return link.URL
}

// openDashboard follows a link and waits until the page is live.
func (d *desk) openDashboard(browser context.Context) (link string) {
	d.t.Helper()
	link = d.link()
	d.do(browser, chromedp.Navigate(link), chromedp.WaitVisible(chromedp.CSS("#door[data-door=open]")))
	return link
}

// section shows one section of the dashboard.
func section(name string) chromedp.Action[chromedp.Void] {
	return press(fmt.Sprintf("nav a[href='#%s']", name), fmt.Sprintf(`!document.querySelector("main#%s").hidden`, name))
}

// command is a connection as the command line has it.
func (d *desk) command() *extension.Client {
	d.t.Helper()
	client, err := extension.DialSocket(d.t.Context(), native.SocketPath(d.dir, companion.AdminSocket), extension.ClientInfo{Name: "test", Version: "1"})
	require.NoError(d.t, err)
	d.t.Cleanup(func() { client.Close() })
	return client
}

// add hands people over as the command line does: a few in their order, very many side by side.
func (d *desk) add(names ...string) {
	d.t.Helper()
	client := d.command()
	next := make(chan int)
	errs := make(chan error, len(names))
	var workers sync.WaitGroup
	for range 1 + len(names)/500 {
		workers.Go(func() {
			for i := range next {
				profile, _ := json.Marshal(map[string]any{"id": i + 1, "name": names[i]})
				_, err := extension.Call[extension.Receipt](d.t.Context(), client, extension.Add{
					RequestID: fmt.Sprintf("test/%d", i), Profile: profile, Target: extension.Target{Kind: extension.TargetProspect},
				})
				errs <- err
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	workers.Wait()
	for range names {
		require.NoError(d.t, <-errs)
	}
}

// TestDashboard: the link leads to what is happening, once; what needs the user is answered on the page, one by one and all at
// once, and the page shows what becomes of it without being loaded again.
func TestDashboard(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	browser, _ := d.openBrowser()
	link := d.openDashboard(browser)
	d.do(browser, says("headline", "Nothing has been added yet."), becomes(`location.hash === "" && location.pathname === "/"`))
	d.add("Ana Sample 🚀", "Bo Sample 🚀", "Cleo Sample 🚀", "Dora Sample")
	d.do(browser, says("headline", "3 people need you."), says("needs-badge", "3"),
		becomes(`document.querySelector("#counts [data-kind=done]").dataset.count === "1"`),
		section("needs"), becomes(`document.querySelectorAll("#needs .need li").length === 3`),
		press("#needs .need li:first-child button", `document.querySelector("#person").open`), says("person-name", "Ana Sample"),
		press("#question [data-choice=accept] button", `document.querySelector("#state").dataset.state === "done"`),
		becomes(`document.querySelector("#person-timeline").textContent.includes("is in Greenhouse")`),
		press("#person-close", `!document.querySelector("#person").open`),
		becomes(`document.querySelectorAll("#needs .need li").length === 2`),
		press("#needs .need > .buttons button", `document.querySelector("#sure").open`), says("sure-words", "2 people"),
		press("#sure-yes", `!document.querySelector("#sure").open`), says("needs-note", "2 people answered."),
		section("now"), says("headline", "Everybody is in Greenhouse."))
	d.requirePeople("Ana Sample", "Bo Sample", "Cleo Sample", "Dora Sample")
	d.do(browser, section("history"), says("history-note", "4 people"),
		chromedp.SendKeys(chromedp.CSS("#history-search"), "dora"), says("history-note", "1 person"),
		press("#history-list li button", `document.querySelector("#person").open`), says("person-receipt", "test/3"))

	d.do(browser, chromedp.Navigate(link), says("words", "This link was used before"),
		chromedp.Navigate(strings.Split(link, "open#")[0]), chromedp.WaitVisible(chromedp.CSS("#door[data-door=open]")))
	d.kill()
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#door[data-door=lost]")), says("trouble", "greenhouse-companion open"))
}

// TestDashboardReports: browsers are let in and put out, and the doctor is asked, on the page.
func TestDashboardReports(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.settle(browser)
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	d.confirm(browser)
	d.openDashboard(browser)
	d.do(browser, section("browsers"), becomes(`document.querySelectorAll("#browsers-list li").length === 1`),
		chromedp.SendKeys(chromedp.CSS("#pair-name"), "Work laptop"), press("#pair", `/^[A-Z2-7-]{20,}$/.test(document.querySelector("#pair-key").textContent)`), says("pair-note", "Valid for"),
		press("#browsers-list button", `document.querySelector("#sure").open`),
		press("#sure-yes", `document.querySelector("#browsers-note").textContent.includes("No browser may")`),
		section("connection"), says("connection-accounts", "Connected"),
		press("#examine", `document.querySelectorAll("#findings li").length > 10`), says("doctor-note", "in order"),
		section("settings"), says("settings-text", "settle_seconds = 0.4"),
		section("browsers"), becomes(`document.querySelector("#pair-key").textContent === ""`))
	require.NotContains(t, d.run("", "pair", "--list"), extension.ChromiumID)
}

// TestDashboardExport: an export is made on the same page as in the extension, and followed live.
func TestDashboardExport(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	browser, _ := d.openBrowser()
	d.openDashboard(browser)
	d.do(browser, section("exports"), says("exports-note", "no export yet"),
		chromedp.Click(chromedp.CSS("#exports .main-link")), chromedp.WaitVisible(chromedp.CSS("#folder-list button")))
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.confirmCredits(browser)
	d.reachable(false)
	d.pressExport(browser)
	d.awaitBatch(browser, "running")
	d.do(browser, chromedp.Click(chromedp.CSS("header a")), chromedp.WaitVisible(chromedp.CSS("#exports-list progress")),
		becomes(`document.querySelector("#exports-list progress").value === 0`))
	d.reachable(true)
	d.do(browser, becomes(`document.querySelector("#exports-list progress").value === 3`), says("exports-list", "100 %"))
	d.requirePeople("Marta Okafor", "Ingrid Solberg", "Samuel Whitcombe")
	d.do(browser, chromedp.Click(chromedp.CSS("#exports-list a")), chromedp.WaitVisible(chromedp.CSS("#batch[data-state=finished]")), says("batch-counts", "3 in Greenhouse"))
}

// hostile is what a page of another port on this computer tries: to spend a link that it got to see, to read a page, and to
// listen with the secret that it got to see. The browser even sends the cookie there.
const hostile = `(async () => {
	const address = %q, got = [];
	await fetch(address + "/session", {method: "POST", mode: "no-cors", credentials: "include", body: JSON.stringify({key: %q})})
		.then(() => got.push("an answer"), () => {});
	for (const path of ["/", "/companion/dashboard/page/words.js"]) {
		await fetch(address + path, {credentials: "include"}).then(() => got.push(path), () => {});
		await fetch(address + path, {mode: "no-cors", credentials: "include"}).then(() => got.push("no-cors " + path), () => {});
	}
	await new Promise((resolve) => {
		const socket = new WebSocket(address.replace("http", "ws") + "/ws", ["greenhouse-companion", "session." + %q]);
		socket.onopen = () => resolve(got.push("a socket"));
		socket.onerror = resolve;
	});
	document.title = got.join(", ") || "got nothing";
})()`

func TestDashboardIsClosedToOthers(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>evil</title>")
	}))
	t.Cleanup(evil.Close)
	browser, _ := d.openBrowser()
	d.openDashboard(browser)
	secret, err := chromedp.Run(browser, chromedp.Evaluate[string](`localStorage.getItem("page")`))
	require.NoError(t, err)
	address, key, _ := strings.Cut(d.link(), "/open#")
	d.do(browser, chromedp.Navigate(evil.URL), becomes(fmt.Sprintf(`(%s, true)`, fmt.Sprintf(hostile, address, key, secret))),
		becomes(`document.title === "got nothing"`))

	d.do(browser, chromedp.Navigate(address+"/open#"+key), chromedp.WaitVisible(chromedp.CSS("#door[data-door=open]")),
		chromedp.Navigate(strings.Replace(address, "127.0.0.1", "localhost", 1)+"/"), becomes(`document.body.innerText.trim() === "forbidden"`))
}

// awaitQuestions waits until the service has asked about so many people, which takes it a while for very many.
func (d *desk) awaitQuestions(people int) {
	d.t.Helper()
	client := d.command()
	require.Eventually(d.t, func() bool {
		now, err := extension.Call[extension.Overview](d.t.Context(), client, extension.OverviewQuery{})
		return err == nil && now.Counts["needs_you"] == people
	}, 5*time.Minute, 500*time.Millisecond)
}

// TestDashboardOfMany: with ten thousand people the first are there at once, the last can be scrolled to and anybody be found.
func TestDashboardOfMany(t *testing.T) {
	d := newDesk(t, false)
	d.reachable(false)
	d.start()
	var names []string
	for i := range 10_000 {
		names = append(names, fmt.Sprintf("Person%05d Sample", i))
	}
	d.add(names...)
	d.awaitQuestions(len(names))
	browser, _ := d.openBrowser()
	d.openDashboard(browser)
	d.do(browser, says("counts", "10,000"), section("history"), says("history-note", "The newest 100"),
		becomes(`document.querySelectorAll("#history-list li").length < 60`),
		becomes(`(document.querySelector("#history-list").scrollTop = 1e9, document.querySelector("#history-note").textContent.includes("newest 400"))`),
		chromedp.SendKeys(chromedp.CSS("#history-search"), "person00042"), says("history-note", "1 person"),
		becomes(`document.querySelectorAll("#history-list li").length === 1`), says("history-list", "Person00042 Sample"))
}

// TestScreenshotsOfDashboard takes a picture of every section, in light and dark, wide and narrow.
func TestScreenshotsOfDashboard(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.settle(browser)
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	d.confirm(browser)
	d.add("Ana Sample 🚀", "Bo Sample 🚀", "Cleo Sample 🚀", "Dora Sample", "Emil Sample", "Prince")
	d.firstFolder(browser)
	d.openDashboard(browser)
	d.do(browser, says("needs-badge", "4"))
	for _, look := range []struct {
		name, scheme string
		width        int64
	}{{"light", "light", 1000}, {"dark", "dark", 1000}, {"narrow", "light", 320}} {
		d.do(browser, scheme(look.scheme), chromedp.EmulateViewport(look.width, 900))
		for _, name := range []string{"now", "needs", "history", "exports", "browsers", "connection", "settings"} {
			d.do(browser, section(name))
			d.do(browser, becomes(ready[name]))
			d.picture(browser, fmt.Sprintf("dashboard-%s-%s.png", name, look.name))
			narrow, err := chromedp.Run(browser, chromedp.Evaluate[bool](`document.documentElement.scrollWidth <= innerWidth`))
			require.NoError(t, err)
			require.True(t, narrow, "%s is wider than %d pixels", name, look.width)
		}
		d.do(browser, section("needs"), press("#needs .need li:first-child button", `document.querySelector("#person").open`))
		d.picture(browser, fmt.Sprintf("dashboard-person-%s.png", look.name))
		d.do(browser, press("#person-close", `!document.querySelector("#person").open`))
	}
}

// scheme makes the system light or dark.
func scheme(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
		})
		return err
	})
}

// ready says for each section when it is filled in.
var ready = map[string]string{
	"now": `!!document.querySelector("#counts a")`, "needs": `!!document.querySelector(".need")`,
	"history": `!!document.querySelector("#history-list li")`, "exports": `!!document.querySelector("#exports-list progress")`,
	"browsers":   `(document.querySelector("#pair-key").textContent || !document.querySelector("#pair").click()) && !!document.querySelector("#browsers-list li")`,
	"connection": `document.querySelectorAll("#findings li").length > 10 || (document.querySelector("#examine").disabled || document.querySelector("#examine").click(), false)`,
	"settings":   `document.querySelector("#settings-text").textContent.length > 100`,
}

// firstFolder exports the small folder without any page.
func (d *desk) firstFolder(browser context.Context) {
	d.t.Helper()
	d.openExport(browser)
	d.openFolder(browser, pretend.SmallFolder, "3")
	d.chooseAll(browser)
	d.confirmCredits(browser)
	d.pressExport(browser)
	d.awaitBatch(browser, "finished")
}
