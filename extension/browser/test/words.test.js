import assert from "node:assert/strict";
import {test} from "node:test";

import {leftOutWords, pausedWords, progressOf, troubleWords, verdictWords} from "../panel/words.js";

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

const now = Date.parse("2026-11-24T10:25:00Z");
const verdict = (fields) => ({level: "none", reasons: [], people: [], known: 12400, complete: true, as_of: "2026-11-24T10:15:00Z", ...fields});
const someone = {candidate_id: "1", link: "https://greenhouse.example/people/1"};

const verdicts = [
  ["there", verdict({level: "certain", reasons: ["same AmazingHiring page", "same name"], people: [someone]}), "certain",
    "In Greenhouse", "Same AmazingHiring page, same name."],
  ["there twice", verdict({level: "certain", reasons: ["same AmazingHiring page"], people: [someone, someone]}), "certain",
    "In Greenhouse 2 times", "Same AmazingHiring page."],
  ["likely", verdict({level: "likely", reasons: ["same LinkedIn page"], people: [someone], caveat: "A further match may be hidden."}), "likely",
    "Perhaps in Greenhouse", "Same LinkedIn page. A further match may be hidden."],
  ["many reasons", verdict({level: "possible", reasons: ["a", "b", "c", "d"], people: [someone]}), "possible", "Perhaps in Greenhouse", "A, b, c."],
  ["not there", verdict({caveat: "Hidden matches possible."}), "none", "Not found (as of 10 minutes ago)", "Hidden matches possible."],
  ["just looked", verdict({as_of: "2026-11-24T10:25:03Z"}), "none", "Not found (as of a moment ago)", ""],
  ["hours ago", verdict({as_of: "2026-11-24T05:15:00Z"}), "none", "Not found (as of 5 hours ago)", ""],
  ["days ago", verdict({as_of: "2026-11-20T05:15:00Z"}), "none", "Not found (as of 4 days ago)", ""],
  ["not all known", verdict({complete: false}), "none", "Not found so far",
    "Greenhouse is still being read: 12,400 people so far."],
  ["not connected", verdict({complete: false, known: 0, off: "not_connected"}), "", "", ""],
  ["switched off", verdict({complete: false, known: 0, off: "disabled"}), "", "Checked when you press Add", ""],
  ["added here before, switched off", verdict({level: "certain", reasons: ["added before"], people: [someone], off: "disabled"}), "certain",
    "In Greenhouse", "Added before."],
  ["an older service", undefined, "", "", ""],
];
for (const [name, given, level, words, detail] of verdicts) {
  test(`verdict: ${name}`, () => assert.deepEqual(verdictWords(given, now), {level, words, detail}));
}
