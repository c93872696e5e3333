// Exports from the press of the button until the service has them on its own disk. Each is one write to storage, with the
// batch_id made at the press, so that a dead worker or a closed tab loses nothing and sending again exports nobody twice.

import {isPassing, troubleOf} from "./errors.js";
import {batch} from "./messages.js";

/**
 * pending: kept here, not yet received. refused: the service will not take it as it is; a person must look.
 * @typedef {{request: import("./messages.js").BatchRequest, at: number, state: "pending" | "refused",
 *   trouble?: import("./errors.js").Trouble}} Kept
 * @typedef {{batch_id: string, name: string, people: number, state: Kept["state"],
 *   trouble?: import("./errors.js").Trouble}} KeptView
 */

const exportKey = "export:";

/** ExportBox owns every key in storage that starts with "export:". What the service has received is forgotten here. */
export class ExportBox {
  /** @type {Promise<void> | null} */
  #flushing = null;
  #more = false;

  /**
   * @param {import("./outbox.js").Storage} storage
   * @param {(message: import("./messages.js").Message) => Promise<import("./messages.js").Message>} send
   * @param {(batch_id: string) => void} [changed] told after each change is in storage
   */
  constructor(storage, send, changed = () => {}) {
    this.storage = storage;
    this.send = send;
    this.changed = changed;
  }

  /** Keeps an export; when this resolves it survives the browser. @param {import("./messages.js").BatchRequest} request */
  put(request) {
    return this.#write({request, at: Date.now(), state: "pending"});
  }

  /** @param {string} batch_id @returns {Promise<Kept | undefined>} */
  async get(batch_id) {
    const key = exportKey + batch_id;
    return (await this.storage.get(key))[key];
  }

  /** Every export that the service has not received, the oldest first. @returns {Promise<Kept[]>} */
  async all() {
    const stored = Object.entries(await this.storage.get(null));
    const kept = stored.filter(([key]) => key.startsWith(exportKey)).map(([, value]) => value);
    return kept.sort((a, b) => a.at - b.at);
  }

  /** Makes a refused export pending again. @param {string} batch_id */
  async again(batch_id) {
    const kept = await this.get(batch_id);
    if (kept) await this.put(kept.request);
  }

  /** @param {string} batch_id */
  async forget(batch_id) {
    await this.storage.remove(exportKey + batch_id);
    this.changed(batch_id);
  }

  /** Sends what is pending, one at a time. A call while it runs makes it look once more at the end. */
  flush() {
    this.#more = true;
    this.#flushing ??= this.#sendAll().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #sendAll() {
    while (this.#more) {
      this.#more = false;
      for (const kept of await this.all()) {
        if (kept.state === "pending") await this.#sendOne(kept);
      }
    }
  }

  /** @param {Kept} kept */
  async #sendOne(kept) {
    try {
      await this.send(batch(kept.request));
    } catch (error) {
      return this.#stays(kept, error);
    }
    await this.forget(kept.request.batch_id);
  }

  /** The user may have removed it while the answer was awaited. @param {Kept} kept @param {unknown} error */
  async #stays(kept, error) {
    if (!(await this.get(kept.request.batch_id))) return;
    await this.#write({...kept, state: isPassing(error) ? "pending" : "refused", trouble: troubleOf(error)});
  }

  /** @param {Kept} kept */
  async #write(kept) {
    await this.storage.set({[exportKey + kept.request.batch_id]: kept});
    this.changed(kept.request.batch_id);
    return kept;
  }
}

/** What a page needs to know of it. @param {Kept} kept @returns {KeptView} */
export function keptView({request: {batch_id, name, people}, state, trouble}) {
  return {batch_id, name, people: people.length, state, trouble};
}
