// Exports of before, those that this browser still keeps among them.

import {button, make, part} from "../panel/dom.js";
import {ask} from "../panel/worker.js";
import {earlierWords, people} from "./words.js";

/** @param {(batch_id: string) => void} onopen */
export async function showEarlier(onopen) {
  const {kept, batches} = await ask({ask: "exports"}, 3).catch(() => ({kept: [], batches: []}));
  const rows = [
    ...kept.map((/** @type {import("../exports.js").KeptView} */ one) =>
      row(one.batch_id, one.name, "", `saved in this browser, ${people(one.people)}`, onopen)),
    ...batches.map((/** @type {import("../messages.js").BatchInfo} */ one) =>
      row(one.batch_id, one.name, dateOf(one.created_at), earlierWords(one), onopen)),
  ];
  part("earlier").hidden = rows.length === 0;
  part("earlier-list").replaceChildren(...rows);
}

/**
 * @param {string} batch_id
 * @param {string} name
 * @param {string} date
 * @param {string} words
 * @param {(batch_id: string) => void} onopen
 */
function row(batch_id, name, date, words, onopen) {
  const made = button("", () => onopen(batch_id));
  made.append(make("span", name), make("span", [date, words].filter(Boolean).join(" · ")));
  made.dataset.batchId = batch_id;
  return make("li", made);
}

/** @param {string} time */
function dateOf(time) {
  return new Date(time).toLocaleString("en", {dateStyle: "medium", timeStyle: "short"});
}
