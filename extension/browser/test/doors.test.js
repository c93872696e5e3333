import assert from "node:assert/strict";
import {test} from "node:test";

import {openNative, openSocket, ports} from "../doors.js";
import {nativeLine} from "../lines.js";
import {fromBase64, fromHex, keyID, makeNonce, proofs, toBase64, toHex} from "../pairing.js";
import {nativeReason, reasons, reasonFor, tellingReason} from "../reasons.js";
import {fakeLine, fakePort} from "./fakes/line.js";

const oneTimeKey = "6b8f21c4d90e37a5f1427c60b8e5930d";

/** Where the extension keeps its key, and how often it was written. */
function keyPlace(hex) {
  const place = {hex, written: [], get: async () => place.hex, set: async (next) => {
    place.hex = next;
    place.written.push(next);
  }};
  return place;
}

/** The service's side of pairing at one port, written from PROTOCOL.md. */
function pairedService(keyHex, port) {
  const service = {proved: false, longTermKey: "", asked: []};
  service.answer = async ({type, id, key_id, challenge, proof}, line) => {
    service.asked.push(type);
    if (type === "hello") {
      const key = fromHex(keyHex);
      if (key_id !== (await keyID(key))) return line.onmessage({type: "error", id, code: "forbidden", message: "No."});
      const nonce = makeNonce();
      service.proofs = await serverSide(key, port, fromBase64(challenge), nonce);
      return line.onmessage({type: "welcome", id, protocol: 1, confirmed: false, challenge: toBase64(nonce), proof: service.proofs.server});
    }
    service.proved = proof === service.proofs.client;
    service.longTermKey = service.proofs.longTerm;
    return line.onmessage({type: "proved", id, client_key_id: await keyID(fromHex(service.longTermKey))});
  };
  return service;
}

async function serverSide(key, port, client, server) {
  const hmac = await crypto.subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
  const label = new TextEncoder().encode("greenhouse-companion server\0");
  const signed = await crypto.subtle.sign("HMAC", hmac, new Uint8Array([...label, port >> 8, port & 0xff, ...client, ...server]));
  const {clientProof, longTermKey} = await proofs(key, port, client, server);
  return {server: toBase64(new Uint8Array(signed)), client: toBase64(clientProof), longTerm: toHex(longTermKey)};
}

/** Lines to the given services; nothing listens at the other ports. */
function dialer(services) {
  const lines = {};
  const dial = async (port) => {
    if (!services[port]) throw new Error("refused");
    lines[port] = fakeLine((message, line) => void services[port](message, line));
    return lines[port];
  };
  return {dial, lines};
}

const reply = (fields) => (message, line) => queueMicrotask(() => line.onmessage({id: message.id, ...fields}));
const open = (services, place) => openSocket(dialer(services).dial, place, "1.0.0");

test("the first connection changes the one-time key for the long-term key", async () => {
  const service = pairedService(oneTimeKey, ports[2]);
  const place = keyPlace(oneTimeKey);
  const door = await open({[ports[2]]: service.answer}, place);
  assert.equal(door.name, "websocket");
  assert.equal(service.proved, true);
  assert.equal(place.hex, service.longTermKey);
  assert.equal(place.hex.length, 64);
});

test("later connections use the long-term key and keep it", async () => {
  const longTerm = "f2".repeat(32);
  const service = pairedService(longTerm, ports[0]);
  const place = keyPlace(longTerm);
  await open({[ports[0]]: service.answer}, place);
  assert.equal(service.proved, true);
  assert.deepEqual(place.written, []);
});

test("the next key is kept before the proof is sent", async () => {
  const service = pairedService(oneTimeKey, ports[0]);
  const place = keyPlace(oneTimeKey);
  const asked = [];
  place.set = async () => asked.push(...service.asked);
  await open({[ports[0]]: service.answer}, place);
  assert.deepEqual(asked, ["hello"]);
});

test("a program that does not know the key learns nothing", async () => {
  const impostor = reply({type: "welcome", confirmed: true, challenge: toBase64(makeNonce()), proof: toBase64(makeNonce())});
  const {dial, lines} = dialer({[ports[0]]: impostor});
  await assert.rejects(openSocket(dial, keyPlace(oneTimeKey), "1.0.0", true), {reason: "websocket_impostor"});
  assert.deepEqual(lines[ports[0]].sent.map((m) => m.type), ["hello"]);
  assert.equal(lines[ports[0]].closed, true);
});

test("a program that passes everything on to the service at another port learns nothing", async () => {
  const service = pairedService(oneTimeKey, ports[1]);
  const {dial, lines} = dialer({[ports[0]]: service.answer});
  await assert.rejects(openSocket(dial, keyPlace(oneTimeKey), "1.0.0"), {reason: "websocket_impostor"});
  assert.deepEqual(lines[ports[0]].sent.map((m) => m.type), ["hello"]);
  assert.equal(service.proved, false);
});

test("an impostor at one port does not hide the service at another", async () => {
  const service = pairedService(oneTimeKey, ports[1]);
  const impostor = reply({type: "welcome", confirmed: true});
  await open({[ports[0]]: impostor, [ports[1]]: service.answer}, keyPlace(oneTimeKey));
  assert.equal(service.proved, true);
});

test("of two services that know the key one is used and the other left", async () => {
  const longTerm = "f2".repeat(32);
  const {dial, lines} = dialer({[ports[0]]: pairedService(longTerm, ports[0]).answer, [ports[3]]: pairedService(longTerm, ports[3]).answer});
  await openSocket(dial, keyPlace(longTerm), "1.0.0", false);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(Object.values(lines).map((line) => line.closed).sort(), [false, true]);
});

const refusals = {
  "nothing listens, never paired": {services: {}, key: "", reason: "websocket_not_found"},
  "nothing listens, paired before": {services: {}, key: oneTimeKey, reason: "service_not_running"},
  "a service, but no key": {services: {[ports[0]]: reply({type: "error", code: "forbidden"})}, key: "", reason: "websocket_not_paired"},
  "something that trusts everybody, but no key": {services: {[ports[0]]: reply({type: "welcome", confirmed: true})}, key: "", reason: "websocket_not_paired"},
  "a key that was revoked": {services: {[ports[0]]: reply({type: "error", code: "forbidden"})}, key: oneTimeKey, reason: "websocket_key_refused"},
  "another protocol": {services: {[ports[0]]: reply({type: "error", code: "protocol_version"})}, key: "", reason: "protocol_version"},
  "a program that hangs up": {services: {[ports[0]]: (_, line) => line.onclose("websocket_closed")}, key: "", reason: "websocket_closed"},
};
for (const [name, {services, key, reason}] of Object.entries(refusals)) {
  test(`no WebSocket door: ${name}`, async () => {
    await assert.rejects(open(services, keyPlace(key)), {reason});
    assert.ok(reasons[reason]);
  });
}

// What Chromium says in runtime.lastError, and after which fault of the host's manifest or the host it does so.
const nativeTexts = {
  "Specified native messaging host not found.": "host_not_found",
  "Access to the specified native messaging host is forbidden.": "host_forbidden",
  "Access to the native messaging host was disabled by the system administrator.": "native_policy",
  "Native host has exited.": "host_exited",
  "Error when communicating with the native messaging host.": "host_garbled",
  "Failed to start native messaging host.": "native_unknown",
  "": "host_exited",
};
for (const [text, reason] of Object.entries(nativeTexts)) {
  test(`native port closed: ${text || "no text"}`, async () => {
    assert.equal(nativeReason(text), reason);
    const port = fakePort();
    const opening = openNative(nativeLine(port, () => text), "1.0.0");
    port.end();
    await assert.rejects(opening, {reason});
    assert.ok(reasons[reason]);
  });
}

test("the host without its service says so", async () => {
  const line = fakeLine(() => ({type: "error", id: "", code: "service_not_running", message: "…"}));
  await assert.rejects(openNative(line, "1.0.0"), {reason: "service_not_running"});
});

test("a native door that refuses the browser", async () => {
  const line = fakeLine(({id}) => ({type: "error", id, code: "forbidden", message: "No."}));
  await assert.rejects(openNative(line, "1.0.0"), {reason: "native_refused"});
});

test("a native door that waits for the recruiter's permission", async () => {
  const line = fakeLine(({id}) => ({type: "welcome", id, confirmed: false}));
  assert.equal((await openNative(line, "1.0.0")).confirmed, false);
});

const telling = [
  ["host_not_found", "websocket_not_found", "host_not_found"],
  ["host_not_found", "websocket_closed", "host_not_found"],
  ["host_not_found", "no_answer", "host_not_found"],
  ["host_not_found", "websocket_not_paired", "websocket_not_paired"],
  ["host_not_found", "service_not_running", "service_not_running"],
  ["native_policy", "websocket_not_found", "native_policy"],
  ["native_policy", "websocket_impostor", "websocket_impostor"],
  ["service_not_running", "websocket_not_paired", "service_not_running"],
];
for (const [native, socket, told] of telling) {
  test(`of ${native} and ${socket}, ${told} is told`, () => assert.equal(tellingReason(native, socket), told));
}

for (const [reason, {words, remedy, action}] of Object.entries(reasons)) {
  test(`${reason} has words, and a remedy wherever there is a button`, () => {
    assert.match(words, /[.?…]$/);
    assert.equal(remedy === "", action === "");
    assert.match(`${remedy}.`, /\.$/);
  });
}

test("a reason of tomorrow has words too", () => assert.ok(reasonFor("a reason of tomorrow").words));
