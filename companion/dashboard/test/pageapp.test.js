// The page answers the questions of the extension's pages itself, over a line to the service.

import assert from "node:assert/strict";
import {test} from "node:test";

import {handle} from "../../../extension/browser/handlers.js";
import {DoorError} from "../../../extension/browser/errors.js";
import {Session} from "../../../extension/browser/session.js";
import {fakeLine} from "../../../extension/browser/test/fakes/line.js";

globalThis.sessionStorage = fakeStorage();
const {PageApp} = await import("../page/pageapp.js");

function fakeStorage() {
  const kept = {};
  return new Proxy(kept, {
    get: (_, name) => ({
      getItem: (key) => kept[key] ?? null,
      setItem: (key, value) => { kept[key] = value; },
      removeItem: (key) => { delete kept[key]; },
    })[name] ?? kept[name],
  });
}

/** An app whose service answers as told. */
function appWith(answers) {
  const line = fakeLine(({type, id}) => ({id, ...(answers[type] ?? {type: "error", code: "unknown_type"})}));
  const app = new PageApp(async () => ({name: "websocket", session: new Session(line), confirmed: true}));
  const heard = [];
  app.listen((push) => heard.push(push));
  return {app, line, heard};
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const subscribed = {subscribe: {type: "subscribed"}};
const request = {batch_id: "b1", kind: "folder", name: "Folder", target: {kind: "prospect"}, people: []};

test("it is ready once changes are listened to", async () => {
  const {line, heard} = appWith(subscribed);
  assert.equal(heard.at(-1).door.reason, "connecting");
  await settled();
  assert.equal(line.sent[0].type, "subscribe");
  assert.deepEqual(heard.at(-1), {push: "door", door: {door: "websocket", reason: ""}});
});

test("a changed item is told", async () => {
  const {line, heard} = appWith(subscribed);
  await settled();
  line.onmessage({type: "event", item: {item_id: "7", state: "done"}});
  assert.deepEqual(heard.at(-1), {push: "item", item: {item_id: "7", state: "done"}});
});

test("an export goes to the service at once, and stays on the form when it does not arrive", async () => {
  const {app, line} = appWith({...subscribed, batch: {type: "batch", batch: {}}});
  await settled();
  const {value} = await handle(app, {ask: "export", request});
  assert.equal(value.batch_id, "b1");
  assert.equal(line.sent.at(-1).type, "batch");

  const refused = appWith({...subscribed, batch: {type: "error", code: "disk_full", message: "The disk is full."}});
  await settled();
  const {trouble} = await handle(refused.app, {ask: "export", request});
  assert.equal(trouble.code, "disk_full");
});

test("exports are those of the service alone", async () => {
  const {app} = appWith({...subscribed, batches: {type: "batches", batches: [{batch_id: "b1"}]}});
  await settled();
  assert.deepEqual((await handle(app, {ask: "exports"})).value, {kept: [], batches: [{batch_id: "b1"}]});
});

test("why there is no connection is told in the service's own words", async () => {
  const app = new PageApp(() => Promise.reject(new DoorError("service_not_running")));
  const heard = [];
  app.transport.wanted = () => false;
  app.listen((push) => heard.push(push));
  await settled();
  await settled();
  assert.equal(heard.at(-1).door.reason, "service_not_running");
});

test("the last choices rest in the page's storage", async () => {
  const {storage} = await import("../page/storage.js");
  await storage.set({target: {kind: "base"}, jobs: [1]});
  assert.deepEqual(await storage.get("target"), {target: {kind: "base"}});
  await storage.remove("target");
  assert.deepEqual(await storage.get("target"), {});
});
