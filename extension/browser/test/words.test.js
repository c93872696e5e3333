import assert from "node:assert/strict";
import {test} from "node:test";

import {leftOutWords, pausedWords, progressOf, troubleWords} from "../panel/words.js";

const entry = (state, trouble) => ({request_id: "r1", profile_id: "1", state, item_id: "", name: "Marta Okafor", trouble});
const item = (fields) => ({item_id: "it_1", request_id: "r1", state: "leased", ...fields});

const progress = [
  ["kept here", entry("pending"), undefined, "pending", /Saved in this browser/, ["discard"]],
  ["received", entry("received"), undefined, "received", /safe on this computer/, []],
  ["refused", entry("refused", {code: "bad_profile", message: "It has no name.", meaning: "", remedy: "Type one."}), undefined,
    "refused", /Not accepted It has no name\. Type one\./, ["again", "discard"]],
  ["saved", entry("received"), item({status: "saved"}), "saved", /safe on this computer/, []],
  ["checking", entry("received"), item({status: "checking"}), "checking", /Checking/, []],
  ["sending", entry("received"), item({status: "sending", step: 2, steps: 3}), "sending", /step 2 of 3/, []],
  ["verifying", entry("received"), item({status: "verifying"}), "verifying", /Reading it back/, []],
  ["waiting", entry("received"), item({status: "waiting", message: "You are offline."}), "waiting", /You are offline/, ["retry", "cancel"]],
  ["a question", entry("received"), item({status: "needs_you", message: "…", question: {text: "Same person?"}}), "needs_you", /Same person\?/, ["cancel"]],
  ["done", entry("final"), item({status: "done"}), "done", /In Greenhouse/, []],
  ["stopped", entry("final"), item({status: "stopped", message: "You stopped it."}), "stopped", /You stopped it/, []],
  ["a status of tomorrow", entry("received"), item({status: "polishing"}), "saved", /safe on this computer/, []],
];
for (const [name, anEntry, anItem, state, text, actions] of progress) {
  test(`progress: ${name}`, () => {
    const shown = progressOf(anEntry, anItem);
    assert.equal(shown.state, state);
    assert.match(`${shown.words} ${shown.detail}`, text);
    assert.deepEqual(shown.actions, actions);
  });
}

test("a full disk is said, a missing service is said elsewhere", () => {
  const full = progressOf(entry("pending", {code: "disk_full", message: "The disk is full.", meaning: "", remedy: "Make room."}));
  assert.equal(full.detail, "The disk is full. Make room.");
  const away = progressOf(entry("pending", {code: "host_not_found", message: "", meaning: "", remedy: ""}));
  assert.match(away.detail, /goes on by itself/);
});

test("a trouble without words gets those of its reason", () => {
  assert.match(troubleWords({code: "service_not_running", message: "", meaning: "", remedy: ""}), /not running.*start/i);
  assert.equal(troubleWords(undefined), "");
});

test("what is left out, in words", () => {
  assert.equal(leftOutWords({field: "birthday", reason: "policy"}), "birthday: left out on purpose");
  assert.equal(leftOutWords({field: "contacts", reason: "A number has too few digits."}), "contacts: A number has too few digits.");
});

test("a pause is told in words", () => {
  assert.equal(pausedWords(undefined), "");
  assert.match(pausedWords("connect_again"), /Connect again/);
  assert.match(pausedWords("some_new_cause"), /some new cause/);
});
