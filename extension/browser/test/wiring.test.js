import assert from "node:assert/strict";
import {test} from "node:test";

import {wire} from "../wiring.js";
import {fakeBrowser} from "./fakes/browser.js";

const ours = {url: "chrome-extension://ours/panel/panel.html"};
const page = {url: "https://board.example/"};

function wired() {
  const browser = fakeBrowser();
  const called = [];
  const app = {
    clicked: () => called.push("clicked"), wake: () => called.push("wake"), startUp: () => called.push("startUp"),
    panelOpened: () => called.push("panelOpened"), outbox: {all: async () => []},
  };
  wire(browser, app);
  return {browser, called};
}

test("a press of the toolbar button opens the panel at once and lets it look", () => {
  const {browser, called} = wired();
  browser.action.onClicked.fire({windowId: 7});
  assert.deepEqual(browser.calls, [["open", {windowId: 7}]]);
  assert.deepEqual(called, ["clicked"]);
});

test("start of the browser, installation and alarm wake the outbox", () => {
  const {browser, called} = wired();
  browser.runtime.onStartup.fire();
  browser.runtime.onInstalled.fire({reason: "install"});
  browser.alarms.onAlarm.fire({name: "outbox"});
  browser.alarms.onAlarm.fire({name: "another"});
  assert.deepEqual(called, ["startUp", "startUp", "wake"]);
});

test("only panels of ours are served", () => {
  const {browser, called} = wired();
  browser.runtime.onConnect.fire({name: "panel", sender: page});
  browser.runtime.onConnect.fire({name: "other", sender: ours});
  browser.runtime.onConnect.fire({name: "panel", sender: ours});
  assert.deepEqual(called, ["panelOpened"]);
});

test("questions of ours are answered, those of web pages are not heard", async () => {
  const {browser} = wired();
  assert.deepEqual(browser.runtime.onMessage.fire({ask: "unsent"}, page, assert.fail), [false]);
  const reply = await new Promise((resolve) => {
    assert.deepEqual(browser.runtime.onMessage.fire({ask: "unsent"}, ours, resolve), [true]);
  });
  assert.deepEqual(reply, {value: []});
});

test("a question that nobody knows is answered, with trouble", async () => {
  const {browser} = wired();
  for (const ask of ["nonsense", "constructor"]) {
    const reply = await new Promise((resolve) => browser.runtime.onMessage.fire({ask}, ours, resolve));
    assert.equal(reply.trouble.code, "internal");
  }
});
