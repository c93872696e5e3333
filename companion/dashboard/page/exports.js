// Every export and how far it has come; each has a page of its own, the same as in the extension.

import {make, part, say} from "../../../extension/browser/panel/dom.js";
import {batches} from "../../../extension/browser/messages.js";
import {countWords, leftWords, percentOf, settledOf, stateWords} from "../../../extension/browser/export/words.js";
import {Refresher} from "./refresher.js";
import {paintOnce} from "./parts.js";
import {request} from "./worker.js";
import {when} from "./words.js";

/** @typedef {import("../../../extension/browser/messages.js").BatchInfo} BatchInfo */

const exportPage = "/extension/browser/export/export.html";

/** ExportsView paints #exports. */
export class ExportsView {
  #refresher = new Refresher(() => this.#load());

  enter() {
    return this.#load();
  }

  itemChanged() {
    this.#refresher.soon();
  }

  async #load() {
    /** @type {BatchInfo[]} */
    const found = (await request(batches())).batches;
    say(part("exports-note"), found.length ? "" : "There has been no export yet.");
    const list = part("exports-list");
    paintOnce(list, found.map(({batch_id}) => batch_id), () => found.map(fresh));
    found.forEach((info, i) => fill(/** @type {HTMLElement} */ (list.children[i]), info));
  }
}

/** @param {BatchInfo} info */
function fresh({batch_id, name, created_at}) {
  const link = make("a", name);
  link.href = `${exportPage}#${encodeURIComponent(batch_id)}`;
  const head = make("div", make("strong", link), make("span", when(created_at)));
  head.className = "line";
  const progress = make("progress");
  progress.ariaLabel = `Progress of ${name}`;
  const item = make("li", head, progress, make("p"));
  item.dataset.batchId = batch_id;
  return item;
}

/** Only what has changed is touched, so that a link keeps the focus. @param {HTMLElement} item @param {BatchInfo} info */
function fill(item, info) {
  const [progress] = item.getElementsByTagName("progress");
  const [words] = item.getElementsByTagName("p");
  if (!progress || !words) return;
  item.dataset.state = info.state;
  progress.max = Math.max(info.counts.total, 1);
  progress.value = settledOf(info.counts);
  say(words, [`${percentOf(info.counts)} %`, leftWords(info), stateWords(info), countWords(info.counts)].filter(Boolean).join(" · "));
}
