// A long export is asked for in parts.

import assert from "node:assert/strict";
import {test} from "node:test";

import {Parts} from "../export/parts.js";

const everybody = (count, state) => Array.from({length: count}, (_, i) => ({request_id: String(i), state}));

/** Asks n times, of a service that gives three people at a time. */
function ask(parts, rows, state, n = 1) {
  const offsets = [];
  for (let i = 0; i < n; i++) {
    const {offset} = parts;
    offsets.push(offset);
    parts.put(offset, {results: rows.slice(offset, offset + 3), more: offset + 3 < rows.length, state});
  }
  return offsets;
}

test("parts follow each other and begin again", () => {
  const parts = new Parts();
  assert.deepEqual(ask(parts, everybody(7, "waiting"), "running", 2), [0, 3]);
  assert.equal(parts.isWhole, false);
  assert.deepEqual(ask(parts, everybody(7, "waiting"), "running", 3), [6, 0, 3]);
  assert.equal(parts.isWhole, true);
  assert.equal(parts.rows.length, 7);
});

for (const count of [0, 1, 3, 4, 7]) {
  test(`${count} people are final once each part was seen after the end`, () => {
    const parts = new Parts();
    const rounds = Math.max(1, Math.ceil(count / 3));
    ask(parts, everybody(count, "waiting"), "running", rounds + 1);
    for (let i = 0; i < rounds; i++) {
      assert.equal(parts.isFinal, false);
      ask(parts, everybody(count, "done"), "finished");
    }
    assert.equal(parts.isFinal, true);
    assert.deepEqual(parts.rows, everybody(count, "done"));
  });
}

test("whoever the service does not name any more is gone", () => {
  const parts = new Parts();
  ask(parts, everybody(2, "waiting"), "running");
  ask(parts, everybody(1, "waiting"), "running");
  assert.equal(parts.rows.length, 1);
});

test("what still goes on is not final", () => {
  const parts = new Parts();
  ask(parts, everybody(7, "done"), "finished", 3);
  ask(parts, everybody(7, "done"), "running");
  assert.equal(parts.isFinal, false);
});

test("the part of somebody who changed comes first, and must be seen again", () => {
  const parts = new Parts();
  ask(parts, everybody(7, "done"), "finished", 3);
  parts.first("5");
  assert.equal(parts.isFinal, false);
  assert.deepEqual(ask(parts, everybody(7, "done"), "finished"), [3]);
  assert.equal(parts.isFinal, true);
  parts.first("nobody");
  assert.equal(parts.isFinal, true);
});

test("results that do not fit into a message are none", () => {
  const parts = new Parts();
  parts.put(0, {state: "finished"});
  assert.deepEqual([parts.rows, parts.isFinal], [[], true]);
});
