// Each person of an export and how they are doing.

import {button, find, make, part, say} from "../panel/dom.js";
import {option} from "../panel/pools.js";
import {LongList} from "./long.js";
import {followWords, grouped, loadingWords, resultWords} from "./words.js";

/**
 * @typedef {import("../messages.js").Result} Result
 * @typedef {import("../messages.js").Counts} Counts
 * @typedef {import("../messages.js").ResultState} ResultState
 */

const rowHeight = 60;

/** ResultsView lists them, all or those of one state. */
export class ResultsView {
  /** @type {LongList<Result>} */
  #list;
  /** @type {Result[]} */
  #results = [];
  #offered = "";
  #follows = false;

  /** @param {{decide: (result: Result) => void, follow: (result: Result) => void}} on what is pressed beside a person */
  constructor(on) {
    this.on = on;
    this.filter = find("results-filter", HTMLSelectElement);
    this.filter.addEventListener("change", () => this.#paint());
    this.#list = new LongList(part("results"), rowHeight, {fresh: () => this.#fresh(), fill: (item, result) => this.#fill(item, result)});
  }

  /**
   * @param {Result[]} results those that are known so far
   * @param {Counts} counts
   * @param {{whole: boolean, follows: boolean}} now whether these are all, and whether later changes follow
   */
  show(results, counts, {whole, follows}) {
    part("results-section").hidden = results.length === 0;
    part("results-note").hidden = whole;
    say(part("results-note"), whole ? "" : loadingWords(results.length, counts.total));
    this.#results = results;
    this.#follows = follows;
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
    const link = make("a", "Open");
    link.target = "_blank";
    link.rel = "noreferrer";
    const name = make("span");
    name.className = "name";
    const decide = button("Decide", () => this.#pressed(item, this.on.decide));
    const follow = button("", () => this.#pressed(item, this.on.follow));
    follow.role = "switch";
    const item = make("li", make("div", name, make("strong")), make("div", make("p"), link, decide, follow));
    return item;
  }

  /** @param {HTMLLIElement} item @param {(result: Result) => void} then */
  #pressed(item, then) {
    const result = this.#results.find((one) => one.request_id === item.dataset.requestId);
    if (result) then(result);
  }

  /** @param {HTMLLIElement} item @param {Result} result */
  #fill(item, result) {
    fill(item, result);
    const follow = item.getElementsByTagName("button")[1];
    if (!follow) return;
    const {state, profile_id, updates_off = false} = result;
    follow.hidden = !this.#follows || !profile_id || state === "left_out" || state === "missing";
    say(follow, followWords(updates_off));
    follow.ariaChecked = String(!updates_off);
    follow.ariaLabel = `Later changes of ${nameOf(result)} follow`;
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
  link.ariaLabel = `Open ${nameOf(result)} in Greenhouse`;
  decide.hidden = !result.item_id || result.state !== "needs_you";
  decide.ariaLabel = `Decide about ${nameOf(result)}`;
}

/** @param {Result} result */
export function nameOf({name, profile_id, request_id}) {
  return name || (profile_id ? `Profile ${profile_id}` : request_id);
}
