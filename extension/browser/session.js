// One conversation over one line: requests with ids and their answers, and what the service says unasked.

import {DoorError, ServiceError} from "./errors.js";
import {kindOf} from "./messages.js";

/**
 * A line carries whole messages; lines.js makes one from a native port or a WebSocket.
 * @typedef {import("./messages.js").Message} Message
 * @typedef {{send(message: Message): void, close(): void,
 *   onmessage: (message: Message) => void, onclose: (reason: string) => void}} Line
 * @typedef {{resolve: (m: Message) => void, reject: (e: Error) => void, timer: ReturnType<typeof setTimeout>}} Waiting
 */

const patienceMs = 30_000;

/** Session numbers requests and settles each exactly once: with its answer, an error, no answer in time, or the end. */
export class Session {
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();
  #next = 1;
  /** @type {Error | null} */
  #ended = null;

  /** @param {Line} line @param {number} [patience] how long one answer may take, in milliseconds */
  constructor(line, patience = patienceMs) {
    this.line = line;
    this.patience = patience;
    /** @type {(item: import("./messages.js").Item) => void} */
    this.onevent = () => {};
    /** @type {(error: Error) => void} */
    this.onend = () => {};
    line.onmessage = (message) => this.#receive(message);
    line.onclose = (reason) => this.#end(new DoorError(reason));
  }

  /** @param {Message} message without an id @returns {Promise<Message>} */
  request(message) {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = String(this.#next++);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.reject(new DoorError("no_answer")), this.patience);
      this.#waiting.set(id, {resolve, reject, timer});
      this.#send({...message, id});
    });
  }

  close() {
    this.line.close();
    this.#end(new DoorError("websocket_closed"));
  }

  /** @param {Message} message */
  #send(message) {
    try {
      this.line.send(message);
    } catch {
      // A port or socket that closed a moment ago throws; its close event may already be behind us.
      this.#end(new DoorError("websocket_closed"));
    }
  }

  /** @param {Message} message */
  #receive(message) {
    const kind = kindOf(message);
    if (kind === "event") this.onevent(message.item);
    if (kind === "ending") this.#end(new ServiceError(message));
    if (kind === "answer") this.#answer(message);
  }

  /** @param {Message} message */
  #answer(message) {
    const waiting = this.#settle(message.id ?? "");
    if (message.type === "error") waiting?.reject(new ServiceError(message));
    else waiting?.resolve(message);
  }

  /** @param {string} id */
  #settle(id) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  /** @param {Error} error */
  #end(error) {
    if (this.#ended) return;
    this.#ended = error;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(error);
    this.line.close();
    this.onend(error);
  }
}
