// The accounts, and what the doctor finds.

import {find, make, onPress, part, say} from "../../../extension/browser/panel/dom.js";
import {question} from "./messages.js";
import {showAccounts} from "./now.js";
import {messageOf, quiet} from "./parts.js";
import {request} from "./worker.js";
import {findingsSummary, findingWords} from "./words.js";

/** @typedef {import("./messages.js").Finding} Finding */

const order = ["act", "warn", "unknown", "ok"];

/** ConnectionView paints #connection. */
export class ConnectionView {
  constructor() {
    onPress("examine", () => this.#examine());
  }

  async enter() {}

  /** @param {import("./messages.js").Overview} overview */
  show(overview) {
    showAccounts(part("connection-accounts"), overview);
  }

  async #examine() {
    const press = find("examine", HTMLButtonElement);
    press.disabled = true;
    say(part("doctor-note"), "Looking… this takes a few seconds.");
    try {
      this.#found((await request(question("doctor"))).findings);
    } catch (error) {
      say(part("doctor-note"), messageOf(error));
    }
    press.disabled = false;
  }

  /** @param {Finding[]} findings */
  #found(findings) {
    say(part("doctor-note"), findingsSummary(findings));
    const sorted = findings.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
    part("findings").replaceChildren(...sorted.map(line));
  }
}

/** @param {Finding} finding */
function line({check, state, subject, meaning, remedy}) {
  const item = make("li", make("strong", findingWords[state] ?? state),
    make("div", make("strong", subject), make("p", meaning), ...(remedy ? [quiet(remedy)] : [])));
  item.dataset.check = check;
  item.dataset.state = state;
  return item;
}
