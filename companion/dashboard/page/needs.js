// What a person must see to, by cause, with what mends it.

import {button, make, part, say} from "../../../extension/browser/panel/dom.js";
import {grouped, people} from "../../../extension/browser/export/words.js";
import {request} from "./worker.js";
import {answerAll, question, retryAll} from "./messages.js";
import {command, messageOf, paintOnce, quiet, sure} from "./parts.js";
import {bulkLabel, bulkQuestion, bulkResult, commandFor, nameOf, needTitle} from "./words.js";

/**
 * @typedef {import("./messages.js").Need} Need
 * @typedef {import("./messages.js").Choice} Choice
 */

/** NeedsView paints #needs. */
export class NeedsView {
  #asOf = "";
  #said = "";

  /** @param {(item_id: string) => void} onopen told when somebody wants to decide about a person */
  constructor(onopen) {
    this.onopen = onopen;
  }

  enter() {
    this.#said = "";
    return this.refresh();
  }

  async refresh() {
    const {as_of, groups} = await request(question("needs"));
    this.#asOf = as_of;
    this.#note(this.#said || (groups.length ? "" : "Nobody needs you."));
    // What is painted says nothing of the moment it was asked, so that the same again changes nothing.
    paintOnce(part("needs-groups"), groups, () => groups.map((/** @type {Need} */ need) => this.#group(need)));
  }

  /** @param {Need} need */
  #group(need) {
    const title = make("h3", needTitle(need.cause));
    title.id = `need-${need.cause}`;
    const head = make("div", title, make("span", people(need.count)));
    head.className = "bar-line";
    const section = make("section", head, ...this.#help(need), ...this.#bulk(need), this.#people(need), ...more(need));
    section.className = "need";
    section.dataset.cause = need.cause;
    section.setAttribute("aria-labelledby", title.id);
    return section;
  }

  /** What helps all of them at once. @param {Need} need */
  #help({cause, text, state}) {
    const parts = [];
    if (text) parts.push(make("p", text));
    if (commandFor(cause)) parts.push(command(commandFor(cause)));
    if (state === "waiting") parts.push(buttons(button("Try again now", () => this.#retry(cause))));
    return parts;
  }

  /** One person is decided about by name, below. @param {Need} need */
  #bulk(need) {
    if (need.count < 2 || need.choices.length === 0) return [];
    return [buttons(...need.choices.map((choice) => button(bulkLabel(choice, need), () => this.#answerAll(need, choice))))];
  }

  /** @param {Need} need */
  #people({items, text}) {
    const list = make("ul", ...items.map((item) => {
      const decide = button(item.question ? "Decide" : "Show", () => this.onopen(item.item_id));
      const name = nameOf(/** @type {any} */ (item));
      decide.ariaLabel = `${item.question ? "Decide about" : "Show"} ${name}`;
      const row = make("li", make("div", make("strong", name), ...(text ? [] : [quiet(item.question?.text ?? item.message ?? "")])), decide);
      row.dataset.itemId = item.item_id;
      return row;
    }));
    list.className = "lines";
    return list;
  }

  /** @param {Need} need @param {Choice} choice */
  async #answerAll(need, choice) {
    const as_of = this.#asOf;
    if (!(await sure(bulkQuestion(choice, need), choice.label))) return;
    const total = {answered: 0, left: 0};
    let after = "";
    try {
      do {
        const given = await request(answerAll({cause: need.cause, choice: choice.value, as_of, ...(after && {after})}));
        total.answered += given.answered;
        total.left += given.left;
        after = given.next ?? "";
        this.#note(`${grouped(total.answered)} of ${people(need.count)} answered…`);
      } while (after);
      this.#note(bulkResult(total.answered, total.left));
    } catch (error) {
      this.#note(messageOf(error));
    }
    await this.refresh();
  }

  /** @param {string} cause */
  async #retry(cause) {
    await request(retryAll(cause)).then(() => this.#note("Trying again."), (error) => this.#note(messageOf(error)));
    await this.refresh();
  }

  /** What was said last stays until the section is entered anew. @param {string} text */
  #note(text) {
    this.#said = text;
    say(part("needs-note"), text);
  }
}

/** @param {...HTMLButtonElement} made */
function buttons(...made) {
  const row = make("p", ...made);
  row.className = "buttons";
  return row;
}

/** @param {Need} need */
function more({cause, state, count, items}) {
  if (count <= items.length) return [];
  const link = make("a", `Show all ${grouped(count)}`);
  link.href = `#history?kind=${state}&cause=${encodeURIComponent(cause)}`;
  const made = make("p", link);
  made.className = "more";
  return [made];
}
