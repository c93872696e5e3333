// How the latest add of this person is doing, and what the recruiter must decide about it.

import {button, find, make, part, say} from "./dom.js";
import {progressOf, troubleWords} from "./words.js";
import {ask} from "./worker.js";

/**
 * @typedef {import("../app.js").EntryView} EntryView
 * @typedef {import("../messages.js").Item} Item
 * @typedef {import("../messages.js").Choice} Choice
 */

const labels = {again: "Try again", discard: "Remove", retry: "Try now", cancel: "Stop this add"};

/** ProgressView paints #state for one entry at a time. */
export class ProgressView {
  /** @type {EntryView | undefined} */
  entry = undefined;
  /** @type {Item | undefined} */
  item = undefined;
  #painted = "";
  #expected = "";

  /** @param {() => void} onchange told when Add may have become possible or impossible */
  constructor(onchange) {
    this.onchange = onchange;
  }

  /** @param {EntryView | undefined} entry @param {Item} [item] */
  show(entry, item) {
    this.entry = entry;
    this.item = item;
    this.#paint();
  }

  /** The next add to show; news of it may come before the answer to the add itself. @param {string} request_id */
  expect(request_id) {
    this.#expected = request_id;
  }

  /** @param {EntryView} entry as it changed in the outbox */
  entryChanged(entry) {
    if (entry.request_id === this.entry?.request_id) this.show(entry, this.item);
    else if (entry.request_id === this.#expected) this.show(entry);
  }

  /** @param {Item} item */
  itemChanged(item) {
    if (item.request_id === this.entry?.request_id) this.show(this.entry, item);
  }

  /** Whether an add is on its way, so that another one would be the same again. */
  isUnderWay() {
    if (!this.entry || this.entry.state === "refused") return false;
    const state = this.item?.state ?? (this.entry.state === "final" ? "done" : "");
    return state !== "done" && state !== "cancelled";
  }

  #paint() {
    this.onchange();
    part("state").hidden = !this.entry;
    if (!this.entry) return;
    const progress = progressOf(this.entry, this.item);
    part("state").dataset.state = progress.state;
    say(part("state-words"), progress.words);
    this.#detail(progress.detail);
    this.#link();
    this.#once(JSON.stringify([this.entry.request_id, progress.actions, this.item?.question]), () => {
      part("state-buttons").replaceChildren(...progress.actions.map((action) => button(labels[action], () => this.#act(action))));
      part("question").replaceChildren(...(this.item?.question?.choices ?? []).map((choice) => this.#choice(choice)));
    });
  }

  /**
   * Rebuilds what can hold the focus or typed text only when it is another thing than before.
   * @param {string} what
   * @param {() => void} paint
   */
  #once(what, paint) {
    if (what === this.#painted) return;
    this.#painted = what;
    paint();
  }

  /** @param {string} text */
  #detail(text) {
    say(part("state-detail"), text);
    part("state-detail").hidden = !text;
  }

  #link() {
    const link = find("person-link", HTMLAnchorElement);
    const address = this.item?.link ?? "";
    link.hidden = !/^https?:/.test(address);
    if (!link.hidden) link.href = address;
  }

  /** @param {Choice} choice */
  #choice({value, label, fields = []}) {
    const inputs = fields.map((field) => make("label", field.label, inputFor(field)));
    const form = make("form", ...inputs, make("button", label));
    form.dataset.choice = value;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#answer(value, /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form))));
    });
    return form;
  }

  /** @param {string} choice @param {Record<string, string>} values */
  #answer(choice, values) {
    const item_id = this.item?.item_id;
    return this.#follow(ask({ask: "answer", item_id, choice, values: Object.keys(values).length ? values : undefined}));
  }

  /** @param {keyof typeof labels} action */
  #act(action) {
    const {request_id, item_id} = this.entry ?? {};
    if (action === "discard") return this.#discard();
    return this.#follow(ask({ask: action, request_id, item_id: this.item?.item_id ?? item_id}));
  }

  async #discard() {
    await ask({ask: "discard", request_id: this.entry?.request_id});
    this.show(undefined);
  }

  /** @param {Promise<Item | undefined>} answer */
  async #follow(answer) {
    try {
      const item = await answer;
      if (item) this.itemChanged(item);
    } catch (error) {
      this.#detail(troubleWords(/** @type {import("../errors.js").ServiceError} */ (error)));
    }
  }
}

/** A field with options can only be one of them. @param {import("../messages.js").Field} field */
function inputFor({name, value = "", options}) {
  const input = options ? make("select", ...options.map((option) => make("option", option))) : make("input");
  input.name = name;
  input.value = value;
  return input;
}
