import assert from "node:assert/strict";
import {test} from "node:test";

import {badgeText, badgeTitle, openCount} from "../badge.js";

test("what has not come to its end counts", () => {
  const entries = ["pending", "refused", "received", "final", "final"].map((state) => ({state}));
  assert.equal(openCount(entries), 3);
});

for (const [count, text] of [[0, ""], [1, "1"], [99, "99"], [100, "99+"]]) {
  test(`${count} on the button`, () => assert.equal(badgeText(count), text));
}

test("the title says what the number means", () => {
  assert.match(badgeTitle(0), /^Add to Greenhouse$/);
  assert.match(badgeTitle(1), /1 add under way/);
  assert.match(badgeTitle(2), /2 adds under way/);
});
