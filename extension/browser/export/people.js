// The people of the opened folder, with a tick for each.

import {field, make, part, say} from "../panel/dom.js";
import {ask} from "../panel/worker.js";
import {LongList} from "./long.js";
import {Selection} from "./selection.js";
import {grouped, people} from "./words.js";

/** @typedef {import("../messages.js").Member} Member */

const rowHeight = 34;

/** PeopleView shows one folder at a time and owns the selection. */
export class PeopleView {
  /** @type {LongList<Member>} */
  #list;
  #turn = 0;

  /** @param {() => void} onchange told when another set of people is chosen */
  constructor(onchange) {
    this.onchange = onchange;
    this.selection = new Selection();
    this.#list = new LongList(part("people"), rowHeight, {fresh: freshRow, fill: (item, member) => this.#fill(item, member)});
    field("people-search").addEventListener("input", () => this.#searched());
    field("all").addEventListener("change", () => this.#choose(this.#matching().map(idOf), field("all").checked));
    part("people").addEventListener("change", ({target}) => {
      if (target instanceof HTMLInputElement) this.#choose([target.value], target.checked);
    });
  }

  /**
   * Loads the folder in parts and shows each as it comes.
   * @param {import("../messages.js").MembersQuery} place
   * @param {(folder_id: string) => void} onopened told with the first part
   * @returns {Promise<{whole: boolean, error?: import("../errors.js").Trouble}>} not whole, and no error: another folder was
   *   opened meanwhile
   */
  async load(place, onopened) {
    const turn = ++this.#turn;
    const selection = new Selection();
    for (let offset = 0, more = true; more; ) {
      const answer = await ask({ask: "members", query: {...place, offset}}, 3).catch((error) => ({error}));
      if (turn !== this.#turn) return {whole: false};
      if (answer.error) return this.#failed(answer.error, offset);
      if (offset === 0) this.#begin(selection, () => onopened(answer.folder_id));
      selection.add(answer.members);
      offset += answer.members.length;
      more = Boolean(answer.more) && answer.members.length > 0;
      this.#paint();
      note(more ? `Loading: ${people(selection.size)} so far…` : "");
    }
    return {whole: true};
  }

  /** @param {import("../errors.js").Trouble} error @param {number} offset of the part that is missing */
  #failed(error, offset) {
    if (offset > 0) note("The list is not complete.");
    return {whole: false, error};
  }

  /** @param {Selection} selection @param {() => void} then */
  #begin(selection, then) {
    this.selection = selection;
    field("people-search").value = "";
    this.#list.toTop();
    then();
    this.onchange();
  }

  #searched() {
    this.#list.toTop();
    this.#paint();
  }

  /** @param {string[]} profile_ids @param {boolean} chosen */
  #choose(profile_ids, chosen) {
    this.selection.set(profile_ids, chosen);
    this.#paint();
    this.onchange();
  }

  #matching() {
    return this.selection.matching(field("people-search").value);
  }

  #paint() {
    const matching = this.#matching();
    this.#list.show(matching);
    const chosen = matching.filter((member) => this.selection.has(member.profile_id)).length;
    field("all").checked = matching.length > 0 && chosen === matching.length;
    field("all").indeterminate = chosen > 0 && chosen < matching.length;
    const found = field("people-search").value.trim() !== "";
    say(part("all-words"), found ? `All ${grouped(matching.length)} found` : `All ${grouped(matching.length)}`);
    say(part("chosen-words"), `${grouped(this.selection.chosen().length)} of ${grouped(this.selection.size)} chosen`);
  }

  /** @param {HTMLLIElement} item @param {Member} member */
  #fill(item, member) {
    const [tick] = item.getElementsByTagName("input");
    const [name, status, opened] = item.getElementsByTagName("span");
    if (!tick || !name || !status || !opened) return;
    tick.value = member.profile_id;
    tick.checked = this.selection.has(member.profile_id);
    say(name, member.name || `Profile ${member.profile_id}`);
    say(status, member.status ?? "");
    say(opened, member.fetched ? "fetched before" : "not opened yet");
  }
}

/** @param {string} text */
function note(text) {
  part("people-note").hidden = !text;
  say(part("people-note"), text);
}

function freshRow() {
  const tick = make("input");
  tick.type = "checkbox";
  const parts = ["name", "status", "opened"].map((name) => {
    const span = make("span");
    span.className = name;
    return span;
  });
  return make("li", make("label", tick, ...parts));
}

/** @param {Member} member */
function idOf({profile_id}) {
  return profile_id;
}
