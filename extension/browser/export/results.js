// Each person of an export and how they are doing.

import {button, find, make, part, say} from "../panel/dom.js";
import {LongList} from "./long.js";
import {grouped, resultWords} from "./words.js";

/**
 * @typedef {import("../messages.js").Result} Result
 * @typedef {import("../messages.js").Counts} Counts
 * @typedef {import("../messages.js").ResultState} ResultState
 */

const rowHeight = 54;

/** ResultsView lists them, all or those of one state. */
export class ResultsView {
  /** @type {LongList<Result>} */
  #list;
  /** @type {Result[]} */
  #results = [];
  #offered = "";

  /** @param {(result: Result) => void} ondecide told when somebody wants to decide about a person */
  constructor(ondecide) {
    this.ondecide = ondecide;
    this.filter = find("results-filter", HTMLSelectElement);
    this.filter.addEventListener("change", () => this.#paint());
    this.#list = new LongList(part("results"), rowHeight, {fresh: () => this.#fresh(), fill});
  }

  /** @param {Result[] | undefined} results none where they are too many for one answer @param {Counts} counts */
  show(results, counts) {
    part("results-section").hidden = !results;
    this.#results = results ?? [];
    this.#offer(counts);
    this.#paint();
  }

  /** A list of choices that is open must not be rebuilt for nothing. @param {Counts} counts */
  #offer(counts) {
    const states = /** @type {ResultState[]} */ (Object.keys(resultWords)).filter((state) => counts[state] > 0);
    const options = [option("", `everybody (${grouped(counts.total)})`),
      ...states.map((state) => option(state, `${resultWords[state]} (${grouped(counts[state])})`))];
    const offered = options.map(({text}) => text).join();
    if (offered === this.#offered) return;
    this.#offered = offered;
    const chosen = this.filter.value;
    this.filter.replaceChildren(...options);
    this.filter.value = options.some(({value}) => value === chosen) ? chosen : "";
  }

  #paint() {
    const state = this.filter.value;
    this.#list.show(state ? this.#results.filter((result) => result.state === state) : this.#results);
  }

  #fresh() {
    const link = make("a", "Open in Greenhouse");
    link.target = "_blank";
    link.rel = "noreferrer";
    const name = make("span");
    name.className = "name";
    const decide = button("Decide", () => this.#decide(item.dataset.requestId));
    const item = make("li", make("div", name, link, decide, make("strong")), make("p"));
    return item;
  }

  /** @param {string | undefined} request_id */
  #decide(request_id) {
    const result = this.#results.find((one) => one.request_id === request_id);
    if (result) this.ondecide(result);
  }
}

/** @param {HTMLLIElement} item @param {Result} result */
function fill(item, result) {
  const [name] = item.getElementsByTagName("span");
  const [link] = item.getElementsByTagName("a");
  const [decide] = item.getElementsByTagName("button");
  const [state] = item.getElementsByTagName("strong");
  const [message] = item.getElementsByTagName("p");
  if (!name || !link || !decide || !state || !message) return;
  item.dataset.requestId = result.request_id;
  item.dataset.state = result.state;
  say(name, nameOf(result));
  say(state, resultWords[result.state] ?? result.state);
  say(message, result.message ?? "");
  message.title = result.message ?? ""; // the line is cut off where it is too long
  link.hidden = !/^https?:/.test(result.link ?? "");
  if (!link.hidden) link.href = result.link ?? "";
  decide.hidden = !result.item_id || result.state !== "needs_you";
  decide.ariaLabel = `Decide about ${nameOf(result)}`;
}

/** @param {Result} result */
export function nameOf({name, profile_id, request_id}) {
  return name || (profile_id ? `Profile ${profile_id}` : request_id);
}

/** @param {string} value @param {string} text */
function option(value, text) {
  const made = make("option", text);
  made.value = value;
  return made;
}
