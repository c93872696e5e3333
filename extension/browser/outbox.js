// The outbox keeps each add from the moment the button is pressed until the service has it on its own disk. The worker may
// die between any two steps, so everything it knows is in storage, and one write changes one thing as a whole.

import {DoorError, ServiceError, isPassing, troubleOf} from "./errors.js";
import {FileStore} from "./files.js";
import {add} from "./messages.js";
import {fileLost, sendFile} from "./upload.js";

/**
 * pending: kept here, not yet received. refused: the service will not take it as it is; a person must look.
 * received: safe on this computer; from here on the entry holds ids only. final: nothing more will happen to it.
 * @typedef {"pending" | "refused" | "received" | "final"} State
 * @typedef {{request_id: string, profile_id: string, state: State, at: number, item_id?: string,
 *   request?: import("./messages.js").AddRequest, trouble?: import("./errors.js").Trouble}} Entry
 * @typedef {import("./messages.js").Item} Item
 * @typedef {{get(keys: string | string[] | null): Promise<Record<string, any>>,
 *   set(values: Record<string, any>): Promise<void>, remove(keys: string | string[]): Promise<void>}} Storage
 */

const addKey = "add:";
const latestKey = "latest:";
const keepFinalMs = 60 * 24 * 3600 * 1000;

/** Outbox owns every key in storage that starts with "add:" or "latest:". */
export class Outbox {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** @type {Promise<void> | null} */
  #flushing = null;
  #more = false;

  /**
   * @param {Storage} storage
   * @param {(message: import("./messages.js").Message) => Promise<import("./messages.js").Message>} send
   * @param {(entry: Entry) => void} [changed] told after each change is in storage
   * @param {Pick<FileStore, "get" | "remove">} [files] what goes along with the adds, from before they are put
   */
  constructor(storage, send, changed = () => {}, files = new FileStore()) {
    this.storage = storage;
    this.send = send;
    this.changed = changed;
    this.files = files;
  }

  /**
   * Keeps an add; when this resolves it survives the browser. The same request_id again changes nothing.
   * @param {import("./messages.js").AddRequest} request
   * @param {string} profile_id
   * @returns {Promise<Entry>}
   */
  put(request, profile_id) {
    return this.#inOrder(async () => {
      const there = await this.#get(request.request_id);
      if (there) return there;
      return this.#write({request_id: request.request_id, profile_id, state: "pending", at: Date.now(), request});
    });
  }

  /** Sends what is pending, the oldest first, one at a time. A call while it runs makes it look once more at the end. */
  flush() {
    this.#more = true;
    this.#flushing ??= this.#sendAll().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  /** Takes in what the service says about an item; also serves as the receipt when that was lost. @param {Item} item */
  note(item) {
    const state = item.state === "done" || item.state === "cancelled" ? "final" : "received";
    return this.#change(item.request_id, (entry) => received(entry, item.item_id, state));
  }

  /** Makes a refused add pending again. @param {string} request_id */
  again(request_id) {
    return this.#change(request_id, (entry) => {
      return entry.state === "refused" ? {...entry, state: "pending", trouble: undefined} : entry;
    });
  }

  /** Forgets an add that the service has not confirmed. @param {string} request_id */
  discard(request_id) {
    return this.#inOrder(async () => {
      const entry = await this.#get(request_id);
      if (!entry?.request) return;
      await this.#forget([entry]);
      await this.#removeFile(entry);
    });
  }

  /** Every entry, the oldest first. @returns {Promise<Entry[]>} */
  async all() {
    const stored = Object.entries(await this.storage.get(null));
    const entries = stored.filter(([key]) => key.startsWith(addKey)).map(([, entry]) => entry);
    return entries.sort((a, b) => a.at - b.at);
  }

  /** The latest add of a profile. @param {string} profile_id @returns {Promise<Entry | undefined>} */
  async latest(profile_id) {
    const key = latestKey + profile_id;
    const request_id = (await this.storage.get(key))[key];
    return request_id && this.#get(request_id);
  }

  /** Forgets the ids of adds that came to their end long ago. */
  async prune() {
    const old = (await this.all()).filter((e) => e.state === "final" && e.at < Date.now() - keepFinalMs);
    await this.#forget(old);
  }

  /** @param {Entry[]} entries */
  async #forget(entries) {
    const latest = await this.storage.get(entries.map((e) => latestKey + e.profile_id));
    const gone = entries.map((e) => e.request_id);
    const pointers = Object.keys(latest).filter((key) => gone.includes(latest[key]));
    await this.storage.remove([...gone.map((id) => addKey + id), ...pointers]);
  }

  async #sendAll() {
    while (this.#more) {
      this.#more = false;
      const pending = (await this.all()).filter((entry) => entry.state === "pending");
      await this.#sendInTurn(pending);
    }
  }

  /** @param {Entry[]} pending */
  async #sendInTurn(pending) {
    for (const entry of pending) {
      const goOn = await this.#sendOne(entry);
      if (!goOn) return;
    }
  }

  /** @param {Entry} entry @returns {Promise<boolean>} whether it makes sense to go on with the next one */
  async #sendOne({request_id, request}) {
    if (!request) return true;
    try {
      await this.#sendFile(request);
      const receipt = await this.send(add(request));
      if (receipt.type !== "receipt") throw new ServiceError({message: "The service answered something else than a receipt."});
      await this.#change(request_id, (entry) => received(entry, receipt.item_id, "received"));
      return true;
    } catch (error) {
      const trouble = troubleOf(error);
      const state = isPassing(error) ? "pending" : "refused";
      await this.#change(request_id, (entry) => (entry.state === "pending" ? {...entry, state, trouble} : entry));
      return !(error instanceof DoorError);
    }
  }

  /** The service must have the file before the add that names it. @param {import("./messages.js").AddRequest} request */
  async #sendFile({request_id, files: [file] = []}) {
    if (!file) return;
    const content = await this.files.get(request_id);
    if (!content) throw fileLost();
    await sendFile(this.send, file.sha256, content);
  }

  /** A file that cannot be removed now goes when the browser starts; the add must not suffer. @param {Entry} entry */
  async #removeFile({request_id, request}) {
    if (request?.files) await this.files.remove(request_id).catch(() => {});
  }

  /** @param {string} request_id @param {(entry: Entry) => Entry} edit */
  #change(request_id, edit) {
    return this.#inOrder(async () => {
      const entry = await this.#get(request_id);
      if (!entry) return undefined;
      const edited = edit(entry);
      if (edited === entry) return entry;
      await this.#write(edited);
      if (!edited.request) await this.#removeFile(entry);
      return edited;
    });
  }

  /** @param {string} request_id @returns {Promise<Entry | undefined>} */
  async #get(request_id) {
    const key = addKey + request_id;
    return (await this.storage.get(key))[key];
  }

  /** @param {Entry} entry */
  async #write(entry) {
    const latest = entry.profile_id && entry.state === "pending" ? {[latestKey + entry.profile_id]: entry.request_id} : {};
    await this.storage.set({[addKey + entry.request_id]: entry, ...latest});
    this.changed(entry);
    return entry;
  }

  /**
   * Storage knows no transactions: a change that reads first must not run beside another.
   * @template T
   * @param {() => Promise<T>} step
   * @returns {Promise<T>}
   */
  #inOrder(step) {
    const done = this.#last.then(step);
    this.#last = done.catch(() => {});
    return done;
  }
}

/**
 * The entry without the person: only ids stay once the service has it.
 * @param {Entry} entry
 * @param {string} item_id
 * @param {"received" | "final"} state
 * @returns {Entry}
 */
function received(entry, item_id, state) {
  if (entry.state === state || entry.state === "final") return entry;
  return {request_id: entry.request_id, profile_id: entry.profile_id, state, at: entry.at, item_id};
}
