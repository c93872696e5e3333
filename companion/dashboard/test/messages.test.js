// What the dashboard builds must be the messages of extension/testdata/messages, which the service's tests read as well.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import * as build from "../page/messages.js";

const folder = new URL("../../../extension/testdata/messages/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const {type: _type, id: _id, ...query} = read("history_query");
const {type: _type2, id: _id2, ...given} = read("answer_all");

const built = {
  overview_query: build.question("overview"),
  history_query: build.history(query),
  needs_query: build.question("needs"),
  answer_all: build.answerAll(given),
  retry_all: build.retryAll("connect_again"),
  doctor_query: {...build.question("doctor"), account: "default"},
  settings_query: build.question("settings"),
  clients_query: build.question("clients"),
  forget: build.forget({key_id: read("forget").key_id}),
  pair: build.pair(""),
  pair_named: build.pair(read("pair_named").name),
};

for (const [name, message] of Object.entries(built)) {
  test(`${name} is built as in ${name}.json`, () => {
    const wanted = read(name);
    assert.deepEqual({...message, id: wanted.id}, wanted);
  });
}

test("a browser without a key is forgotten by its name", () => {
  assert.deepEqual(build.forget({caller: "chrome-extension://abcdefghijklmnop"}), {type: "forget", caller: "chrome-extension://abcdefghijklmnop"});
});
