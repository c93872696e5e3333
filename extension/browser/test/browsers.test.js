import assert from "node:assert/strict";
import {test} from "node:test";

import {guardStorage, openPanel} from "../browsers.js";
import {nativeLine} from "../lines.js";

test("the panel opens beside the page in each browser, within the click", () => {
  const opened = [];
  const chromium = {sidePanel: {open: (where) => opened.push(["side panel", where])}};
  const firefox = {sidebarAction: {open: () => opened.push(["sidebar"])}};
  openPanel(chromium, {windowId: 7});
  openPanel(firefox, {windowId: 7});
  assert.deepEqual(opened, [["side panel", {windowId: 7}], ["sidebar"]]);
});

test("the storage is guarded where the browser can, and nothing breaks where it cannot", () => {
  const levels = [];
  guardStorage({storage: {local: {setAccessLevel: ({accessLevel}) => levels.push(accessLevel)}}});
  guardStorage({storage: {local: {}}});
  assert.deepEqual(levels, ["TRUSTED_CONTEXTS"]);
});

// What each browser says of a native port that ended, and what it means.
for (const [said, {error, lastError}, want] of [
  ["Chromium, no host", {lastError: "Specified native messaging host not found."}, "host_not_found"],
  ["Chromium, an orderly end", {lastError: ""}, "host_exited"],
  ["Firefox, no host", {error: {message: "No such native application com.greenhouse_companion.host"}, lastError: ""}, "host_not_found"],
  ["Firefox, an orderly end", {error: null, lastError: ""}, "host_exited"],
  ["Firefox, something else", {error: {message: "An unexpected error occurred"}, lastError: ""}, "native_unknown"],
]) {
  test(`why a native port ended: ${said}`, () => {
    let ended;
    const port = {error, onMessage: {addListener() {}}, onDisconnect: {addListener: (f) => { ended = f; }}};
    const line = nativeLine(port, () => lastError);
    let reason;
    line.onclose = (word) => { reason = word; };
    ended();
    assert.equal(reason, want);
  });
}
