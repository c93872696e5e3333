// Which door to the service is in use, or why none is and what helps.

import {reasonFor} from "../reasons.js";
import {onPress, part, say} from "./dom.js";
import {ask} from "./worker.js";

/** @typedef {import("../transport.js").DoorState} DoorState */

const names = {native: "native messaging", websocket: "WebSocket", "": ""};

/** DoorView paints #door and #why-no-door. */
export class DoorView {
  constructor() {
    onPress("confirm", () => this.#press("confirm"));
    onPress("again", () => this.#press("connect"));
    onPress("open-options", () => chrome.runtime.openOptionsPage());
  }

  /** @param {DoorState} state */
  show({door, reason, remedy}) {
    const connected = door !== "" && reason === "";
    part("door").dataset.door = connected ? door : "";
    say(part("door"), connected ? `Connected by ${names[door]}` : reasonLine(reason));
    part("why-no-door").dataset.reason = reason;
    part("why-no-door").hidden = connected || reason === "connecting";
    this.#why(reason, remedy);
  }

  /** Adds whose Greenhouse it is, once the service said so. @param {string} organization */
  account(organization) {
    const door = part("door").dataset.door;
    if (!door || !organization) return;
    say(part("door"), `Connected by ${names[/** @type {"native"} */ (door)]} · ${organization}`);
    part("door").title = organization; // the line is cut off where it is too long
  }

  /** @param {string} reason @param {string} [said] by the service */
  #why(reason, said) {
    const {words, remedy, action} = reasonFor(reason);
    say(part("why-words"), words);
    say(part("why-remedy"), said || remedy);
    part("confirm").hidden = action !== "confirm";
    part("again").hidden = action === "confirm" || action === "";
    part("open-options").hidden = action !== "options";
  }

  /** @param {"confirm" | "connect"} question */
  async #press(question) {
    // How it went is pushed to every panel; only a question that did not get through needs showing here.
    await ask({ask: question}).catch(({code}) => this.show({door: "", reason: code}));
  }
}

/** @param {string} reason */
function reasonLine(reason) {
  return reason === "connecting" ? reasonFor(reason).words : "Not connected";
}
