// How many contact credits an export may cost, and the recruiter's word that it may.

import {field, part, say} from "../panel/dom.js";
import {confirmWords, creditWords, leftOutNote} from "./words.js";

/** CreditsView paints the section of that name. A confirmation is for one number: another number asks anew. */
export class CreditsView {
  #unopened = 0;
  #typed = false;

  /** @param {() => void} onchange */
  constructor(onchange) {
    this.onchange = onchange;
    field("at-most").addEventListener("input", () => {
      this.#typed = true;
      this.#numberChanged();
    });
    field("credits-confirmed").addEventListener("change", onchange);
  }

  /** Another folder: what was typed for the one before does not count. */
  reset() {
    this.#typed = false;
  }

  /** @param {import("./selection.js").Credits} credits */
  show(credits) {
    const before = [this.#unopened, this.atMost()];
    this.#unopened = credits.unopened;
    say(part("credits-words"), creditWords(credits));
    part("credits-choice").hidden = credits.unopened === 0;
    field("at-most").max = String(credits.unopened);
    // A number above the largest would keep the browser from sending the form.
    const tooMany = before[0] !== credits.unopened && field("at-most").valueAsNumber > credits.unopened;
    if (!this.#typed || tooMany) field("at-most").value = String(credits.unopened);
    if (String(before) !== String([this.#unopened, this.atMost()])) this.#numberChanged();
  }

  /** @returns {number} how many profiles may be opened; more than there are makes no sense, and nonsense is none */
  atMost() {
    const typed = Math.floor(field("at-most").valueAsNumber);
    return Math.min(Math.max(typed || 0, 0), this.#unopened);
  }

  isConfirmed() {
    return this.#unopened === 0 || field("credits-confirmed").checked;
  }

  #numberChanged() {
    field("credits-confirmed").checked = false;
    say(part("at-most-note"), leftOutNote(this.#unopened, this.atMost()));
    say(part("confirm-words"), confirmWords(this.atMost()));
    this.onchange();
  }
}
