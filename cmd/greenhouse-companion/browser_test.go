//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/greenhouse-companion/greenhouse-companion/harvest/sandbox"
	"github.com/greenhouse-companion/greenhouse-companion/installer"
	"github.com/stretchr/testify/require"
)

const chromium = "/usr/bin/chromium"

// desk is a recruiter's computer: the program, its data folder, a real Chromium with the extension, and at the far ends
// the pretend systems. Nothing between them is pretended.
type desk struct {
	t       *testing.T
	systems *pretendSystems
	dir     string
	profile string // Chromium's user data folder
	service *exec.Cmd
	log     bytes.Buffer
}

// newDesk connects both systems. The pretend Greenhouse's address is reserved, so that it can be unreachable at first.
func newDesk(t *testing.T, native bool) *desk {
	t.Helper()
	if _, err := os.Stat(chromium); err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "chromium is missing")
		t.Skip("chromium is missing: see .ci/needs")
	}
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), "data"), profile: t.TempDir()}
	systems, err := startPretendSystems(sandbox.Options{Faults: []string{"rate=1000/1"}})
	require.NoError(t, err)
	d.systems = systems
	t.Cleanup(systems.close)
	d.writeSettings()
	info := systems.greenhouse.Info()
	d.run(info.ClientID+"\n"+info.ClientSecret+"\n", "connect", "--harvest-url", info.HarvestURL, "--auth-url", info.AuthURL,
		"--email", info.UserEmail, "--credentials-stdin", "--secret-store=file")
	d.run(systems.amazingHiring.Token(), "connect-amazinghiring", "--secret-store=file")
	if native {
		d.registerHost()
	}
	t.Cleanup(func() {
		d.kill()
		if t.Failed() {
			t.Logf("the service's log:\n%s", &d.log)
		}
	})
	return d
}

func (d *desk) writeSettings() {
	require.NoError(d.t, os.MkdirAll(d.dir, 0o700))
	settings := fmt.Sprintf("[greenhouse]\napp_url = %q\nask_required = false\n[amazinghiring]\nurl = %q\n[delivery]\nsettle_seconds = 0.4\n",
		d.systems.greenhouse.URL(), d.systems.amazingHiring.URL())
	require.NoError(d.t, os.WriteFile(filepath.Join(d.dir, "config.toml"), []byte(settings), 0o600))
}

// run runs a subcommand to its end and returns its result.
func (d *desk) run(stdin string, args ...string) string {
	d.t.Helper()
	var out, errs bytes.Buffer
	code := run(d.t.Context(), append(args, "--data-dir", d.dir, "--json"), strings.NewReader(stdin), &out, &errs)
	require.Zero(d.t, code, "%v: %s%s", args, &out, &errs)
	return out.String()
}

// start starts the service as a process of its own.
func (d *desk) start() {
	d.t.Helper()
	d.service = exec.Command("greenhouse-companion", "run", "--data-dir", d.dir)
	d.service.Stderr = &d.log
	require.NoError(d.t, d.service.Start())
	require.Eventually(d.t, func() bool {
		var ignored bytes.Buffer
		return run(d.t.Context(), []string{"status", "--data-dir", d.dir}, nil, &ignored, &ignored) == exitOK
	}, 10*time.Second, 20*time.Millisecond, "the service did not come up")
}

// kill is SIGKILL.
func (d *desk) kill() {
	if d.service != nil {
		d.service.Process.Kill()
		d.service.Wait()
		d.service = nil
	}
}

// registerHost puts the native messaging host's manifest where this Chromium looks, pointing to a freshly built host.
func (d *desk) registerHost() {
	d.t.Helper()
	manifest, err := json.Marshal(map[string]any{
		"name": installer.HostName, "description": "greenhouse-companion", "path": d.buildHost(), "type": "stdio",
		"allowed_origins": []string{"chrome-extension://" + extension.ChromiumID + "/"},
	})
	require.NoError(d.t, err)
	folder := filepath.Join(d.profile, "NativeMessagingHosts")
	require.NoError(d.t, os.MkdirAll(folder, 0o700))
	require.NoError(d.t, os.WriteFile(filepath.Join(folder, installer.HostName+".json"), manifest, 0o600))
}

// openBrowser starts Chromium with the extension and the profile of this desk; close ends it as a user would.
func (d *desk) openBrowser() (browser context.Context, closeBrowser func()) {
	d.t.Helper()
	extensionDir, err := filepath.Abs("../../extension/browser")
	require.NoError(d.t, err)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.UserDataDir(d.profile),
		chromedp.Env("GREENHOUSE_COMPANION_DATA_DIR="+d.dir),
		chromedp.Flag("disable-extensions", false), chromedp.Flag("headless", !*visible),
		chromedp.Flag("load-extension", extensionDir), chromedp.Flag("disable-extensions-except", extensionDir))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	browser, cancelBrowser := chromedp.NewContext(allocator)
	require.NoError(d.t, chromedp.Do(browser))
	closeBrowser = sync.OnceFunc(func() {
		_ = chromedp.Cancel(browser)
		cancelBrowser()
		cancel()
	})
	d.t.Cleanup(closeBrowser)
	return browser, closeBrowser
}

func extensionPage(path string) string {
	return "chrome-extension://" + extension.ChromiumID + "/" + path
}

// settle makes the pretend AmazingHiring the one whose pages the extension knows, through the options page.
func (d *desk) settle(browser context.Context) {
	d.t.Helper()
	host := strings.TrimPrefix(d.systems.amazingHiring.URL(), "http://")
	d.do(browser, chromedp.Navigate(extensionPage("options/options.html")),
		becomes(`document.querySelector("#host").value !== ""`), // the page fills in what was set before
		chromedp.SetValue(chromedp.CSS("#host"), host), chromedp.Click(chromedp.CSS("#host-form button")),
		becomes(`document.querySelector("#host-note").textContent === "Saved."`))
}

// becomes waits until the expression is true in the page.
func becomes(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Poll[bool](expression)(ctx, t)
		return err
	})
}

// do carries out the steps within a time that a slow machine needs, and shows the page when they fail.
func (d *desk) do(browser context.Context, steps ...chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(browser, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		text, _ := chromedp.Run(browser, chromedp.Evaluate[string]("document.body.innerText"))
		d.t.Fatalf("%v; the page says:\n%s", err, text)
	}
}

// openPanel opens the side panel's page as a tab, for the profile.
func (d *desk) openPanel(browser context.Context, profileID int64) {
	d.t.Helper()
	address := fmt.Sprintf("%s/profiles/%d", d.systems.amazingHiring.URL(), profileID)
	d.do(browser, chromedp.Navigate(extensionPage("panel/panel.html?address="+url.QueryEscape(address))),
		chromedp.WaitVisible(chromedp.CSS("#add")))
}

// confirm allows the browser, which the panel asks for once.
func (d *desk) confirm(browser context.Context) {
	d.t.Helper()
	d.do(browser, chromedp.Click(chromedp.CSS("#confirm")), chromedp.WaitNotVisible(chromedp.CSS("#confirm")))
}

// press clicks until the expression is true: the page may grow under the pointer between aiming and clicking.
func press(selector, until string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for ctx.Err() == nil {
			if _, err := chromedp.Click(chromedp.CSS(selector))(ctx, t); err != nil {
				return err
			}
			waiting, cancel := context.WithTimeout(ctx, time.Second)
			_, err := chromedp.Poll[bool](until)(waiting, t)
			cancel()
			if err == nil {
				return nil
			}
		}
		return ctx.Err()
	})
}

// pressAdd chooses the base as target and presses Add.
func (d *desk) pressAdd(browser context.Context) {
	d.t.Helper()
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#source[data-source=preview]")),
		press("#target-base", `document.querySelector("#target-base").checked`),
		chromedp.WaitEnabled(chromedp.CSS("#add")), chromedp.Click(chromedp.CSS("#add")))
}

// awaitState waits until the panel shows one of the states.
func (d *desk) awaitState(browser context.Context, states ...string) {
	d.t.Helper()
	var selectors []string
	for _, state := range states {
		selectors = append(selectors, fmt.Sprintf("#state[data-state=%q]", state))
	}
	d.do(browser, chromedp.WaitVisible(chromedp.CSS(strings.Join(selectors, ", "))))
}

// requirePeople asks the pretend Greenhouse over its API.
func (d *desk) requirePeople(names ...string) {
	d.t.Helper()
	info := d.systems.greenhouse.Info()
	client, err := harvest.New(harvest.Config{
		BaseURL: info.HarvestURL, AuthURL: info.AuthURL, ClientID: info.ClientID, ClientSecret: harvest.Secret(info.ClientSecret),
	})
	require.NoError(d.t, err)
	people, err := harvest.Collect(client.Candidates(d.t.Context(), harvest.CandidateQuery{}))
	require.NoError(d.t, err)
	got := []string{}
	for _, p := range people {
		got = append(got, p.FirstName+" "+p.LastName)
	}
	require.ElementsMatch(d.t, names, got)
}

// greenhouse makes the pretend Greenhouse reachable or not.
func (d *desk) reachable(is bool) {
	faults := []string{"rate=1000/1"}
	if !is {
		faults = append(faults, "down")
	}
	require.NoError(d.t, d.systems.greenhouse.SetFaults(faults...))
}

// TestAddThroughNativeHost: the recruiter confirms the browser once, chooses a job, presses Add, and finds the person.
func TestAddThroughNativeHost(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.settle(browser)
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	d.confirm(browser)
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#source[data-source=preview]")),
		chromedp.Click(chromedp.CSS("#target-candidate")),
		chromedp.SendKeys(chromedp.CSS("#job-search"), "data"),
		chromedp.Click(chromedp.CSS("#job-list [role=option]")),
		chromedp.WaitEnabled(chromedp.CSS("#add")), chromedp.Click(chromedp.CSS("#add")))
	d.awaitState(browser, "done")
	link, err := chromedp.Run(browser, chromedp.AttributeValue(chromedp.CSS("#person-link"), "href"))
	require.NoError(t, err)
	require.Contains(t, link.Value, d.systems.greenhouse.URL()+"/people/")
	d.requirePeople("Marta Okafor")
}

// TestAddThroughWebSocket: without a native host the browser is paired with a key from the command line.
func TestAddThroughWebSocket(t *testing.T) {
	d := newDesk(t, false)
	d.start()
	browser, _ := d.openBrowser()
	d.settle(browser)
	var key struct {
		Key string `json:"key"`
	}
	require.NoError(t, json.Unmarshal([]byte(d.run("", "pair")), &key))
	d.do(browser, chromedp.SetValue(chromedp.CSS("#pair-key"), key.Key), chromedp.Click(chromedp.CSS("#pair")),
		chromedp.WaitVisible(chromedp.CSS("#door[data-door=websocket]")))
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	d.do(browser, chromedp.WaitVisible(chromedp.CSS("#door[data-door=websocket]")))
	d.pressAdd(browser)
	d.awaitState(browser, "done")
	d.requirePeople("Marta Okafor")
}

// TestWorkerDies: the browser may end the extension's worker at any moment; the panel goes on with a new one.
func TestWorkerDies(t *testing.T) {
	d := newDesk(t, true)
	d.start()
	browser, _ := d.openBrowser()
	d.settle(browser)
	d.openPanel(browser, d.systems.amazingHiring.Plain()[0])
	d.confirm(browser)
	d.reachable(false)
	d.pressAdd(browser)
	d.awaitState(browser, "waiting")
	d.killWorker(browser)
	d.reachable(true)
	d.awaitState(browser, "done")
	d.requirePeople("Marta Okafor")
}

func (d *desk) killWorker(browser context.Context) {
	d.t.Helper()
	targets, err := chromedp.Targets(browser)
	require.NoError(d.t, err)
	for _, info := range targets {
		if info.Type == "service_worker" {
			_, err := chromedp.CallBrowser(browser, target.CloseTarget, target.CloseTargetParams{TargetID: info.TargetID})
			require.NoError(d.t, err)
			return
		}
	}
	d.t.Fatal("the extension has no worker")
}

// TestAeroplane: three people are added without network, the service is killed, the browser closed; later everybody arrives
// once and the panel says so. The second time the service is down while Add is pressed.
func TestAeroplane(t *testing.T) {
	for _, serviceDown := range []bool{false, true} {
		t.Run("service down "+strconv.FormatBool(serviceDown), func(t *testing.T) {
			d := newDesk(t, true)
			d.start()
			browser, closeBrowser := d.openBrowser()
			d.settle(browser)
			people := d.systems.amazingHiring.Plain()
			for i, id := range people {
				d.openPanel(browser, id)
				if i == 0 {
					d.confirm(browser)
				}
				d.do(browser, chromedp.WaitVisible(chromedp.CSS("#source[data-source=preview]")))
				d.takeOff(serviceDown)
				d.pressAdd(browser)
				d.awaitState(browser, d.received(serviceDown)...)
				d.land(serviceDown && i < len(people)-1)
			}
			d.kill()
			closeBrowser()
			d.reachable(true)

			d.start()
			browser, _ = d.openBrowser()
			for _, id := range people {
				d.openPanel(browser, id)
				d.awaitState(browser, "done")
			}
			d.requirePeople("Marta Okafor", "Ingrid Solberg", "Samuel Whitcombe")
		})
	}
}

// takeOff is the moment before Add: the network goes, and the service as well where that is tested.
func (d *desk) takeOff(serviceDown bool) {
	d.reachable(false)
	if serviceDown {
		d.kill()
	}
}

// land brings the service back, so that the next profile can be shown before it goes again.
func (d *desk) land(serviceUp bool) {
	if serviceUp {
		d.start()
	}
}

// received are the states in which a person is safe: on disk, or with the service down in the browser's outbox.
func (d *desk) received(serviceDown bool) []string {
	if serviceDown {
		return []string{"pending"}
	}
	return []string{"received", "saved", "checking", "waiting"}
}
