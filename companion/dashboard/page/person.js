// One person in a window of its own: how it is going, what is to be decided, what happened, and the receipt.

import {find, make, onPress, part, say} from "../../../extension/browser/panel/dom.js";
import {ProgressView} from "../../../extension/browser/panel/progress.js";
import {leftOutWords} from "../../../extension/browser/panel/words.js";
import {ask} from "./worker.js";
import {paintOnce} from "./parts.js";
import {nameOf, receiptOf, when} from "./words.js";

/** @typedef {import("./messages.js").FullItem} FullItem */

/** PersonView paints #person. */
export class PersonView {
  #shown = "";

  /** @param {(error: unknown) => void} ontrouble */
  constructor(ontrouble) {
    this.ontrouble = ontrouble;
    this.dialog = find("person", HTMLDialogElement);
    this.progress = new ProgressView(() => {});
    onPress("person-close", () => this.dialog.close());
    this.dialog.addEventListener("close", () => {
      this.#shown = "";
    });
  }

  /** @param {string} item_id */
  async open(item_id) {
    this.#shown = item_id;
    const item = await this.#load(item_id);
    if (item && this.#shown === item_id && !this.dialog.open) this.dialog.showModal();
  }

  /** What happened is told only where one item is asked for. @param {FullItem} item */
  async itemChanged({item_id}) {
    if (this.#shown === item_id) await this.#load(item_id);
  }

  /** @param {string} item_id */
  async #load(item_id) {
    /** @type {FullItem | undefined} */
    const item = await ask({ask: "item", item_id}).catch((error) => this.ontrouble(error));
    if (!item || this.#shown !== item_id) return undefined;
    const {request_id, profile_id = ""} = item;
    say(part("person-name"), nameOf(item));
    this.progress.show({request_id, profile_id, item_id, name: nameOf(item), state: "received"}, item);
    this.#details(item);
    return item;
  }

  /** @param {FullItem} item */
  #details(item) {
    const {timeline = [], left_out = []} = item;
    paintOnce(part("person-timeline"), timeline, () => timeline.map(({at, text}) => make("li", make("time", when(at)), make("span", text))));
    part("person-left").hidden = left_out.length === 0;
    const list = part("person-left").querySelector("ul");
    list?.replaceChildren(...left_out.map((left) => make("li", leftOutWords(left))));
    const receipt = receiptOf(item);
    paintOnce(part("person-receipt"), receipt, () => receipt.flatMap(([name, value]) => [make("dt", name), make("dd", value)]));
  }
}
