// The dashboard: which section is shown, and who hears what. The section is in the page's address, so that a reload and the
// browser's back lead there again.

import {part, say} from "../../../extension/browser/panel/dom.js";
import {grouped} from "../../../extension/browser/export/words.js";
import {BrowsersView} from "./browsers.js";
import {ConnectionView} from "./connection.js";
import {ExportsView} from "./exports.js";
import {HistoryView} from "./history.js";
import {question} from "./messages.js";
import {NeedsView} from "./needs.js";
import {NowView} from "./now.js";
import {messageOf} from "./parts.js";
import {PersonView} from "./person.js";
import {Refresher} from "./refresher.js";
import {SettingsView} from "./settings.js";
import {countOf, lostWords} from "./words.js";
import {listen, request} from "./worker.js";

/**
 * A section is entered when it is shown and each time the connection is back. It may also show the overview, hear of items
 * that change, and be left.
 * @typedef {{enter(wanted: URLSearchParams): Promise<void>, show?(overview: import("./messages.js").Overview): void,
 *   itemChanged?(item: any): void, leave?(): void}} Section
 */

const idleMs = 15_000;

/** Dashboard ties the sections together. */
class Dashboard {
  #connected = false;
  #shown = "";

  constructor() {
    this.person = new PersonView((error) => this.#trouble(messageOf(error)));
    this.needs = new NeedsView((item_id) => this.person.open(item_id));
    /** @type {Record<string, Section>} */
    this.sections = {
      now: new NowView(), needs: this.needs, history: new HistoryView((item_id) => this.person.open(item_id)),
      exports: new ExportsView(), browsers: new BrowsersView(), connection: new ConnectionView(), settings: new SettingsView(),
    };
    this.overview = new Refresher(() => this.#overview());
    this.waiting = new Refresher(() => this.needs.refresh());
  }

  start() {
    addEventListener("hashchange", () => this.#route());
    setInterval(() => this.#connected && this.overview.soon(), idleMs); // offline and paused are not changes of an item
    this.#route();
    listen((push) => this.#hear(push));
  }

  #route() {
    const [name = "", query = ""] = location.hash.slice(1).split("?");
    const shown = Object.hasOwn(this.sections, name) ? name : "now";
    this.sections[this.#shown]?.leave?.();
    this.#shown = shown;
    for (const id of Object.keys(this.sections)) part(id).hidden = id !== shown;
    for (const link of document.querySelectorAll("nav a")) {
      if (link.getAttribute("href") === `#${shown}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    return this.#enter(new URLSearchParams(query));
  }

  /** @param {URLSearchParams} wanted */
  async #enter(wanted) {
    if (!this.#connected) return;
    this.overview.soon();
    await this.sections[this.#shown]?.enter(wanted).then(() => this.#trouble(""), (error) => this.#trouble(messageOf(error)));
  }

  /** @param {import("../../../extension/browser/app.js").Push} push */
  #hear(push) {
    if (push.push === "door") this.#doorChanged(push.door.reason);
    if (push.push === "item") this.#itemChanged(push.item);
  }

  /** @param {string} reason "" when connected */
  #doorChanged(reason) {
    const connected = reason === "";
    part("door").dataset.door = connected ? "open" : reason === "connecting" ? "" : "lost";
    say(part("door"), connected ? "Connected, live" : reason === "connecting" ? "Connecting…" : "Not connected");
    if (!connected && reason !== "connecting") this.#trouble(lostWords(reason));
    const before = this.#connected;
    this.#connected = connected;
    if (connected && !before) this.#route();
  }

  /** @param {import("./messages.js").Item} item */
  #itemChanged(item) {
    this.overview.soon();
    this.person.itemChanged(/** @type {any} */ (item));
    if (this.#shown === "needs") this.waiting.soon();
    this.sections[this.#shown]?.itemChanged?.(item);
  }

  async #overview() {
    const overview = /** @type {import("./messages.js").Overview} */ (/** @type {unknown} */ (await request(question("overview"))));
    for (const section of Object.values(this.sections)) section.show?.(overview);
    const needs = countOf(overview.counts, "needs_you");
    part("needs-badge").hidden = needs === 0;
    say(part("needs-badge"), grouped(needs));
    document.title = needs ? `(${grouped(needs)}) greenhouse-companion` : "greenhouse-companion";
  }

  /** @param {string} text */
  #trouble(text) {
    part("trouble").hidden = !text;
    say(part("trouble"), text);
  }
}

new Dashboard().start();
