import assert from "node:assert/strict";
import {test} from "node:test";

import {App} from "../app.js";
import {handle} from "../handlers.js";
import {fakeBrowser} from "./fakes/browser.js";

const request = {
  request_id: "r1", profile: {id: "900000000000101", name: "Marta Okafor"}, first_name: "Marta", last_name: "Okafor",
  target: {kind: "prospect"},
};
const add = {ask: "add", request, profile_id: "900000000000101"};
const done = {item_id: "it_1", request_id: "r1", state: "done", status: "done"};

const answers = {
  hello: {type: "welcome", confirmed: true},
  subscribe: {type: "subscribed"},
  add: {type: "receipt", request_id: "r1", item_id: "it_1"},
  items: {type: "items", items: [{...done, state: "leased", status: "sending"}]},
  jobs: {type: "jobs", jobs: [{id: "4000000101", name: "Platform Engineer"}], fetched_at: "2026-09-01T09:20:00Z", stale: false},
  preview: {type: "error", code: "amazinghiring_not_connected", message: "No token."},
};
const service = ({type, id}) => ({...answers[type], id});
const away = () => ({type: "error", id: "", code: "service_not_running", message: "Not running."});

/** Long enough for everything that needs no time of its own. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

function panelPort() {
  const port = {pushed: [], postMessage: (m) => port.pushed.push(m), onDisconnect: {addListener: (f) => (port.close = f)}};
  return port;
}

const lastOf = (calls, name) => calls.findLast(([called]) => called === name);

test("an add is answered when it is safe, delivered, and counted until its end", async () => {
  const browser = fakeBrowser(service);
  const app = new App(browser);
  const {value} = await handle(app, add);
  assert.equal(value.state, "pending");
  assert.deepEqual(browser.calls[0], ["alarm", "outbox", {periodInMinutes: 1}]);
  await settled();
  assert.deepEqual(browser.calls.filter(([name]) => name === "send").map(([, type]) => type).slice(0, 3), ["hello", "subscribe", "add"]);
  assert.deepEqual(lastOf(browser.calls, "badge"), ["badge", {text: "1"}]);
  await app.itemChanged(done);
  await settled();
  assert.deepEqual(lastOf(browser.calls, "badge"), ["badge", {text: ""}]);
  assert.ok(lastOf(browser.calls, "no alarm"));
  assert.ok(lastOf(browser.calls, "disconnect"), "the native port keeps the worker alive for nothing");
});

test("a worker that died is followed by one that delivers", async () => {
  const before = fakeBrowser(away);
  await handle(new App(before), add);
  await settled();
  const after = fakeBrowser(service);
  after.storage = before.storage;
  const app = new App(after);
  await app.wake();
  await settled();
  assert.equal((await app.outbox.latest("900000000000101")).state, "received");
  const {value} = await handle(app, {ask: "latest", profile_id: "900000000000101"});
  assert.equal(value.item.status, "sending");
});

test("what the panel is told of a waiting add is its name and its trouble, not the person", async () => {
  const app = new App(fakeBrowser(away));
  await handle(app, add);
  await settled();
  const {value} = await handle(app, {ask: "unsent"});
  assert.deepEqual(value, [{request_id: "r1", profile_id: "900000000000101", state: "pending", item_id: "", name: "Marta Okafor",
    trouble: {code: "service_not_running", message: "", meaning: "", remedy: ""}}]);
});

test("an open panel hears of door, entries and items", async () => {
  const app = new App(fakeBrowser(service));
  const port = panelPort();
  app.panelOpened(port);
  await settled();
  await handle(app, add);
  await settled();
  await app.itemChanged(done);
  const pushed = port.pushed.map((m) => m.door?.reason ?? m.entry?.state ?? m.item?.status ?? m.push);
  assert.deepEqual(pushed, ["connecting", "", "pending", "received", "done", "final"]);
});

test("nothing is sent to a panel that was closed", async () => {
  const app = new App(fakeBrowser(service));
  const port = panelPort();
  app.panelOpened(port);
  await settled();
  port.close();
  const before = port.pushed.length;
  app.clicked();
  assert.equal(port.pushed.length, before);
});

test("the list of jobs is kept for the next panel, a search is not", async () => {
  const browser = fakeBrowser(service);
  const app = new App(browser);
  await app.transport.connect();
  await handle(app, {ask: "jobs", query: "plat"});
  assert.equal(browser.storage.local.values.has("jobs"), false);
  await handle(app, {ask: "jobs", query: ""});
  assert.equal(browser.storage.local.values.get("jobs").jobs[0].name, "Platform Engineer");
});

test("an error of the service arrives with its code", async () => {
  const {trouble} = await handle(new App(fakeBrowser(service)), {ask: "preview", profile_id: "900000000000101"});
  assert.equal(trouble.code, "amazinghiring_not_connected");
});

test("what cannot be a key is not tried", async () => {
  const browser = fakeBrowser(service);
  const {value} = await handle(new App(browser), {ask: "pair", key: "ABCD"});
  assert.deepEqual(value, {door: "", reason: "bad_key"});
  assert.deepEqual(browser.calls, []);
});
