// What the dashboard says.

import assert from "node:assert/strict";
import {test} from "node:test";

import {
  accountState, bulkLabel, bulkResult, commandFor, countOf, findingsSummary, headline, isHeld, lostWords, nameOf, needTitle, rateWords, receiptOf,
} from "../page/words.js";

const none = {ready: 0, leased: 0, waiting: 0, needs_you: 0, done: 0, cancelled: 0};
const account = {name: "default", connected: true, online: true};
const overview = (counts, accounts = [account]) => ({counts: {...none, ...counts}, accounts});

const headlines = [
  [overview({needs_you: 1, ready: 4}), "1 person needs you."],
  [overview({needs_you: 1200}), "1,200 people need you."],
  [overview({ready: 2, leased: 1, waiting: 9}), "3 people on the way to Greenhouse."],
  [overview({waiting: 1, done: 5}), "1 person waiting; they go on by themselves."],
  [overview({done: 5}), "Everybody is in Greenhouse."],
  [overview({}), "Nothing has been added yet."],
  [overview({cancelled: 3}), "Nothing has been added yet."],
  [overview({waiting: 3}, []), "Greenhouse is not connected yet."],
];
for (const [given, words] of headlines) {
  test(`headline “${words}”`, () => assert.equal(headline(given), words));
}

test("the ready and the leased ones are on the way", () => {
  assert.equal(countOf({...none, ready: 2, leased: 3}, "way"), 5);
  assert.equal(countOf(none, "nothing of the kind"), 0);
});

test("why nothing is sent for an account", () => {
  assert.equal(accountState(account), "Connected");
  assert.match(accountState({...account, online: false}), /cannot be reached/);
  assert.match(accountState({...account, paused: "connect_again"}), /Connect again/);
  assert.match(accountState({...account, paused: "greenhouse_unavailable", paused_until: "2026-09-01T09:00:00Z"}), /Next try at \d/);
  assert.equal(accountState({...account, connected: false}), "Not connected");
  assert.deepEqual([account, {...account, online: false}, {...account, paused: "reads_refused"}].map(isHeld), [false, true, true]);
});

test("the rate window runs down and is over", () => {
  const now = Date.parse("2026-09-01T09:00:00Z");
  const rate = {limit: 1000, remaining: 37, resets_at: "2026-09-01T09:00:12Z"};
  assert.equal(rateWords({...account, rate}, now), "37 of 1,000 calls left in this window, which ends in 12 seconds");
  assert.equal(rateWords({...account, rate}, now + 12_000), "No calls to Greenhouse just now");
  assert.equal(rateWords(account, now), "No calls to Greenhouse just now");
});

test("a cause of tomorrow has a title all the same", () => {
  assert.equal(needTitle("same_person"), "The same person?");
  assert.equal(needTitle("moon_phase"), "Moon phase");
  assert.equal(commandFor("connect_again"), "greenhouse-companion connect");
  assert.equal(commandFor("moon_phase"), "");
});

test("only a new link leads to a service that was started anew", () => {
  assert.match(lostWords("service_not_running"), /“greenhouse-companion open”/);
  assert.match(lostWords("websocket_closed"), /Try again/);
});

test("one answer for many", () => {
  assert.equal(bulkLabel({label: "Try again"}, {count: 1200}), "“Try again” for all 1,200");
  assert.equal(bulkResult(3, 0), "3 people answered.");
  assert.equal(bulkResult(1, 2), "1 person answered. 2 people had changed meanwhile or cannot be answered so.");
});

test("somebody whose content was erased still has a name to show", () => {
  assert.equal(nameOf({name: "Marta Okafor", item_id: "7"}), "Marta Okafor");
  assert.equal(nameOf({profile_id: "900000000000101", item_id: "7"}), "Profile 900000000000101");
  assert.equal(nameOf({item_id: "7"}), "Number 7");
});

test("a receipt leaves out what is not known", () => {
  const lines = receiptOf({item_id: "7", request_id: "test/1", profile_id: "0", application_ids: ["1", "2"], updated_at: "2026-09-01T09:00:00Z"});
  assert.deepEqual(lines.slice(0, 3), [["Number", "7"], ["Request", "test/1"], ["Applications", "1, 2"]]);
  assert.deepEqual(lines.map(([name]) => name), ["Number", "Request", "Applications", "Last change"]);
});

test("findings are summed up", () => {
  const of = (...states) => states.map((state) => ({state}));
  assert.equal(findingsSummary(of("act", "ok", "warn", "ok")), "1 thing needs you; 1 warning, 0 not to be told from here, 2 in order.");
  assert.equal(findingsSummary(of("unknown")), "Nothing needs you; 0 warnings, 1 not to be told from here, 0 in order.");
});
