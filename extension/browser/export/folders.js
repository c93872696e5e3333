// The list of folders, and the field for a folder page's address.

import {button, field, make, onPress, onSubmit, part, say} from "../panel/dom.js";
import {ask} from "../panel/worker.js";
import {folderTrouble, people} from "./words.js";

/** @typedef {import("../messages.js").Folder} Folder */

/** FolderList shows the folders and says which one is opened. */
export class FolderList {
  /** @type {Folder[]} */
  #folders = [];
  #opened = "";
  /** @type {import("../messages.js").MembersQuery | undefined} */
  #failed;

  /** @param {(place: import("../messages.js").MembersQuery) => void} onopen */
  constructor(onopen) {
    this.onopen = onopen;
    field("folder-search").addEventListener("input", () => this.#paint());
    onPress("folders-again", () => this.#again());
    onSubmit("address-form", () => onopen({address: field("address").value.trim()}));
  }

  async refresh() {
    say(part("folder-note"), "Asking AmazingHiring for the folders…");
    try {
      const {folders} = await ask({ask: "folders"}, 3);
      this.#folders = folders;
      this.trouble(undefined);
      say(part("folder-note"), folders.length ? "" : "There is no folder that the connected AmazingHiring account can see.");
    } catch (error) {
      say(part("folder-note"), "");
      this.trouble(/** @type {any} */ (error));
    }
    this.#paint();
  }

  async #again() {
    const place = this.#failed;
    await this.refresh();
    if (place) this.onopen(place);
  }

  /**
   * @param {import("../errors.js").Trouble | undefined} trouble why the folders cannot be had
   * @param {import("../messages.js").MembersQuery} [place] or this one of them
   */
  trouble(trouble, place) {
    this.#failed = place;
    part("folder-trouble").hidden = !trouble;
    say(part("folder-trouble-words"), folderTrouble(trouble));
  }

  /** @param {string} folder_id */
  opened(folder_id) {
    this.#opened = folder_id;
    this.#paint();
  }

  /** @param {string} folder_id @returns {string} a name also for a folder that is not in the list */
  nameOf(folder_id) {
    return this.#folders.find((folder) => folder.id === folder_id)?.name ?? `Folder ${folder_id}`;
  }

  #paint() {
    const query = field("folder-search").value.trim().toLowerCase();
    const matching = this.#folders.filter((folder) => folder.name.toLowerCase().includes(query));
    part("folder-list").replaceChildren(...matching.map((folder) => this.#row(folder)));
  }

  /** @param {Folder} folder */
  #row({id, name, people: count}) {
    const row = button(name, () => this.onopen({folder_id: id}));
    row.append(make("span", people(count)));
    row.dataset.folderId = id;
    row.ariaPressed = String(id === this.#opened);
    return make("li", row);
  }
}
