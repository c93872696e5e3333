// What the worker does, apart from listening: it owns the one connection and the outbox, and answers the panel.

import {badgeText, badgeTitle, openCount} from "./badge.js";
import {openNative, openSocket} from "./doors.js";
import {ExportBox} from "./exports.js";
import {FileStore} from "./files.js";
import {nativeLine, socketLine} from "./lines.js";
import {hostName, items, plain} from "./messages.js";
import {Outbox} from "./outbox.js";
import {getSetting, putSetting} from "./settings.js";
import {Transport} from "./transport.js";

/**
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {import("./messages.js").Item} Item
 * @typedef {{push: "door", door: import("./transport.js").DoorState} | {push: "entry", entry: EntryView}
 *   | {push: "item", item: Item} | {push: "export", batch_id: string} | {push: "clicked"}} Push
 * @typedef {{request_id: string, profile_id: string, state: string, item_id: string, name: string,
 *   trouble?: import("./errors.js").Trouble}} EntryView
 */

export const alarmName = "outbox";
const itemsAtOnce = 50;

/** App is made anew each time the browser starts the worker; nothing in it needs to outlive that. */
export class App {
  /** @type {Set<chrome.runtime.Port>} */
  #panels = new Set();

  /** @param {typeof chrome} api @param {FileStore} [files] */
  constructor(api, files = new FileStore()) {
    this.api = api;
    this.files = files;
    this.storage = /** @type {import("./outbox.js").Storage} */ (api.storage.local);
    this.transport = new Transport({native: () => this.#native(), websocket: () => this.#websocket()});
    this.outbox = new Outbox(this.storage, (message) => this.transport.request(message), (entry) => this.#entryChanged(entry), files);
    this.exports = new ExportBox(this.storage, (message) => this.transport.request(message), (id) => this.#exportChanged(id));
    this.transport.wanted = () => this.#panels.size > 0;
    this.transport.onstate = (door) => this.#push({push: "door", door});
    this.transport.onitem = (item) => this.itemChanged(item);
    this.transport.onready = () => this.#ready();
  }

  /** Sends what waits, if anything does, and catches up with the rest. */
  async wake() {
    if ((await this.#openCount()) > 0) await this.transport.connect();
    await this.#flush();
    await this.refresh();
  }

  /** Once per start of the browser. */
  async startUp() {
    await this.outbox.prune();
    const unsent = (await this.outbox.all()).filter((entry) => entry.request);
    await this.files.prune(new Set(unsent.map((entry) => entry.request_id)));
    await this.wake();
  }

  /** @param {chrome.runtime.Port} port of a panel that was opened */
  panelOpened(port) {
    this.#panels.add(port);
    port.onDisconnect.addListener(() => {
      this.#panels.delete(port);
      this.refresh();
    });
    port.postMessage({push: "door", door: this.transport.state});
    this.transport.connect();
  }

  /** The toolbar button was pressed: the panel may look at the tab's address now. */
  clicked() {
    this.#push({push: "clicked"});
  }

  /** An alarm that is set too early does no harm; one that is missing leaves an add waiting for the next start. */
  async expectWork() {
    await this.api.alarms.create(alarmName, {periodInMinutes: 1});
  }

  /**
   * Goes through the WebSocket door once with a one-time key, also while the native door is open; the key that both sides
   * derive is kept for later. Rejects with a DoorError.
   * @param {string} oneTimeKey in hex
   */
  async pair(oneTimeKey) {
    const {session} = await this.#websocket(() => Promise.resolve(oneTimeKey));
    session.close();
  }

  /** @param {Item} item */
  async itemChanged(item) {
    this.#push({push: "item", item});
    await this.outbox.note(item);
  }

  /** Brings badge, alarm and connection in line with what is open. */
  async refresh() {
    const count = await this.#openCount();
    await this.api.action.setBadgeText({text: badgeText(count)});
    await this.api.action.setTitle({title: badgeTitle(count)});
    if (count > 0) return this.expectWork();
    await this.api.alarms.clear(alarmName);
    // A native port would keep the worker alive for nothing.
    if (this.#panels.size === 0) this.transport.disconnect();
  }

  /** An export that the service does not have yet counts as one. */
  async #openCount() {
    return openCount(await this.outbox.all()) + (await this.exports.all()).length;
  }

  /** Exports have to wait for neither an add that stays nor its file. */
  async #flush() {
    await Promise.all([this.outbox.flush(), this.exports.flush()]);
  }

  async #ready() {
    const settled = await Promise.allSettled([this.transport.request(plain("subscribe")), this.#flush()]);
    if (settled.every((step) => step.status === "fulfilled")) await this.#catchUp().catch(() => {});
  }

  /** Asks how the adds of before are doing, because nothing is repeated to a client that was away. */
  async #catchUp() {
    const ids = (await this.outbox.all()).filter((e) => e.state === "received").map((e) => e.request_id);
    for (let i = 0; i < ids.length; i += itemsAtOnce) {
      const answer = await this.transport.request(items({request_ids: ids.slice(i, i + itemsAtOnce), limit: itemsAtOnce}));
      for (const item of answer.items) await this.itemChanged(item);
    }
  }

  /** @param {Entry} entry */
  #entryChanged(entry) {
    this.#push({push: "entry", entry: viewOf(entry)});
    this.refresh();
  }

  /** @param {string} batch_id */
  #exportChanged(batch_id) {
    this.#push({push: "export", batch_id});
    this.refresh();
  }

  /** @param {Push} message */
  #push(message) {
    for (const port of this.#panels) port.postMessage(message);
  }

  #native() {
    const {runtime} = this.api;
    const line = nativeLine(runtime.connectNative(hostName), () => runtime.lastError?.message ?? "");
    return openNative(line, this.#version());
  }

  async #websocket(get = () => getSetting(this.storage, "pairing_key")) {
    const place = {
      get,
      set: (/** @type {string} */ hex) => putSetting(this.storage, "pairing_key", hex),
    };
    return openSocket((port) => socketLine(new WebSocket(`ws://127.0.0.1:${port}/v1/socket`)), place, this.#version());
  }

  #version() {
    return this.api.runtime.getManifest().version;
  }
}

/** What a panel needs to know of an entry; the person's data stays in the outbox. @param {Entry} entry @returns {EntryView} */
export function viewOf({request_id, profile_id, state, item_id = "", request, trouble}) {
  const name = request ? `${request.first_name} ${request.last_name}` : "";
  return {request_id, profile_id, state, item_id, name, trouble};
}
