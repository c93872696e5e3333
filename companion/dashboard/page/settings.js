// The settings that are in force, to read.

import {part, say} from "../../../extension/browser/panel/dom.js";
import {question} from "./messages.js";
import {request} from "./worker.js";

/** SettingsView paints #settings. */
export class SettingsView {
  async enter() {
    const {text} = await request(question("settings"));
    say(part("settings-text"), text);
  }

  /** @param {import("./messages.js").Overview} overview */
  show({data_dir}) {
    say(part("data-dir"), data_dir);
  }
}
