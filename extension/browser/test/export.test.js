// The words and the selection of the export page.

import assert from "node:assert/strict";
import {test} from "node:test";

import {Selection} from "../export/selection.js";
import {
  absentWords, chosenWords, confirmWords, countWords, creditWords, earlierWords, folderTrouble, keptWords, leftOutNote, leftWords,
  openedWords, ownWords, percentOf, sheetWords, stateWords, updateWords,
} from "../export/words.js";

const members = [
  {profile_id: "900000000000101", name: "Marta Okafor", status: "Sourced", fetched: true},
  {profile_id: "900000000000111", name: "Jonas Lindqvist", fetched: false},
  {profile_id: "900000000000112", fetched: false},
];
const none = {total: 0, waiting: 0, working: 0, done: 0, already_there: 0, needs_you: 0, stopped: 0, left_out: 0, missing: 0};
const info = (fields, counts = {}) => ({state: "running", ...fields, counts: {...none, ...counts}});

function selection() {
  const made = new Selection();
  made.add(members);
  return made;
}

const searches = [
  ["", 3], ["marta", 1], ["OKAFOR mar", 1], ["90000000000011", 2], ["sourced", 1], ["sourced jonas", 0],
];
for (const [query, count] of searches) {
  test(`“${query}” finds ${count}`, () => assert.equal(selection().matching(query).length, count));
}

test("the chosen ones keep the folder's order, each once", () => {
  const made = selection();
  made.add([{...members[0], status: "Replied"}]);
  made.set(["900000000000112", "900000000000101"], true);
  assert.equal(made.size, 3);
  assert.deepEqual(made.chosen().map((m) => [m.profile_id, m.status]), [["900000000000101", "Replied"], ["900000000000112", undefined]]);
  made.set(["900000000000101"], false);
  assert.equal(made.has("900000000000101"), false);
});

test("whoever is given a target of their own is chosen, and it goes with them", () => {
  const made = selection();
  const job = {id: "4000000101", name: "Platform Engineer"};
  made.give("900000000000111", {target: {kind: "candidate", job_id: job.id}, job});
  made.give("900000000000112", {target: {kind: "base", job_id: "", pool_id: "4000000501", stage_id: ""}});
  made.set(["900000000000101"], true);
  assert.equal(made.others, 2);
  assert.deepEqual(made.people(), [
    {profile_id: "900000000000101"},
    {profile_id: "900000000000111", target: {kind: "candidate", job_ids: ["4000000101"]}},
    {profile_id: "900000000000112", target: {kind: "prospect", pool_id: "4000000501"}},
  ]);
  made.set(["900000000000112"], false);
  made.give("900000000000111", undefined);
  assert.deepEqual(made.people(), [{profile_id: "900000000000101"}, {profile_id: "900000000000111"}]);
  assert.equal(made.others, 0);
});

test("whoever has been fetched meanwhile costs nothing any more", () => {
  const made = selection();
  made.set(["900000000000111", "900000000000112"], true);
  made.fetched(["900000000000111", "1"]);
  assert.deepEqual(made.credits(), {chosen: 2, fetched: 1, unopened: 1});
  assert.equal(made.size, 3);
});

test("credits are counted among the chosen", () => {
  const made = selection();
  made.set(["900000000000101", "900000000000112"], true);
  assert.deepEqual(made.credits(), {chosen: 2, fetched: 1, unopened: 1});
});

const said = [
  [creditWords({chosen: 12, fetched: 2, unopened: 10}), "12 chosen; 2 fetched before cost nothing; 10 not opened yet: opening may cost up to 10 contact credits. AmazingHiring’s API does not report credits."],
  [creditWords({chosen: 1, fetched: 1, unopened: 0}), "1 chosen; 1 fetched before costs nothing."],
  [creditWords({chosen: 0, fetched: 0, unopened: 0}), "Nobody is chosen yet."],
  [leftOutNote(10, 7), "3 people will be left out, and listed."],
  [leftOutNote(10, 10), "Everybody chosen can be opened."],
  [confirmWords(1), "I confirm that up to 1 contact credit may be spent."],
  [countWords({...none, total: 3000, done: 1200, needs_you: 1, waiting: 1799}), "Of 3,000 people: 1,200 in Greenhouse, 1 needs you, 1,799 waiting."],
  [leftWords(info({seconds_left: 0}, {waiting: 1})), "Time left is not known yet"],
  [leftWords(info({seconds_left: 59}, {waiting: 1})), "Less than a minute left"],
  [leftWords(info({seconds_left: 61}, {waiting: 1})), "About 2 minutes left"],
  [leftWords(info({seconds_left: 7200}, {waiting: 1})), "About 2 hours left"],
  [leftWords(info({seconds_left: 60}, {needs_you: 1})), ""],
  [leftWords(info({state: "paused", seconds_left: 60}, {waiting: 1})), ""],
  [stateWords(info({}, {needs_you: 1})), "Waiting for you: see who needs you below."],
  [openedWords(info({first_fetched: 1})), "1 profile was fetched for the first time."],
  [openedWords(info({})), ""],
  [earlierWords(info({state: "paused"}, {total: 5, done: 2, waiting: 3})), "paused, 40 % of 5 people"],
  [earlierWords(info({state: "finished"}, {total: 1, done: 1})), "finished, 1 person"],
  [chosenWords(3, 3000, 0), "3 of 3,000 chosen"],
  [chosenWords(3, 3, 1), "3 of 3 chosen, 1 goes elsewhere"],
  [ownWords(undefined), ""],
  [ownWords({target: {kind: "base", job_id: ""}}), "Without a vacancy"],
  [ownWords({target: {kind: "base", job_id: "", pool_id: "4000000501"}}), "Into a pool"],
  [ownWords({target: {kind: "candidate", job_id: "1"}, job: {id: "1", name: "Data Engineer"}}), "Candidate: Data Engineer"],
  [ownWords({target: {kind: "prospect", job_id: "1"}, job: {id: "1", name: "Data Engineer"}}), "Prospect: Data Engineer"],
  [updateWords(info({auto_update: true})), "0 changes sent."],
  [updateWords(info({auto_update: true, updates: {waiting: 2, done: 1, needs_you: 1}})), "1 change sent, 2 waiting, 1 needs you."],
  [updateWords(info({updates: {waiting: 0, done: 3, needs_you: 0}})), "3 changes sent."],
  [updateWords(info({})), ""],
  [sheetWords({done: 20, total: 60}, true), "Writing the CSV file: 20 of 60 people. Keep this page open."],
  [sheetWords({written: 3, first_fetched: 1, isWhole: true}, false), "The CSV file has 3 people. 1 profile was fetched for the first time."],
  [sheetWords({done: 20, total: 60, first_fetched: 20}, false), "Stopped after 20 of 60 people. 20 profiles were fetched for the first time. Going on costs nothing for them."],
  [absentWords({name: "Marta Okafor", why: ""}), "Marta Okafor: left out, because the confirmed number was spent."],
  [absentWords({name: "Profile 1", why: "There is no such profile."}), "Profile 1: There is no such profile."],
  [keptWords({state: "refused", people: 2}), "Not accepted: 2 people."],
];
for (const [got, wanted] of said) {
  test(wanted || "nothing to say", () => assert.equal(got, wanted));
}

for (const state of ["running", "paused", "cancelled", "finished"]) {
  test(`${state} has words`, () => assert.match(stateWords(info({state}, {waiting: 1})), /\.$/));
}

test("100 % means everybody, and who needs a decision is not settled", () => {
  assert.equal(percentOf({...none, total: 1000, done: 999, needs_you: 1}), 99);
  assert.equal(percentOf({...none, total: 4, done: 1, already_there: 1, stopped: 1, left_out: 1}), 100);
  assert.equal(percentOf(none), 0);
});

test("what to do when AmazingHiring is not connected", () => {
  assert.match(folderTrouble({code: "amazinghiring_not_connected", message: "No.", meaning: "", remedy: ""}), /connect-amazinghiring/);
  assert.equal(folderTrouble({code: "amazinghiring_unavailable", message: "Away.", meaning: "", remedy: "Wait."}), "Away. Wait.");
  assert.equal(folderTrouble(undefined), "");
});
