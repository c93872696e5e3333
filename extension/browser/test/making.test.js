// A CSV file is made in parts, and opens nobody who was not confirmed.

import assert from "node:assert/strict";
import {test} from "node:test";

import {SheetMaking} from "../export/making.js";

const members = (count, fetched = false) => Array.from({length: count}, (_, i) => ({profile_id: String(i), name: `Person ${i}`, fetched}));

/** A service that remembers whom it opened, gives some people at a time, and loses answers when it is told to. */
function sheetService({atOnce = 100, lose = 0, unknown = []} = {}) {
  const opened = new Set();
  const asked = [];
  return {opened, asked, ask: async ({profile_ids, max_first, header}) => {
    asked.push({count: profile_ids.length, max_first, header});
    const part = {text: header ? "head\n" : "", done: 0, written: 0, first_fetched: 0, left_out: [], failed: []};
    let left = max_first;
    for (const id of profile_ids.slice(0, atOnce)) {
      part.done++;
      if (!opened.has(id) && left-- <= 0) part.left_out.push(id);
      else if (unknown.includes(id)) part.failed.push({profile_id: id, code: "profile_unknown", message: "There is no such profile."});
      else {
        if (!opened.has(id)) part.first_fetched++;
        opened.add(id);
        part.text += `${id}\n`;
        part.written++;
      }
    }
    if (lose-- > 0) throw new Error("the answer was lost");
    return part;
  }};
}

async function made(making) {
  while (!making.isWhole) await making.step().catch(() => {});
  return making;
}

const linesOf = (making) => making.texts.join("").trim().split("\n");

for (const atOnce of [1, 7, 100]) {
  test(`a service that gives ${atOnce} at a time makes one whole file`, async () => {
    const service = sheetService({atOnce});
    const making = await made(new SheetMaking("full", members(45), 45, service.ask));
    assert.deepEqual(linesOf(making), ["head", ...members(45).map(({profile_id}) => profile_id)]);
    assert.deepEqual([making.done, making.written, making.first_fetched, making.opened.size], [45, 45, 45, 45]);
    assert.equal(service.asked.filter(({header}) => header).length, 1);
  });
}

test("beyond the confirmed number nobody is asked for, also when answers are lost", async () => {
  const service = sheetService({lose: 2});
  const chosen = [...members(30), {profile_id: "known", name: "", fetched: true}];
  service.opened.add("known");
  const making = await made(new SheetMaking("full", chosen, 4, service.ask));
  assert.equal(service.opened.size, 5);
  assert.equal(Math.max(...service.asked.map(({max_first}) => max_first)), 4, "the service is told how many are meant");
  assert.deepEqual(linesOf(making), ["head", "0", "1", "2", "3", "known"]);
  assert.equal(making.absent.length, 26);
  assert.deepEqual(making.absent[0], {profile_id: "4", name: "Person 4", why: ""});
  assert.equal(making.done, 31);
});

test("who could not be had is told, and does not count as fetched", async () => {
  const service = sheetService({unknown: ["1"]});
  const making = await made(new SheetMaking("full", members(3), 3, service.ask));
  assert.deepEqual(making.absent, [{profile_id: "1", name: "Person 1", why: "There is no such profile."}]);
  assert.deepEqual([...making.opened], ["0", "2"]);
});

test("a file of nobody has its headings", async () => {
  const making = await made(new SheetMaking("full", members(2), 0, sheetService().ask));
  assert.deepEqual(linesOf(making), ["head"]);
  assert.equal(making.absent.length, 2);
});
