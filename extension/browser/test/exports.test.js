import assert from "node:assert/strict";
import {test} from "node:test";

import {App} from "../app.js";
import {DoorError, ServiceError} from "../errors.js";
import {ExportBox} from "../exports.js";
import {handle} from "../handlers.js";
import {getSetting} from "../settings.js";
import {fakeBrowser} from "./fakes/browser.js";
import {MemoryStorage} from "./fakes/storage.js";

const request = {
  batch_id: "b1", kind: "folder", name: "Go platform, Lisbon", target: {kind: "prospect"},
  people: [{profile_id: "900000000000101"}, {profile_id: "900000000000111"}], max_first: 1,
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A service that keeps one batch for each batch_id. */
function batchService() {
  const received = new Map();
  const log = [];
  return {received, log, receive: async (message) => {
    log.push(message.batch_id);
    if (!received.has(message.batch_id)) received.set(message.batch_id, message);
    return {type: "batch", batch: {}};
  }};
}

test("an export stays until the service has it, as it was pressed", async () => {
  const storage = new MemoryStorage();
  const service = batchService();
  let away = true;
  const box = new ExportBox(storage, (message) => (away ? Promise.reject(new DoorError("host_exited")) : service.receive(message)));
  await box.put(request);
  await box.flush();
  assert.equal((await box.get("b1")).trouble.code, "host_exited");
  away = false;
  await box.flush();
  assert.deepEqual(service.received.get("b1"), {type: "batch", ...request});
  assert.deepEqual(await box.all(), []);
});

test("a worker that dies at any step is followed by one that exports once", async () => {
  for (let at = 0; at < 8; at++) {
    for (const applied of [false, true]) {
      const storage = new MemoryStorage();
      const service = batchService();
      await new ExportBox(storage, service.receive).put(request);
      const died = new Promise((resolve) => (storage.ondeath = resolve));
      storage.dieAt({at, applied});
      await Promise.race([new ExportBox(storage, service.receive).flush(), died]);
      storage.dieAt(undefined);
      const next = new ExportBox(storage, service.receive);
      await next.flush();
      assert.deepEqual([...service.received.keys()], ["b1"], `at ${at}, applied ${applied}`);
      assert.deepEqual(await next.all(), []);
    }
  }
});

const refusals = [["bad_request", "refused"], ["disk_full", "pending"], ["closing", "pending"], ["a code of tomorrow", "refused"]];
for (const [code, state] of refusals) {
  test(`after ${code} it is ${state}`, async () => {
    const errors = [new ServiceError({code, message: "Because."})];
    const box = new ExportBox(new MemoryStorage(), async () => {
      for (const error of errors) throw error;
      return {type: "batch"};
    });
    await box.put(request);
    await box.flush();
    assert.equal((await box.get("b1")).state, state);
    errors.pop();
    await box.again("b1");
    await box.flush();
    assert.deepEqual(await box.all(), []);
  });
}

test("what was removed while it was being sent does not come back", async () => {
  const box = new ExportBox(new MemoryStorage(), async () => {
    await box.forget("b1");
    throw new DoorError("host_exited");
  });
  await box.put(request);
  await box.flush();
  assert.deepEqual(await box.all(), []);
});

test("two flushes at once send it once", async () => {
  const service = batchService();
  const box = new ExportBox(new MemoryStorage(), service.receive);
  await box.put(request);
  await Promise.all([box.flush(), box.flush()]);
  assert.deepEqual(service.log, ["b1"]);
});

test("ten thousand people fit into one message", async () => {
  const people = Array.from({length: 10_000}, (_, i) => ({profile_id: String(900000000100000 + i)}));
  let size = 0;
  const box = new ExportBox(new MemoryStorage(), async (message) => {
    size = new TextEncoder().encode(JSON.stringify(message)).length;
    return {type: "batch"};
  });
  await box.put({...request, people});
  await box.flush();
  assert.ok(size > 300_000 && size < 1024 * 1024 / 2, `${size} bytes`);
});

const info = {batch_id: "b1", name: "Go platform, Lisbon", state: "running", counts: {total: 2}};
const answers = {
  hello: () => ({type: "welcome", confirmed: true}),
  subscribe: () => ({type: "subscribed"}),
  batch: () => ({type: "batch", batch: info}),
  batches: ({batch_id}) => (batch_id ? {type: "error", code: "message_too_large", message: "Too large."} : {type: "batches", batches: [info]}),
  folders: () => ({type: "error", code: "amazinghiring_not_connected", message: "Not connected."}),
  items: ({item_id}) => ({type: "items", items: [{item_id, state: "needs_you"}]}),
};
const service = (message) => ({...answers[message.type](message), id: message.id});
const away = () => ({type: "error", id: "", code: "service_not_running", message: "Not running."});

test("the worker answers when the export is safe in the browser, and says when the service has it", async () => {
  const browser = fakeBrowser(service);
  const app = new App(browser);
  const pushed = [];
  app.panelOpened({postMessage: (m) => pushed.push(m.push), onDisconnect: {addListener: () => {}}});
  const {value} = await handle(app, {ask: "export", request});
  assert.deepEqual(value, {batch_id: "b1", name: request.name, people: 2, state: "pending", trouble: undefined});
  await settled();
  assert.deepEqual(await app.exports.all(), []);
  assert.equal(pushed.filter((push) => push === "export").length, 2);
});

test("without the service an export is counted, woken for, and shown; later it is sent", async () => {
  const before = fakeBrowser(away);
  const app = new App(before);
  await handle(app, {ask: "export", request});
  await settled();
  assert.deepEqual(before.calls.findLast(([name]) => name === "badge"), ["badge", {text: "1"}]);
  assert.ok(before.calls.some(([name]) => name === "alarm"));
  assert.equal((await handle(app, {ask: "batch", batch_id: "b1"})).value.kept.trouble.code, "service_not_running");
  assert.equal((await handle(app, {ask: "exports"})).value.kept.length, 1);
  const after = fakeBrowser(service);
  after.storage = before.storage;
  await new App(after).wake();
  await settled();
  assert.ok(after.calls.some(([name, type]) => name === "send" && type === "batch"));
  assert.deepEqual(after.calls.findLast(([name]) => name === "badge"), ["badge", {text: ""}]);
});

test("a batch whose people do not fit into a message is shown without them", async () => {
  const app = new App(fakeBrowser(service));
  assert.deepEqual((await handle(app, {ask: "batch", batch_id: "b1"})).value, {batch: info});
});

test("the page's other questions become messages", async () => {
  const questions = [
    [{ask: "batch", batch_id: "b1", offset: 1000}, {type: "batches", batch_id: "b1", offset: 1000}],
    [{ask: "updates_change", change: {batch_id: "b1", profile_id: "7", on: false}}, {type: "updates_change", batch_id: "b1", profile_id: "7", on: false}],
    [{ask: "sheet", query: {format: "full", profile_ids: ["7"]}}, {type: "sheet", format: "full", profile_ids: ["7"]}],
  ];
  for (const [question, wanted] of questions) {
    const sent = [];
    await handle(new App(fakeBrowser((message) => {
      sent.push(message);
      return message.type === wanted.type ? {...message, batches: [info]} : service(message);
    })), question);
    const {id: _id, ...got} = sent.find(({type}) => type === wanted.type);
    assert.deepEqual(got, wanted);
  }
});

test("pools are remembered for the next time, with the reason where there are none", async () => {
  const pools = {pools: [], missing: "no_permission"};
  const browser = fakeBrowser((message) => (message.type === "pools" ? {type: "pools", id: message.id, ...pools} : service(message)));
  const app = new App(browser);
  await handle(app, {ask: "connect"});
  await handle(app, {ask: "pools"});
  assert.deepEqual(await getSetting(app.storage, "pools"), pools);
});

test("what the page asks reaches the service also when the connection has to be opened first", async () => {
  const {trouble} = await handle(new App(fakeBrowser(service)), {ask: "folders"});
  assert.equal(trouble.code, "amazinghiring_not_connected");
  const {value} = await handle(new App(fakeBrowser(service)), {ask: "item", item_id: "it_7"});
  assert.equal(value.item_id, "it_7");
});
