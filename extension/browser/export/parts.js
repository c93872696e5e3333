// The people of an export as the service tells them: a part with each answer, as plain values.

/**
 * Parts asks for one part after the other and begins again at the end, so that a long export costs no more to follow than a
 * short one.
 * @template {{request_id: string}} Row
 */
export class Parts {
  /** @type {Row[]} */
  rows = [];
  /** Where the part begins that is to be asked for next. */
  offset = 0;
  /** Whether every part has been seen. */
  isWhole = false;
  #size = Infinity;
  /** @type {Set<number>} parts that were seen after nothing more happened */
  #final = new Set();

  /**
   * @param {number} offset
   * @param {{results?: Row[], more?: boolean, state: string}} answer
   */
  put(offset, {results = [], more, state}) {
    const goesOn = more === true && results.length > 0;
    if (offset === 0) this.#size = goesOn ? results.length : Infinity;
    this.rows.splice(offset, results.length, ...results);
    if (state === "finished") this.#final.add(offset);
    else this.#final.clear();
    this.offset = goesOn ? offset + results.length : 0;
    if (goesOn) return;
    this.isWhole = true;
    this.rows.length = offset + results.length;
  }

  /** Whether nothing that was seen can be otherwise by now, once the export is finished. */
  get isFinal() {
    return this.isWhole && this.#final.size >= Math.max(1, Math.ceil(this.rows.length / this.#size));
  }

  /** Asks next for the part with this person, who has just changed. @param {string} request_id */
  first(request_id) {
    const at = this.rows.findIndex((row) => row.request_id === request_id);
    if (at < 0) return;
    const offset = this.#size === Infinity ? 0 : at - (at % this.#size);
    this.#final.delete(offset);
    this.offset = offset;
  }
}
