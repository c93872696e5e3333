// Who of a folder is chosen, as plain values.

/**
 * @typedef {import("../messages.js").Member} Member
 * @typedef {{chosen: number, fetched: number, unopened: number}} Credits
 */

/** Selection keeps the people of one folder in their order, each once, and who of them is chosen. */
export class Selection {
  /** @type {Map<string, Member>} */
  #members = new Map();
  /** @type {Set<string>} */
  #chosen = new Set();

  /** A list that changed between two of its pages may name somebody twice. @param {Member[]} members more of the folder */
  add(members) {
    for (const member of members) this.#members.set(member.profile_id, member);
  }

  get size() {
    return this.#members.size;
  }

  /** @param {string} profile_id */
  has(profile_id) {
    return this.#chosen.has(profile_id);
  }

  /** @param {Iterable<string>} profile_ids @param {boolean} chosen */
  set(profile_ids, chosen) {
    for (const id of profile_ids) {
      if (chosen) this.#chosen.add(id);
      else this.#chosen.delete(id);
    }
  }

  /** @param {string} query words that must all be part of name, profile number or status @returns {Member[]} */
  matching(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return [...this.#members.values()].filter((member) => words.every((word) => textOf(member).includes(word)));
  }

  /** The chosen ones, in the folder's order. @returns {Member[]} */
  chosen() {
    return [...this.#members.values()].filter((member) => this.has(member.profile_id));
  }

  /** @returns {Credits} */
  credits() {
    const chosen = this.chosen();
    const fetched = chosen.filter((member) => member.fetched).length;
    return {chosen: chosen.length, fetched, unopened: chosen.length - fetched};
  }
}

/** @param {Member} member */
function textOf({name = "", profile_id, status = ""}) {
  return `${name} ${profile_id} ${status}`.toLowerCase();
}
