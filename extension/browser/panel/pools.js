// The choice of a prospect pool and a stage of it. Both are optional.

import {make, part, say, find} from "./dom.js";
import {poolWords} from "./words.js";

/** @typedef {import("../messages.js").Pool} Pool */

/** PoolPicker is out of sight where there is no pool to choose; the line below it says why. */
export class PoolPicker {
  /** @type {Pool[]} */
  #pools = [];

  /** @param {string} prefix of the ids in the page @param {() => void} onpick */
  constructor(prefix, onpick) {
    this.prefix = prefix;
    this.pool = find(`${prefix}pool`, HTMLSelectElement);
    this.stage = find(`${prefix}pool-stage`, HTMLSelectElement);
    this.pool.addEventListener("change", () => {
      this.#paintStages("");
      onpick();
    });
    this.stage.addEventListener("change", onpick);
  }

  /** @param {import("../messages.js").Pools} found @param {{pool_id?: string, stage_id?: string}} [picked] chosen where it is among them */
  setPools({pools, missing}, picked = this.value()) {
    this.#pools = pools;
    part(`${this.prefix}pool-choice`).hidden = pools.length === 0;
    this.note(pools.length ? "" : poolWords(missing));
    fill(this.pool, "No pool", pools, picked.pool_id);
    this.#paintStages(picked.stage_id);
  }

  /** @param {string} text */
  note(text) {
    part(`${this.prefix}pool-note`).hidden = !text;
    say(part(`${this.prefix}pool-note`), text);
  }

  /** @returns {{pool_id: string, stage_id: string}} "" for none */
  value() {
    return {pool_id: this.pool.value, stage_id: this.stage.value};
  }

  /** @param {string} [stage_id] */
  #paintStages(stage_id) {
    const stages = this.#pools.find(({id}) => id === this.pool.value)?.stages ?? [];
    fill(this.stage, "No stage", stages, stage_id);
    this.stage.disabled = stages.length === 0;
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {string} none
 * @param {{id: string, name: string}[]} choices
 * @param {string} [chosen]
 */
function fill(select, none, choices, chosen = "") {
  const known = choices.some(({id}) => id === chosen);
  select.replaceChildren(option("", none), ...choices.map(({id, name}) => option(id, name)));
  select.value = known ? chosen : "";
}

/** @param {string} value @param {string} text */
export function option(value, text) {
  const made = make("option", text);
  made.value = value;
  return made;
}
