// Asking again when something changed.

import assert from "node:assert/strict";
import {test} from "node:test";

import {Refresher} from "../page/refresher.js";

/** A task whose runs are ended by hand. */
function task() {
  const runs = [];
  return {runs, run: () => new Promise((resolve, reject) => runs.push({resolve, reject}))};
}

const next = async (runs, count) => {
  while (runs.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
};

test("many changes during a run are one more run", async () => {
  const {runs, run} = task();
  const refresher = new Refresher(run, 1);
  refresher.soon();
  refresher.soon();
  const done = refresher.soon();
  assert.equal(runs.length, 1, "never two at a time");
  runs[0].resolve();
  await next(runs, 2);
  runs[1].resolve();
  await done;
  assert.equal(runs.length, 2);
});

test("a run that fails does not end it", async () => {
  const {runs, run} = task();
  const refresher = new Refresher(run, 1);
  refresher.soon();
  runs[0].reject(new Error("no answer"));
  refresher.soon();
  await next(runs, 2);
  runs[1].resolve();
});
