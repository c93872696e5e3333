// What is happening.

import {make, part, say} from "../../../extension/browser/panel/dom.js";
import {progressOf} from "../../../extension/browser/panel/words.js";
import {grouped} from "../../../extension/browser/export/words.js";
import {command, paintOnce, quiet} from "./parts.js";
import {accountState, commandFor, countOf, headline, isHeld, kinds, nameOf, rateWords} from "./words.js";

/**
 * @typedef {import("./messages.js").Overview} Overview
 * @typedef {import("./messages.js").Account} Account
 */

const secondMs = 1_000;

/** NowView paints #now from the overview that it is given. */
export class NowView {
  /** @type {Overview | undefined} */
  #overview;

  constructor() {
    setInterval(() => this.#tick(), secondMs);
  }

  async enter() {}

  /** @param {Overview} overview */
  show(overview) {
    this.#overview = overview;
    say(part("headline"), headline(overview));
    part("notice").hidden = !overview.notice;
    say(part("notice"), overview.notice ?? "");
    paintOnce(part("counts"), overview.counts, () => Object.keys(kinds).map((kind) => count(overview, kind)));
    paintOnce(part("working"), overview.working, () => working(overview));
    part("waiting-section").hidden = overview.waiting.length === 0;
    paintOnce(part("waiting"), overview.waiting, () => overview.waiting.map(waitingLine));
    showAccounts(part("accounts"), overview);
  }

  /** The rest of the rate window runs down by itself. */
  #tick() {
    for (const account of this.#overview?.accounts ?? []) {
      const words = document.querySelector(`#accounts [data-account="${CSS.escape(account.name)}"] .rate`);
      if (words instanceof HTMLElement) say(words, rateWords(account, Date.now()));
    }
  }
}

/** @param {Overview} overview @param {string} kind */
function count({counts}, kind) {
  const number = countOf(counts, kind);
  const link = make("a", make("strong", grouped(number)), kinds[kind]?.words ?? kind);
  link.href = kind === "needs_you" ? "#needs" : `#history?kind=${kind}`;
  link.dataset.kind = kind;
  link.dataset.count = String(number);
  return make("li", link);
}

/** @param {Overview} overview */
function working({working: items}) {
  if (items.length === 0) return [make("li", quiet("Nobody at this moment."))];
  return items.map((item) => {
    const {words} = progressOf({request_id: item.request_id, profile_id: "", state: "received", item_id: item.item_id, name: ""}, item);
    return make("li", make("span", nameOf(/** @type {any} */ (item))), make("span", words));
  });
}

/** @param {import("./messages.js").WaitingFor} waiting */
function waitingLine({text, cause, count: number}) {
  return make("li", make("strong", grouped(number)), make("span", text || cause.replaceAll("_", " ")));
}

/**
 * The accounts and how they are doing; also part of the section Connection.
 * @param {HTMLElement} list
 * @param {Overview} overview
 */
export function showAccounts(list, {accounts, amazinghiring}) {
  paintOnce(list, [accounts, amazinghiring], () => [
    ...(accounts.length ? accounts.map(account) : [noAccount()]),
    make("li", line("AmazingHiring", amazinghiring ? "Connected" : "Not connected"),
      ...(amazinghiring ? [] : [quiet("Only needed for exports and for profiles by their number."), command(commandFor("amazinghiring_connect_again"))])),
  ]);
}

/** @param {Account} one */
function account(one) {
  const item = make("li", line(one.organization || "Greenhouse", one.user ?? ""));
  item.dataset.account = one.name;
  const state = make("p", accountState(one));
  if (isHeld(one)) state.className = "held";
  item.append(state);
  if (one.paused && commandFor(one.paused)) item.append(command(`${commandFor(one.paused)} --account ${one.name}`));
  item.append(meter(one));
  const rate = quiet(rateWords(one, Date.now()));
  rate.classList.add("rate");
  item.append(rate);
  return item;
}

function noAccount() {
  return make("li", line("Greenhouse", "Not connected"), command(commandFor("not_connected")));
}

/** Where no window is known nothing is used up. @param {Account} one */
function meter({rate}) {
  const made = make("meter");
  made.max = rate?.limit ?? 1;
  made.value = rate?.remaining ?? 1;
  made.ariaLabel = "Calls left in this rate window";
  return made;
}

/** @param {string} title @param {string} side */
function line(title, side) {
  const made = make("div", make("strong", title), make("span", side));
  made.className = "line";
  return made;
}
