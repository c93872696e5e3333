import assert from "node:assert/strict";
import {test} from "node:test";

import {DoorError, ServiceError} from "../errors.js";
import {Outbox} from "../outbox.js";
import {FakeService} from "./fakes/service.js";
import {MemoryStorage} from "./fakes/storage.js";

const request = (request_id) => ({
  request_id, profile: {id: "900000000000101", name: "Marta Okafor"}, first_name: "Marta", last_name: "Okafor",
  target: {kind: "prospect"},
});
const profileOf = {r1: "900000000000101", r2: "900000000000102"};
const refuseWith = (error) => () => Promise.reject(error);

test("an add is kept until its receipt comes, and then only its ids", async () => {
  const storage = new MemoryStorage();
  const service = new FakeService();
  const outbox = new Outbox(storage, service.receive);
  await outbox.put(request("r1"), "900000000000101");
  assert.match(JSON.stringify([...storage.values]), /Okafor/);
  await outbox.flush();
  const entry = await outbox.latest("900000000000101");
  assert.deepEqual({...entry, at: 0}, {request_id: "r1", profile_id: "900000000000101", state: "received", at: 0, item_id: "it_1"});
  assert.doesNotMatch(JSON.stringify([...storage.values]), /Okafor|Marta/);
});

test("the message is the add of the protocol", async () => {
  const service = new FakeService();
  const outbox = new Outbox(new MemoryStorage(), service.receive);
  await outbox.put(request("r1"), "900000000000101");
  await outbox.flush();
  assert.deepEqual(service.items.get("r1").message, {type: "add", ...request("r1"), priority: "click"});
});

test("the same request id is put once", async () => {
  const outbox = new Outbox(new MemoryStorage(), new FakeService().receive);
  await Promise.all([outbox.put(request("r1"), "1"), outbox.put(request("r1"), "1")]);
  assert.equal((await outbox.all()).length, 1);
});

test("the same request id again does not send a received add once more", async () => {
  const outbox = new Outbox(new MemoryStorage(), new FakeService().receive);
  await outbox.put(request("r1"), "1");
  await outbox.flush();
  assert.equal((await outbox.put(request("r1"), "1")).state, "received");
});

test("adds go one at a time, the oldest first", async () => {
  const log = [];
  const service = new FakeService();
  const outbox = new Outbox(new MemoryStorage(), async (message) => {
    log.push(`begin ${message.request_id}`);
    const receipt = await service.receive(message);
    log.push(`end ${message.request_id}`);
    return receipt;
  });
  await outbox.put(request("r1"), "1");
  await outbox.put(request("r2"), "2");
  await Promise.all([outbox.flush(), outbox.flush()]);
  assert.deepEqual(log, ["begin r1", "end r1", "begin r2", "end r2"]);
});

test("an add put while others are sent goes along", async () => {
  const service = new FakeService();
  let late = Promise.resolve();
  const outbox = new Outbox(new MemoryStorage(), async (message) => {
    if (message.request_id === "r1") late = outbox.put(request("r2"), "2").then(() => outbox.flush());
    return service.receive(message);
  });
  await outbox.put(request("r1"), "1");
  await outbox.flush();
  await late;
  assert.deepEqual([...service.items.keys()], ["r1", "r2"]);
});

for (const code of ["disk_full", "closing", "internal", "service_not_running", "confirmation_needed", "forbidden", "protocol_version"]) {
  test(`${code} keeps the add pending, and the next flush delivers it`, async () => {
    const storage = new MemoryStorage();
    const outbox = new Outbox(storage, refuseWith(new ServiceError({code})));
    await outbox.put(request("r1"), "1");
    await outbox.flush();
    const [entry] = await outbox.all();
    assert.equal(entry.state, "pending");
    assert.equal(entry.trouble.code, code);
    await new Outbox(storage, new FakeService().receive).flush();
    assert.equal((await outbox.all())[0].state, "received");
  });
}

for (const code of ["bad_profile", "name_missing", "bad_request", "message_too_large", "a code of tomorrow"]) {
  test(`${code} is shown and not sent again by itself`, async () => {
    const outbox = new Outbox(new MemoryStorage(), refuseWith(new ServiceError({code, message: "No.", remedy: "Do this."})));
    await outbox.put(request("r1"), "1");
    await outbox.flush();
    const [entry] = await outbox.all();
    assert.equal(entry.state, "refused");
    assert.deepEqual(entry.trouble, {code, message: "No.", meaning: "", remedy: "Do this."});
    assert.equal(entry.request.request_id, "r1");
    outbox.send = () => assert.fail("sent again");
    await outbox.flush();
  });
}

test("a lost connection stops the round; an error of one add does not", async () => {
  const asked = [];
  const outbox = new Outbox(new MemoryStorage(), (message) => {
    asked.push(message.request_id);
    return Promise.reject(outbox.error);
  });
  await outbox.put(request("r1"), "1");
  await outbox.put(request("r2"), "2");
  outbox.error = new DoorError("websocket_closed");
  await outbox.flush();
  outbox.error = new ServiceError({code: "internal"});
  await outbox.flush();
  assert.deepEqual(asked, ["r1", "r1", "r2"]);
});

test("an answer that is no receipt loses nothing", async () => {
  const outbox = new Outbox(new MemoryStorage(), async () => ({type: "pong"}));
  await outbox.put(request("r1"), "1");
  await outbox.flush();
  assert.equal((await outbox.all())[0].request.last_name, "Okafor");
});

test("a refused add goes again or away by the recruiter's hand", async () => {
  const service = new FakeService();
  const outbox = new Outbox(new MemoryStorage(), refuseWith(new ServiceError({code: "bad_profile"})));
  await outbox.put(request("r1"), "1");
  await outbox.put(request("r2"), "2");
  await outbox.flush();
  outbox.send = service.receive;
  await outbox.again("r1");
  await outbox.discard("r2");
  await outbox.flush();
  assert.deepEqual((await outbox.all()).map((e) => [e.request_id, e.state]), [["r1", "received"]]);
  assert.equal(await outbox.latest("2"), undefined);
});

test("an add that the service has cannot be discarded", async () => {
  const outbox = new Outbox(new MemoryStorage(), new FakeService().receive);
  await outbox.put(request("r1"), "1");
  await outbox.flush();
  await outbox.discard("r1");
  assert.equal((await outbox.latest("1")).state, "received");
});

test("an item's news serves as a receipt, and an end is an end", async () => {
  const outbox = new Outbox(new MemoryStorage(), new FakeService().receive);
  await outbox.put(request("r1"), "1");
  await outbox.note({request_id: "r1", item_id: "it_9", state: "leased"});
  assert.deepEqual({...(await outbox.latest("1")), at: 0}, {request_id: "r1", profile_id: "1", state: "received", at: 0, item_id: "it_9"});
  await outbox.note({request_id: "r1", item_id: "it_9", state: "done"});
  await outbox.note({request_id: "r1", item_id: "it_9", state: "leased"});
  assert.equal((await outbox.latest("1")).state, "final");
  await outbox.note({request_id: "somebody else's", item_id: "it_10", state: "done"});
  assert.equal((await outbox.all()).length, 1);
});

test("news that comes all at once is taken in one by one", async () => {
  const outbox = new Outbox(new MemoryStorage(), new FakeService().receive);
  await outbox.put(request("r1"), "1");
  await Promise.all([outbox.note({request_id: "r1", item_id: "it_9", state: "done"}), outbox.note({request_id: "r1", item_id: "it_9", state: "leased"})]);
  assert.equal((await outbox.latest("1")).state, "final");
});

test("a receipt that comes after the end does not reopen the add", async () => {
  const outbox = new Outbox(new MemoryStorage(), async (message) => {
    await outbox.note({request_id: "r1", item_id: "it_1", state: "done"});
    return {type: "receipt", request_id: message.request_id, item_id: "it_1"};
  });
  await outbox.put(request("r1"), "1");
  await outbox.flush();
  assert.equal((await outbox.latest("1")).state, "final");
});

test("old ends are forgotten, what is open is not", async (t) => {
  t.mock.timers.enable({apis: ["Date"], now: Date.UTC(2026, 0, 1)});
  const storage = new MemoryStorage();
  const outbox = new Outbox(storage, refuseWith(new DoorError("host_not_found")));
  await outbox.put(request("r1"), "1");
  await outbox.put(request("r2"), "2");
  await outbox.note({request_id: "r1", item_id: "it_1", state: "done"});
  t.mock.timers.setTime(Date.UTC(2026, 5, 1));
  await outbox.prune();
  assert.deepEqual([...storage.values.keys()].sort(), ["add:r2", "latest:2"]);
});

/** One click with everything after it, until it is done or the worker is dead. */
async function live(storage, service, ids) {
  const outbox = new Outbox(storage, service.receive);
  for (const id of ids) await outbox.put(request(id), profileOf[id]);
  await outbox.flush();
}

async function liveUntilDeath(storage, service, ids, death) {
  storage.dieAt(death);
  const died = new Promise((resolve) => {
    storage.ondeath = () => resolve("died");
  });
  const how = await Promise.race([died, live(storage, service, ids).then(() => "lived")]);
  storage.dieAt();
  return how;
}

for (const applied of [false, true]) {
  test(`death at every step, the step ${applied ? "done" : "not done"}: each person arrives once`, async () => {
    let deaths = 0;
    for (let at = 0; at < 100; at++) {
      const storage = new MemoryStorage();
      const service = new FakeService();
      const how = await liveUntilDeath(storage, service, ["r1", "r2"], {at, applied});
      // The panel asks again when the worker died before it answered; the id is the same.
      await live(storage, service, ["r1", "r2"]);
      assert.deepEqual([...service.items.keys()].sort(), ["r1", "r2"]);
      const entries = await new Outbox(storage, service.receive).all();
      assert.deepEqual(entries.map((e) => e.state), ["received", "received"]);
      assert.doesNotMatch(JSON.stringify([...storage.values]), /Okafor/);
      if (how === "lived") break;
      deaths++;
    }
    assert.ok(deaths > 8, `only ${deaths} places to die`);
  });

  test(`death at every step, the step ${applied ? "done" : "not done"}: what was saved is delivered without the panel`, async () => {
    for (let at = 0; at < 100; at++) {
      const storage = new MemoryStorage();
      const service = new FakeService();
      const saved = [];
      const receive = async (message) => service.receive(message);
      storage.dieAt({at, applied});
      const died = new Promise((resolve) => {
        storage.ondeath = () => resolve("died");
      });
      const outbox = new Outbox(storage, receive);
      const click = outbox.put(request("r1"), "1").then(() => saved.push("r1")).then(() => outbox.flush()).then(() => "lived");
      const how = await Promise.race([died, click]);
      storage.dieAt();
      const reborn = new Outbox(storage, service.receive);
      await reborn.flush();
      assert.deepEqual(saved.filter((id) => !service.items.has(id)), []);
      assert.deepEqual((await reborn.all()).filter((e) => e.state === "pending"), []);
      if (how === "lived") return;
    }
    assert.fail("never lived");
  });
}
