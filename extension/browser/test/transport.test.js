import assert from "node:assert/strict";
import {test} from "node:test";

import {DoorError, ServiceError} from "../errors.js";
import {plain} from "../messages.js";
import {Session} from "../session.js";
import {Transport} from "../transport.js";
import {fakeLine} from "./fakes/line.js";

const answers = ({type, id}) => ({type: type === "confirm" ? "confirmed" : type, id});
const none = (reason) => () => Promise.reject(new DoorError(reason));

/** Opens a door over a fresh line each time and remembers the lines. */
function opener(name, {confirmed = true, answer = answers} = {}) {
  const open = async () => {
    const line = fakeLine(answer);
    open.lines.push(line);
    return {name, session: new Session(line), confirmed};
  };
  open.lines = [];
  return open;
}

function follow(transport) {
  const states = [];
  transport.onstate = (state) => states.push(state);
  return states;
}

test("native comes first, and WebSocket is not even tried", async () => {
  const transport = new Transport({native: opener("native"), websocket: () => assert.fail("tried")});
  await transport.connect();
  assert.deepEqual(transport.state, {door: "native", reason: ""});
});

test("WebSocket is the second way", async () => {
  const transport = new Transport({native: none("native_policy"), websocket: opener("websocket")});
  await transport.connect();
  assert.deepEqual(transport.state, {door: "websocket", reason: ""});
});

test("no way: requests fail with the reason", async () => {
  const transport = new Transport({native: none("host_not_found"), websocket: none("websocket_not_found")});
  await transport.connect();
  assert.deepEqual(transport.state, {door: "", reason: "host_not_found"});
  await assert.rejects(transport.request(plain("status")), {reason: "host_not_found"});
});

test("of two versions the service says which is too old, and it is passed on", async () => {
  const said = new ServiceError({code: "protocol_version", remedy: "Update the browser extension."});
  const native = () => Promise.reject(new DoorError("protocol_version", said));
  const transport = new Transport({native, websocket: none("websocket_not_found")});
  await transport.connect();
  assert.deepEqual(transport.state, {door: "", reason: "protocol_version", remedy: "Update the browser extension."});
});

test("many who connect share one door", async () => {
  const native = opener("native");
  const transport = new Transport({native, websocket: none("websocket_not_found")});
  await Promise.all([transport.connect(), transport.connect()]);
  await transport.connect();
  assert.equal(native.lines.length, 1);
});

test("before the recruiter's permission nothing is asked, afterwards everything", async () => {
  const native = opener("native", {confirmed: false});
  const transport = new Transport({native, websocket: none("websocket_not_found")});
  let ready = 0;
  transport.onready = () => ready++;
  await transport.connect();
  assert.deepEqual(transport.state, {door: "native", reason: "confirmation_needed"});
  await assert.rejects(transport.request(plain("status")), {reason: "confirmation_needed"});
  assert.deepEqual(native.lines[0].sent, []);
  await transport.confirm();
  assert.deepEqual(transport.state, {door: "native", reason: ""});
  assert.equal(ready, 1);
  assert.equal((await transport.request(plain("status"))).type, "status");
});

test("a permission that was taken back is asked for again", async () => {
  const answer = ({id}) => ({type: "error", id, code: "confirmation_needed", message: "…"});
  const transport = new Transport({native: opener("native", {answer}), websocket: none("websocket_not_found")});
  await transport.connect();
  await assert.rejects(transport.request(plain("status")), {code: "confirmation_needed"});
  assert.deepEqual(transport.state, {door: "native", reason: "confirmation_needed"});
});

test("a door that closes is opened again while a panel looks, ever more patiently", async (t) => {
  t.mock.timers.enable({apis: ["setTimeout"]});
  let attempts = 0;
  const transport = new Transport({native: () => (attempts++, none("host_not_found")()), websocket: none("websocket_not_found")});
  transport.wanted = () => true;
  await transport.connect();
  for (const pause of [1_000, 2_000, 4_000]) {
    const before = attempts;
    t.mock.timers.tick(pause - 1);
    assert.equal(attempts, before);
    t.mock.timers.tick(1);
    assert.equal(attempts, before + 1);
    await transport.connect();
  }
});

for (const reason of ["websocket_key_refused", "websocket_not_paired", "websocket_impostor"]) {
  test(`${reason} is not tried again by itself`, async (t) => {
    t.mock.timers.enable({apis: ["setTimeout"]});
    let attempts = 0;
    const transport = new Transport({native: () => (attempts++, none("host_not_found")()), websocket: none(reason)});
    transport.wanted = () => true;
    await transport.connect();
    t.mock.timers.tick(60_000);
    assert.equal(attempts, 1);
  });
}

test("a native door that refuses the browser is not tried again by itself", async (t) => {
  t.mock.timers.enable({apis: ["setTimeout"]});
  let attempts = 0;
  const transport = new Transport({native: () => (attempts++, none("native_refused")()), websocket: none("websocket_not_found")});
  transport.wanted = () => true;
  await transport.connect();
  t.mock.timers.tick(60_000);
  assert.equal(attempts, 1);
});

test("a key that is taken back while it is in use is not tried again by itself", async (t) => {
  t.mock.timers.enable({apis: ["setTimeout"]});
  const websocket = opener("websocket");
  const transport = new Transport({native: none("host_not_found"), websocket});
  transport.wanted = () => true;
  await transport.connect();
  websocket.lines[0].onmessage({type: "error", id: "", code: "forbidden", message: "…"});
  t.mock.timers.tick(60_000);
  assert.deepEqual(transport.state, {door: "", reason: "websocket_key_refused"});
  assert.equal(websocket.lines.length, 1);
});

test("nobody looks: it stays closed", async (t) => {
  t.mock.timers.enable({apis: ["setTimeout"]});
  const native = opener("native");
  const transport = new Transport({native, websocket: none("websocket_not_found")});
  const states = follow(transport);
  await transport.connect();
  native.lines[0].onclose("host_exited");
  t.mock.timers.tick(60_000);
  assert.equal(native.lines.length, 1);
  assert.deepEqual(states.at(-1), {door: "", reason: "host_exited"});
});

test("the end of an old door does not touch the new one", async () => {
  const native = opener("native");
  const transport = new Transport({native, websocket: none("websocket_not_found")});
  await transport.connect();
  transport.disconnect();
  await transport.connect();
  native.lines[0].onclose("host_exited");
  assert.deepEqual(transport.state, {door: "native", reason: ""});
});

test("items reach whoever follows them", async () => {
  const native = opener("native");
  const transport = new Transport({native, websocket: none("websocket_not_found")});
  const seen = [];
  transport.onitem = (item) => seen.push(item.item_id);
  await transport.connect();
  native.lines[0].onmessage({type: "event", item: {item_id: "it_01"}});
  assert.deepEqual(seen, ["it_01"]);
});
