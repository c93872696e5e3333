// Everybody who was ever added, the newest first. A part is asked for when it comes into sight.

import {button, field, find, make, part, say} from "../../../extension/browser/panel/dom.js";
import {LongList} from "../../../extension/browser/export/long.js";
import {counted, grouped} from "../../../extension/browser/export/words.js";
import {progressOf} from "../../../extension/browser/panel/words.js";
import {request} from "./worker.js";
import {history} from "./messages.js";
import {messageOf} from "./parts.js";
import {kinds, nameOf, needTitle, when} from "./words.js";

/** @typedef {import("./messages.js").FullItem} FullItem */

const rowHeight = 52;
const atOnce = 100;
const typingPauseMs = 200;

/** HistoryView paints #history. */
export class HistoryView {
  /** @type {FullItem[]} */
  #rows = [];
  #next = "";
  #turn = 0;
  #loading = false;
  #cause = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** @type {LongList<FullItem>} */
  #list;

  /** @param {(item_id: string) => void} onopen */
  constructor(onopen) {
    this.onopen = onopen;
    this.box = part("history-list");
    this.kind = find("history-kind", HTMLSelectElement);
    this.kind.replaceChildren(option("", "everybody"), ...Object.entries(kinds).map(([kind, {words}]) => option(kind, words)));
    this.kind.addEventListener("change", () => this.#chosen());
    field("history-search").addEventListener("input", () => this.#typed());
    find("history-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.refresh();
    });
    part("history-new").addEventListener("click", () => this.refresh());
    this.box.addEventListener("scroll", () => this.#more());
    this.#list = new LongList(this.box, rowHeight, {fresh: () => this.#fresh(), fill});
  }

  /** @param {URLSearchParams} wanted */
  enter(wanted) {
    this.kind.value = wanted.get("kind") ?? "";
    this.#cause = wanted.get("cause") ?? "";
    return this.refresh();
  }

  /** Begins anew at the newest. */
  async refresh() {
    clearTimeout(this.#typing);
    this.#turn++;
    this.#rows = [];
    this.#next = "";
    this.#loading = false;
    part("history-new").hidden = true;
    this.#list.toTop();
    await this.#load();
  }

  /** News of a row in sight is shown there; somebody new is offered, because rows must not move under the pointer. @param {FullItem} item */
  itemChanged(item) {
    const at = this.#rows.findIndex(({item_id}) => item_id === item.item_id);
    if (at >= 0) {
      this.#rows[at] = item;
      this.#list.show(this.#rows);
    } else if (Number(item.item_id) > Number(this.#rows[0]?.item_id ?? 0)) {
      part("history-new").hidden = this.#isFiltered();
    }
  }

  #isFiltered() {
    return field("history-search").value.trim() !== "" || this.kind.value !== "" || this.#cause !== "";
  }

  /** Another choice is not about the cause any more. */
  #chosen() {
    this.#cause = "";
    return this.refresh();
  }

  #typed() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.refresh(), typingPauseMs);
  }

  #more() {
    const {scrollTop, clientHeight, scrollHeight} = this.box;
    if (this.#next && scrollTop + 3 * clientHeight > scrollHeight) this.#load();
  }

  /** One answer may have nobody although there are more further back, so it goes on until there is a page of them. */
  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    const turn = this.#turn;
    const wanted = this.#rows.length + atOnce;
    try {
      do {
        const found = await request(history(this.#query()));
        if (turn !== this.#turn) return;
        this.#rows.push(...found.items);
        this.#next = found.next ?? "";
        this.#list.show(this.#rows);
        this.#note();
      } while (this.#next && this.#rows.length < wanted);
    } catch (error) {
      if (turn === this.#turn) say(part("history-note"), messageOf(error));
    }
    if (turn === this.#turn) this.#loading = false;
  }

  #query() {
    const states = kinds[this.kind.value]?.states;
    const search = field("history-search").value.trim();
    return {limit: atOnce, ...(this.#next && {before: this.#next}), ...(states && {states}), ...(this.#cause && {cause: this.#cause}), ...(search && {search})};
  }

  #note() {
    const count = this.#rows.length;
    const about = this.#cause ? ` · ${needTitle(this.#cause)}` : "";
    if (count === 0) say(part("history-note"), this.#next ? "Looking…" : `Nobody found${about}`);
    else say(part("history-note"), (this.#next ? `The newest ${grouped(count)}; more when you scroll` : counted(count, "person", "people")) + about);
  }

  #fresh() {
    const item = make("li");
    const open = button("", () => this.onopen(item.dataset.itemId ?? ""));
    open.append(span("name"), span("time quiet"), span("state quiet"));
    item.append(open);
    return item;
  }
}

/** @param {string} name */
function span(name) {
  const made = make("span");
  made.className = name;
  return made;
}

/** @param {HTMLLIElement} row @param {FullItem} item */
function fill(row, item) {
  row.dataset.itemId = item.item_id;
  row.dataset.state = item.state;
  const {words} = progressOf({request_id: item.request_id, profile_id: "", state: "received", item_id: item.item_id, name: ""}, item);
  const said = [item.update ? "Later change" : "", words, item.question ? item.question.text : item.message].filter(Boolean).join(" · ");
  for (const [name, text] of /** @type {const} */ ([["name", nameOf(item)], ["time", when(item.updated_at)], ["state", said]])) {
    const cell = row.querySelector(`.${name}`);
    if (cell instanceof HTMLElement) say(cell, text);
  }
}

/** @param {string} value @param {string} text */
function option(value, text) {
  const made = make("option", text);
  made.value = value;
  return made;
}
