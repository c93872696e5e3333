// Which browsers may hand people over, and how another one comes to it.

import {button, field, make, onSubmit, part, say} from "../../../extension/browser/panel/dom.js";
import {counted} from "../../../extension/browser/export/words.js";
import {forget, pair, question} from "./messages.js";
import {messageOf, paintOnce, quiet, sure} from "./parts.js";
import {request} from "./worker.js";
import {when} from "./words.js";

/** @typedef {import("./messages.js").Client} Client */

/** BrowsersView paints #browsers. */
export class BrowsersView {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  constructor() {
    onSubmit("pair-form", () => this.#pair());
  }

  async enter() {
    this.#show((await request(question("clients"))).clients);
  }

  /** A key that nobody looks at any more must not stay on the screen. */
  leave() {
    this.#endKey("");
  }

  /** @param {Client[]} clients */
  #show(clients) {
    say(part("browsers-note"), clients.length ? "" : "No browser may hand people over yet. Allow one in the extension’s panel.");
    paintOnce(part("browsers-list"), clients, () => clients.map((client) => this.#line(client)));
  }

  /** @param {Client} client */
  #line(client) {
    const name = make("strong", client.name);
    const remove = button("Remove…", () => this.#forget(client));
    remove.ariaLabel = `Remove ${client.name}`;
    const head = make("div", name, remove);
    head.className = "line";
    const how = client.caller ? "by native messaging" : "by WebSocket, paired";
    const item = make("li", head, quiet(`${client.caller || client.origin || ""} · ${how} · since ${when(client.paired_at)}`));
    item.dataset.client = client.key_id || client.caller;
    return item;
  }

  /** @param {Client} client */
  async #forget(client) {
    if (!(await sure(`Remove ${client.name}? It can hand over nobody until you allow it again. What it handed over stays.`, "Remove"))) return;
    try {
      this.#show((await request(forget(client))).clients);
    } catch (error) {
      say(part("browsers-note"), messageOf(error));
    }
  }

  async #pair() {
    try {
      const {key, valid_seconds} = await request(pair(field("pair-name").value.trim()));
      say(part("pair-key"), key);
      this.#countDown(Date.now() + valid_seconds * 1000);
    } catch (error) {
      this.#endKey(messageOf(error));
    }
  }

  /** @param {number} end */
  #countDown(end) {
    clearInterval(this.#timer);
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0) return this.#endKey("The key is no longer valid.");
      part("pair-note").textContent = `Valid for ${counted(left, "second")}.`;
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }

  /** @param {string} why */
  #endKey(why) {
    clearInterval(this.#timer);
    part("pair-key").textContent = "";
    say(part("pair-note"), why);
  }
}
