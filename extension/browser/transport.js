// The way to the service, whichever door is open: native messaging first, WebSocket second. Keeps one session, opens it
// again when it ends while somebody wants it, and says why there is none.

import {isForbidden} from "./doors.js";
import {DoorError, ServiceError} from "./errors.js";
import {plain} from "./messages.js";
import {reasons, tellingReason} from "./reasons.js";

/**
 * @typedef {import("./doors.js").Door} Door
 * @typedef {{door: "" | "native" | "websocket", reason: string, remedy?: string}} DoorState reason is "" only when people can
 *   be handed over; remedy is what the service says helps, where only the service can know
 * @typedef {{native: () => Promise<Door>, websocket: () => Promise<Door>}} Openers
 */

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const needsPerson = new Set(["native_policy", "native_refused", "websocket_not_paired", "websocket_key_refused", "websocket_impostor"]);

/** Transport is the worker's one connection to the service. */
export class Transport {
  /** @type {Door | null} */
  #door = null;
  /** @type {Promise<void> | null} */
  #opening = null;
  #pause = firstPauseMs;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Openers} openers */
  constructor(openers) {
    this.openers = openers;
    /** @type {DoorState} */
    this.state = {door: "", reason: "connecting"};
    /** Whether to open again by itself after the end: true while a panel is looking. */
    this.wanted = () => false;
    /** @type {(state: DoorState) => void} */
    this.onstate = () => {};
    /** @type {(item: import("./messages.js").Item) => void} */
    this.onitem = () => {};
    /** Called each time the door is ready for requests. */
    this.onready = () => {};
  }

  /** Opens a door unless one is open; afterwards state says how it went. */
  connect() {
    if (this.#door) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Ends the session, so that the next connect uses what the options say now. */
  disconnect() {
    this.#door?.session.close();
  }

  /** @param {import("./messages.js").Message} message @returns {Promise<import("./messages.js").Message>} */
  async request(message) {
    const door = this.#door;
    if (!door) throw new DoorError(this.state.reason);
    if (!door.confirmed) throw new DoorError("confirmation_needed");
    try {
      return await door.session.request(message);
    } catch (error) {
      if (doorReason(error) === "confirmation_needed") this.#unconfirmed(door);
      throw error;
    }
  }

  /** Tells the service that the recruiter allowed this browser. */
  async confirm() {
    const door = this.#door;
    if (!door) throw new DoorError(this.state.reason);
    await door.session.request(plain("confirm"));
    door.confirmed = true;
    this.#ready(door);
  }

  async #open() {
    clearTimeout(this.#timer);
    if (this.state.reason !== "connecting") this.#say("", "connecting");
    try {
      this.#use(await this.#firstDoor());
    } catch (error) {
      this.#lost(doorReason(error), remedyOf(error));
    }
  }

  /** @returns {Promise<Door>} */
  async #firstDoor() {
    try {
      return await this.openers.native();
    } catch (native) {
      return this.openers.websocket().catch((socket) => {
        throw tellingReason(doorReason(native), doorReason(socket)) === doorReason(native) ? native : socket;
      });
    }
  }

  /** @param {Door} door */
  #use(door) {
    this.#door = door;
    this.#pause = firstPauseMs;
    door.session.onevent = (item) => this.onitem(item);
    door.session.onend = (error) => this.#ended(error);
    if (door.confirmed) this.#ready(door);
    else this.#unconfirmed(door);
  }

  /** Also later: the user can take the permission back at any time. @param {Door} door */
  #unconfirmed(door) {
    door.confirmed = false;
    this.#say(door.name, "confirmation_needed");
  }

  /** @param {Door} door */
  #ready(door) {
    this.#say(door.name, "");
    this.onready();
  }

  /** @param {Error} error */
  #ended(error) {
    const name = this.#door?.name;
    this.#door = null;
    this.#lost(isForbidden(error) && name === "websocket" ? "websocket_key_refused" : doorReason(error));
  }

  /** @param {string} reason @param {string} [remedy] */
  #lost(reason, remedy) {
    this.#say("", reason, remedy);
    // Where the recruiter must act, asking again helps nobody, and the service counts wrong keys.
    if (!this.wanted() || needsPerson.has(reason)) return;
    this.#timer = setTimeout(() => this.connect(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, longestPauseMs);
  }

  /** @param {DoorState["door"]} door @param {string} reason @param {string} [remedy] */
  #say(door, reason, remedy) {
    this.state = {door, reason, ...(remedy && {remedy})};
    this.onstate(this.state);
  }
}

/** Which of the two is too old only the service knows; all else reasons.js says better. @param {unknown} error */
function remedyOf(error) {
  const said = error instanceof DoorError ? error.cause : error;
  return said instanceof ServiceError && said.code === "protocol_version" ? said.remedy : "";
}

/** @param {unknown} error */
function doorReason(error) {
  if (error instanceof DoorError) return error.reason;
  if (error instanceof ServiceError && Object.hasOwn(reasons, error.code)) return error.code;
  return "websocket_closed";
}
