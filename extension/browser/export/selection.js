// Who of a folder is chosen, and who goes elsewhere than the others, as plain values.

import {targetOf} from "../form.js";

/**
 * @typedef {import("../messages.js").Member} Member
 * @typedef {import("./own.js").Own} Own
 * @typedef {{chosen: number, fetched: number, unopened: number}} Credits
 */

/** Selection keeps the people of one folder in their order, each once, and who of them is chosen. */
export class Selection {
  /** @type {Map<string, Member>} */
  #members = new Map();
  /** @type {Set<string>} */
  #chosen = new Set();
  /** @type {Map<string, Own>} */
  #own = new Map();

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

  /** @param {string} profile_id */
  ownOf(profile_id) {
    return this.#own.get(profile_id);
  }

  /** Whoever is given a target of their own is chosen by it. @param {string} profile_id @param {Own | undefined} own */
  give(profile_id, own) {
    if (!own) {
      this.#own.delete(profile_id);
      return;
    }
    this.#own.set(profile_id, own);
    this.#chosen.add(profile_id);
  }

  /** How many of the chosen have a target of their own. */
  get others() {
    return this.chosen().filter(({profile_id}) => this.#own.has(profile_id)).length;
  }

  /** The chosen ones as a request names them. @returns {import("../messages.js").BatchPerson[]} */
  people() {
    return this.chosen().map(({profile_id}) => {
      const own = this.#own.get(profile_id);
      return {profile_id, ...(own && {target: targetOf(own.target)})};
    });
  }

  /** @param {Iterable<string>} profile_ids of people who have been fetched by now */
  fetched(profile_ids) {
    for (const id of profile_ids) {
      const member = this.#members.get(id);
      if (member) this.#members.set(id, {...member, fetched: true});
    }
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
