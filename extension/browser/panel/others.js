// Adds of other people that have not reached the service: nothing may wait in the browser unseen.

import {button, make, part} from "./dom.js";
import {progressOf} from "./words.js";
import {ask} from "./worker.js";

/** @typedef {import("../app.js").EntryView} EntryView */

/** @param {string} shown the request_id whose state the panel shows already */
export async function showOthers(shown) {
  /** @type {EntryView[]} */
  const entries = await ask({ask: "unsent"}, 3).catch(() => []);
  const others = entries.filter((entry) => entry.request_id !== shown);
  part("others").hidden = others.length === 0;
  part("others-list").replaceChildren(...others.map((entry) => line(entry, shown)));
}

/** @param {EntryView} entry @param {string} shown */
function line(entry, shown) {
  const {words, detail, actions} = progressOf(entry);
  const buttons = actions.map((action) => button(action === "again" ? "Try again" : "Remove", async () => {
    await ask({ask: action, request_id: entry.request_id});
    await showOthers(shown);
  }));
  const said = entry.state === "refused" ? `${words}. ${detail}` : words;
  const row = make("div", ...buttons);
  row.className = "buttons";
  const item = make("li", make("strong", entry.name), make("p", said), row);
  item.dataset.requestId = entry.request_id;
  item.dataset.state = entry.state;
  return item;
}
