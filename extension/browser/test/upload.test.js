import assert from "node:assert/strict";
import {test} from "node:test";

import {DoorError, ServiceError} from "../errors.js";
import {Outbox} from "../outbox.js";
import {pieceSize, sendFile} from "../upload.js";
import {MemoryFiles} from "./fakes/files.js";
import {FakeService, sha256Of} from "./fakes/service.js";
import {MemoryStorage} from "./fakes/storage.js";

const bytes = Buffer.alloc(Math.floor(1.5 * pieceSize), "Marta Okafor, marta.okafor@example.com\n");
const sha256 = sha256Of(bytes);
const content = new Blob([bytes]);
const request = {
  request_id: "r1", profile: {id: "900000000000101", name: "Marta Okafor"}, first_name: "Marta", last_name: "Okafor",
  target: {kind: "prospect"}, files: [{sha256, filename: "CV.pdf", type: "resume"}],
};

const sizes = [1, pieceSize - 1, pieceSize, pieceSize + 1, bytes.length];
for (const size of sizes) {
  test(`a file of ${size} bytes arrives whole`, async () => {
    const service = new FakeService();
    const part = bytes.subarray(0, size);
    await sendFile(service.receive, sha256Of(part), new Blob([part]));
    assert.deepEqual(service.files.get(sha256Of(part)), part);
    assert.equal(service.log.length, 1 + Math.ceil(size / pieceSize));
  });
}

test("what is there already is not sent again", async () => {
  const service = new FakeService();
  service.parts.set(sha256, bytes.subarray(0, pieceSize));
  await sendFile(service.receive, sha256, content);
  assert.deepEqual(service.log, ["upload", "upload"]);
  await sendFile(service.receive, sha256, content);
  assert.deepEqual(service.log, ["upload", "upload", "upload"]);
});

test("a service that forgot begins anew", async () => {
  const service = new FakeService();
  await sendFile((message) => {
    if (service.log.length === 2) service.parts.clear();
    return service.receive(message);
  }, sha256, content);
  assert.deepEqual(service.files.get(sha256), bytes);
});

for (const received of [0, -1, bytes.length, bytes.length + 1, undefined]) {
  test(`a service that always says ${received} is given up`, async () => {
    let asked = 0;
    const answer = async () => (asked++ < 100 ? {type: "uploaded", received, complete: false} : assert.fail("asked for ever"));
    await assert.rejects(sendFile(answer, sha256, content), ServiceError);
  });
}

async function outboxWithFile(service, send = service.receive) {
  const storage = new MemoryStorage();
  const files = new MemoryFiles(storage);
  const outbox = new Outbox(storage, send, () => {}, files);
  await files.put("r1", content);
  await outbox.put(request, "900000000000101");
  return {storage, files, outbox};
}

test("the file goes before the add, and is removed with the receipt", async () => {
  const service = new FakeService();
  const {files, outbox} = await outboxWithFile(service);
  await outbox.flush();
  assert.deepEqual(service.log, ["upload", "upload", "upload", "add"]);
  assert.deepEqual(service.items.get("r1").message.files, request.files);
  assert.equal((await outbox.latest("900000000000101")).state, "received");
  assert.equal(await files.get("r1"), undefined);
});

test("an item's news, which serves as a receipt, removes the file too", async () => {
  const {files, outbox} = await outboxWithFile(new FakeService());
  await outbox.note({request_id: "r1", item_id: "it_1", state: "leased"});
  assert.equal(await files.get("r1"), undefined);
});

test("an add that the recruiter removes takes its file along", async () => {
  const {files, outbox} = await outboxWithFile(new FakeService());
  await outbox.discard("r1");
  assert.equal(await files.get("r1"), undefined);
});

test("a file that cannot be removed does not keep the add from being received", async () => {
  const {files, outbox} = await outboxWithFile(new FakeService());
  files.remove = () => Promise.reject(new Error("the disk is full"));
  await outbox.note({request_id: "r1", item_id: "it_1", state: "leased"});
  assert.equal((await outbox.latest("900000000000101")).state, "received");
});

const failures = [
  ["a lost connection", new DoorError("host_exited"), "pending"],
  ["a full disk", new ServiceError({code: "disk_full"}), "pending"],
  ["too much at once", new ServiceError({code: "busy"}), "pending"],
  ["a file that is too large", new ServiceError({code: "file_too_large", message: "The file is larger than 1 MB."}), "refused"],
  ["a service that is too old", new ServiceError({code: "unknown_type"}), "refused"],
];
for (const [name, error, state] of failures) {
  test(`${name} in the middle: the add is ${state}, and its file stays`, async () => {
    const {files, outbox} = await outboxWithFile(null, ({offset}) => {
      return offset === 0 ? Promise.resolve({type: "uploaded", received: pieceSize, complete: false}) : Promise.reject(error);
    });
    await outbox.flush();
    assert.equal((await outbox.all())[0].state, state);
    assert.equal((await files.get("r1")).size, bytes.length);
  });
}

test("a service that lost the file between gets it again", async () => {
  const service = new FakeService();
  const {outbox} = await outboxWithFile(service, (message) => {
    if (message.type === "add" && service.log.length === 3) service.files.clear();
    return service.receive(message);
  });
  await outbox.flush();
  assert.equal((await outbox.all())[0].state, "pending");
  await outbox.flush();
  assert.equal((await outbox.all())[0].state, "received");
});

for (const [name, lose] of [
  ["gone", (files) => files.remove("r1")],
  ["unreadable", (files) => {
    files.get = async () => ({size: 9, slice: () => ({arrayBuffer: () => Promise.reject(new Error("NotReadable"))})});
  }],
]) {
  test(`a file that is ${name} is told, and the person is not sent without it`, async () => {
    const service = new FakeService();
    const {files, outbox} = await outboxWithFile(service);
    await lose(files);
    await outbox.flush();
    const [{state, trouble}] = await outbox.all();
    assert.deepEqual([state, trouble.code], ["refused", "file_lost"]);
    assert.equal(service.items.size, 0);
  });
}

for (const applied of [false, true]) {
  test(`death at every step, the step ${applied ? "done" : "not done"}: the person arrives once, with the file`, async () => {
    let deaths = 0;
    for (let at = 0; at < 100; at++) {
      const service = new FakeService();
      const {storage, files, outbox} = await outboxWithFile(service);
      storage.dieAt({at, applied});
      const died = new Promise((resolve) => {
        storage.ondeath = () => resolve("died");
      });
      const how = await Promise.race([died, outbox.flush().then(() => "lived")]);
      storage.dieAt();
      const reborn = new Outbox(storage, service.receive, () => {}, files);
      await reborn.flush();
      assert.equal((await reborn.all())[0].state, "received");
      assert.deepEqual([...service.items.keys()], ["r1"]);
      assert.deepEqual(service.files.get(sha256), bytes);
      if (how === "lived") break;
      deaths++;
    }
    assert.ok(deaths > 4, `only ${deaths} places to die`);
  });
}
