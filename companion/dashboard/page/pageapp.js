// What the extension's worker is to the extension's pages, for a page of the service: it answers the same questions. Nothing
// has to be kept in the browser here, because the service itself is at the other end.

import {batch, plain} from "../../../extension/browser/messages.js";
import {DoorError} from "../../../extension/browser/errors.js";
import {Transport} from "../../../extension/browser/transport.js";
import {openLink} from "./link.js";
import {storage} from "./storage.js";

/**
 * @typedef {import("../../../extension/browser/app.js").Push} Push
 * @typedef {import("../../../extension/browser/messages.js").Item} Item
 * @typedef {import("../../../extension/browser/messages.js").BatchRequest} BatchRequest
 */

/** PageApp is an App for handlers.js. */
export class PageApp {
  /** @type {Set<(push: Push) => void>} */
  #listeners = new Set();
  storage = storage;
  exports = new SentExports((request) => this.transport.request(batch(request)));
  outbox = {
    latest: async () => undefined,
    all: async () => [],
  };

  /** @param {() => Promise<import("../../../extension/browser/doors.js").Door>} [open] */
  constructor(open = openLink) {
    // There is one door only; the other's reason must not win over this one's.
    this.transport = new Transport({native: () => Promise.reject(new DoorError("websocket_closed")), websocket: open});
    this.transport.wanted = () => true;
    this.transport.onstate = (door) => this.#stateChanged(door);
    this.transport.onitem = (item) => this.itemChanged(item);
    this.transport.onready = () => this.#ready();
  }

  /** @param {(push: Push) => void} onpush */
  listen(onpush) {
    this.#listeners.add(onpush);
    if (!this.#isReady()) this.transport.connect();
    onpush({push: "door", door: this.transport.state});
  }

  /** @param {Item} item */
  async itemChanged(item) {
    this.#push({push: "item", item});
  }

  // What the worker does so that nothing is forgotten when the browser stops it.
  async expectWork() {}
  async wake() {}
  async refresh() {}

  #isReady() {
    return this.transport.state.reason === "";
  }

  /** That it is ready is told once changes are listened to: what is asked from then on misses none. @param {import("../../../extension/browser/transport.js").DoorState} door */
  #stateChanged(door) {
    if (door.reason) this.#push({push: "door", door});
  }

  async #ready() {
    await this.transport.request(plain("subscribe")).catch(() => {});
    if (this.#isReady()) this.#push({push: "door", door: this.transport.state});
  }

  /** @param {Push} push */
  #push(push) {
    for (const listener of this.#listeners) listener(push);
  }
}

/** SentExports hands an export over at once. One that did not arrive stays on the form, to be sent again. */
class SentExports {
  /** @param {(request: BatchRequest) => Promise<any>} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {BatchRequest} request */
  async put(request) {
    await this.send(request);
    return {request, at: Date.now(), state: "pending"};
  }

  async get() {
    return undefined;
  }

  async all() {
    return [];
  }

  async again() {}
  async forget() {}
}
