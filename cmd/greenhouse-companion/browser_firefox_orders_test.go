//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// order gives an order and waits for its answer; events in between are passed over.
func (f *firefox) order(method string, params any) json.RawMessage {
	f.t.Helper()
	f.last++
	require.NoError(f.t, f.conn.SetReadDeadline(time.Now().Add(2*time.Minute)))
	require.NoError(f.t, f.conn.WriteJSON(map[string]any{"id": f.last, "method": method, "params": params}))
	for {
		var reply struct {
			ID             int
			Error, Message string
			Result         json.RawMessage
		}
		require.NoError(f.t, f.conn.ReadJSON(&reply), method)
		if reply.ID == f.last {
			require.Empty(f.t, reply.Error, "%s: %s", method, reply.Message)
			return reply.Result
		}
	}
}

// do evaluates the expression in the page, and waits for it when it is a promise.
func (f *firefox) do(expression string) { f.t.Helper(); f.doIn(f.tab, expression) }

// doIn returns the name under which the browser knows the node that the expression gave, if it gave one.
func (f *firefox) doIn(place, expression string) (node string) {
	f.t.Helper()
	result := f.order("script.evaluate", map[string]any{
		"expression": expression, "target": map[string]any{"context": place}, "awaitPromise": true, "userActivation": true,
	})
	var answer struct {
		Result           struct{ SharedID string }
		ExceptionDetails struct{ Text string }
	}
	require.NoError(f.t, json.Unmarshal(result, &answer))
	require.Empty(f.t, answer.ExceptionDetails.Text, expression)
	return answer.Result.SharedID
}

// choose chooses a file as in the browser's own dialog.
func (f *firefox) choose(selector, path string) {
	f.t.Helper()
	node := f.doIn(f.tab, fmt.Sprintf(`document.querySelector(%q)`, selector))
	f.order("input.setFiles", map[string]any{"context": f.tab, "element": map[string]any{"sharedId": node}, "files": []string{path}})
}

// until waits until the expression is true in the page, and shows the page when it does not become so.
func (f *firefox) until(expression string) {
	f.t.Helper()
	f.do(fmt.Sprintf(`new Promise((resolve, reject) => {
	  const late = Date.now() + 60_000;
	  const look = () => {
	    if (%s) resolve();
	    else if (Date.now() < late) setTimeout(look, 50);
	    else reject(new Error("the page says: " + document.body.innerText));
	  };
	  look();
	})`, expression))
}

func (f *firefox) navigate(path string) {
	f.t.Helper()
	f.order("browsingContext.navigate", map[string]any{"context": f.tab, "url": "moz-extension://" + firefoxUUID + "/" + path, "wait": "complete"})
}

// watchBackground lets the page note in its title that the event page ended.
func (f *firefox) watchBackground() {
	f.t.Helper()
	f.do(`chrome.runtime.connect({name: "watch"}).onDisconnect.addListener(() => { document.title = "ended"; })`)
}

func (f *firefox) awaitBackgroundEnd() {
	f.t.Helper()
	f.until(`document.title === "ended"`)
}

// stopBackground ends the event page as the browser does when it wants the memory, whatever it is doing.
func (f *firefox) stopBackground() {
	f.t.Helper()
	f.inBrowser("extension.terminateBackground({ignoreDevToolsAttached: true, disableResetIdleForTest: true})")
}

// pressToolbarButton presses the extension's button, as far as the extension can tell.
func (f *firefox) pressToolbarButton() {
	f.t.Helper()
	f.inBrowser(`ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs")
	  .ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window)`)
}

// inBrowser evaluates the expression in the browser's own window, with the extension as the browser knows it.
func (f *firefox) inBrowser(expression string) {
	f.t.Helper()
	var tree struct{ Contexts []struct{ Context string } }
	require.NoError(f.t, json.Unmarshal(f.order("browsingContext.getTree", map[string]any{"moz:scope": "chrome"}), &tree))
	f.doIn(tree.Contexts[0].Context, fmt.Sprintf(`((extension) => %s)(WebExtensionPolicy.getByID(%q).extension)`, expression, extension.FirefoxID))
}

// newTab opens a page in a tab of its own, in front of the one that takes the expressions.
func (f *firefox) newTab(address string) {
	f.t.Helper()
	var made struct{ Context string }
	require.NoError(f.t, json.Unmarshal(f.order("browsingContext.create", map[string]any{"type": "tab"}), &made))
	f.order("browsingContext.navigate", map[string]any{"context": made.Context, "url": address, "wait": "complete"})
}
