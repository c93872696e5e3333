// Both sides read ../../testdata/messages: what we build must be those messages, and those messages must be understood.

import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {test} from "node:test";

import {DoorError, ServiceError} from "../errors.js";
import * as build from "../messages.js";
import {Session} from "../session.js";
import {fakeLine} from "./fakes/line.js";

const folder = new URL("../../testdata/messages/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const requestOf = ({type: _type, id: _id, priority: _priority, ...request}) => request;
const addRequest = requestOf(read("add"));
const paired = read("hello_paired");

const built = {
  hello: build.hello("1.0.0"),
  hello_paired: build.hello("1.0.0", {key_id: paired.key_id, challenge: paired.challenge}),
  add: build.add(addRequest),
  add_prospect: build.add(requestOf(read("add_prospect"))),
  upload: build.upload(read("upload").sha256, read("upload").size, 0, read("upload").data),
  items_query: build.items({item_id: "it_01", request_ids: read("items_query").request_ids,
    states: ["ready", "leased", "waiting", "needs_you"], limit: 50}),
  answer: build.answer("it_01", "new", {first_name: "Marta", last_name: "Okafor"}),
  retry: build.command("retry", "it_01"),
  cancel: build.command("cancel", "it_01"),
  jobs_query: {account: "production", ...build.jobs("plat", 50)},
  pools_query: {account: "production", ...build.plain("pools")},
  preview_query: {account: "production", ...build.preview("900000000000101")},
  folders_query: build.plain("folders"),
  members_query: build.members({folder_id: "41001", offset: read("members_query").offset, limit: read("members_query").limit}),
  members_query_address: build.members({address: read("members_query_address").address}),
  batch_folder: build.batch(requestOf(read("batch_folder"))),
  batches_query: build.batches(read("batches_query").batch_id),
  updates_change: build.updatesChange(requestOf(read("updates_change"))),
  sheet_query: build.sheet(requestOf(read("sheet_query"))),
  batch_change: build.batchChange(read("batch_change").batch_id, "pause"),
  confirm: build.plain("confirm"),
  status_query: build.plain("status"),
  subscribe: build.plain("subscribe"),
  prove: build.prove(read("prove").proof),
};

const answers = ["welcome", "welcome_paired", "receipt", "items", "item", "status", "subscribed", "jobs", "preview",
  "confirmed", "proved", "error", "pong", "uploaded", "folders", "members", "batches", "batch_reply",
  "pools", "sheet", "updates"];
const unasked = {event: "event", keepalive: "ignored"};
// Not ours: the host's, the command line's, and a check of the connection that the browser does for us.
const others = ["add_batch", "audit", "audit_check", "audit_checked", "audit_query", "batch_sheet", "caller", "clients",
  "clients_query", "data_part", "data_query", "forget", "forget_person", "forgotten", "make_starter_kit_token",
  "pair", "pair_named", "pairing_key", "ping", "plan", "plan_query", "rename_client", "starter_kit_token"];
// The dashboard's: see companion/dashboard/test/messages.test.js.
const dashboards = [
  "answer_all", "answered_all", "dashboard_link", "doctor", "doctor_query", "history",
  "history_query", "needs", "needs_query", "open_dashboard", "overview", "overview_query",
  "retried_all", "retry_all", "settings_in_force", "settings_query",
];

for (const [name, message] of Object.entries(built)) {
  test(`${name} is built as in ${name}.json`, () => {
    const wanted = read(name);
    assert.deepEqual({...message, id: wanted.id}, wanted);
  });
}

for (const name of answers) {
  test(`${name}.json answers the request with its id`, async () => {
    const message = read(name);
    const line = fakeLine(({id}) => [{type: "a type of tomorrow", grease: 1}, {...message, id, grease: [1]}]);
    const answer = await new Session(line).request(build.plain("status")).catch((error) => error);
    const got = answer instanceof ServiceError ? {...message, code: answer.code, message: answer.message} : {...answer, id: message.id};
    assert.deepEqual(got, {...message, ...(message.type !== "error" && {grease: [1]})});
  });
}

for (const [name, kind] of Object.entries(unasked)) {
  test(`${name}.json is ${kind}`, () => assert.equal(build.kindOf(read(name)), kind));
}

test("every example is ours or known to be somebody else's", () => {
  const files = readdirSync(folder).map((file) => file.replace(".json", ""));
  const known = [...Object.keys(built), ...answers, ...Object.keys(unasked), ...others, ...dashboards];
  assert.deepEqual(files.filter((file) => !known.includes(file)), []);
});

test("an error's words arrive whole", async () => {
  const wanted = read("error");
  const line = fakeLine(({id}) => ({...wanted, id}));
  const error = await new Session(line).request(build.add(addRequest)).catch((e) => e);
  assert.deepEqual([error.code, error.message, error.meaning, error.remedy], [wanted.code, wanted.message, wanted.meaning, wanted.remedy]);
});

test("an event reaches its listener", async () => {
  const line = fakeLine(({id}) => [read("event"), {type: "subscribed", id}]);
  const session = new Session(line);
  const seen = [];
  session.onevent = (item) => seen.push(item);
  await session.request(build.plain("subscribe"));
  assert.deepEqual(seen, [read("event").item]);
});

test("answers may come in another order", async () => {
  const line = fakeLine(() => undefined);
  const session = new Session(line);
  const both = Promise.all([session.request(build.preview("1")), session.request(build.preview("2"))]);
  line.onmessage({type: "preview", id: line.sent[1].id, which: 2});
  line.onmessage({type: "preview", id: line.sent[0].id, which: 1});
  assert.deepEqual((await both).map((m) => m.which), [1, 2]);
});

test("no answer in time is an error, and a late answer is nobody's", async () => {
  const line = fakeLine(() => undefined);
  const error = await new Session(line, 5).request(build.plain("status")).catch((e) => e);
  assert.equal(error.reason, "no_answer");
  line.onmessage({type: "status", id: line.sent[0].id});
});

test("the end of the line fails what waits, once", async () => {
  const line = fakeLine(() => undefined);
  const session = new Session(line);
  const ends = [];
  session.onend = (error) => ends.push(error.reason);
  const waiting = session.request(build.plain("status")).catch((e) => e);
  line.onclose("host_exited");
  line.onclose("host_exited");
  assert.ok((await waiting) instanceof DoorError);
  assert.deepEqual(ends, ["host_exited"]);
  await assert.rejects(session.request(build.plain("status")), DoorError);
});

test("an error without an id speaks for the connection", async () => {
  const line = fakeLine(() => ({type: "error", id: "", code: "service_not_running", message: "Not running."}));
  const error = await new Session(line).request(build.hello("1.0.0")).catch((e) => e);
  assert.equal(error.code, "service_not_running");
  assert.equal(line.closed, true);
});
