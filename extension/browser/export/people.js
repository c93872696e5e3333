// The people of the opened folder, with a tick for each.

import {button, field, make, part, say} from "../panel/dom.js";
import {ask} from "../panel/worker.js";
import {LongList} from "./long.js";
import {Selection} from "./selection.js";
import {chosenWords, grouped, memberName, openedBefore, ownWords, people} from "./words.js";

/** @typedef {import("../messages.js").Member} Member */

const rowHeight = 52;

/** PeopleView shows one folder at a time and owns the selection. */
export class PeopleView {
  /** @type {LongList<Member>} */
  #list;
  #turn = 0;

  /**
   * @param {() => void} onchange told when another set of people is chosen
   * @param {(member: Member) => void} onown told when somebody is to have a target of their own
   */
  constructor(onchange, onown) {
    this.onchange = onchange;
    this.onown = onown;
    this.selection = new Selection();
    this.#list = new LongList(part("people"), rowHeight, {fresh: () => this.#fresh(), fill: (item, member) => this.#fill(item, member)});
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

  /** Paints what was changed in the selection. */
  changed() {
    this.#paint();
    this.onchange();
  }

  #searched() {
    this.#list.toTop();
    this.#paint();
  }

  /** @param {string[]} profile_ids @param {boolean} chosen */
  #choose(profile_ids, chosen) {
    this.selection.set(profile_ids, chosen);
    this.changed();
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
    say(part("chosen-words"), chosenWords(this.selection.chosen().length, this.selection.size, this.selection.others));
  }

  /** @param {HTMLLIElement} item @param {Member} member */
  #fill(item, member) {
    const [tick] = item.getElementsByTagName("input");
    const [both, name, known] = item.getElementsByTagName("span");
    const [own] = item.getElementsByTagName("button");
    if (!tick || !both || !name || !known || !own) return;
    tick.value = member.profile_id;
    tick.checked = this.selection.has(member.profile_id);
    say(name, memberName(member));
    say(known, [member.status, openedBefore(member)].filter(Boolean).join(" · "));
    const words = ownWords(this.selection.ownOf(member.profile_id));
    say(own, words || "Add as…");
    own.dataset.own = String(words !== "");
    own.ariaLabel = words ? `${memberName(member)}: ${words}. Change` : `Add ${memberName(member)} as something else`;
  }

  #fresh() {
    const tick = make("input");
    tick.type = "checkbox";
    const both = make("span", make("span"), make("span"));
    both.className = "both";
    const own = button("", () => this.#give(tick.value));
    return make("li", make("div", make("label", tick, both), own));
  }

  /** @param {string} profile_id */
  #give(profile_id) {
    const member = this.#matching().find((one) => one.profile_id === profile_id);
    if (member) this.onown(member);
  }
}

/** @param {string} text */
function note(text) {
  part("people-note").hidden = !text;
  say(part("people-note"), text);
}

/** @param {Member} member */
function idOf({profile_id}) {
  return profile_id;
}
