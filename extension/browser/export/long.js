// A list of many thousands that stays smooth: only the rows in sight, and a few around them, are in the page.

import {make} from "../panel/dom.js";

const around = 5;

/**
 * LongList fills the list inside a box that scrolls; every row has the same height.
 * @template Row
 */
export class LongList {
  /** @type {Row[]} */
  #rows = [];
  /** @type {Map<number, HTMLLIElement>} */
  #shown = new Map();

  /**
   * @param {HTMLElement} box with a list in it
   * @param {number} height of a row, in pixels
   * @param {{fresh: () => HTMLLIElement, fill: (item: HTMLLIElement, row: Row) => void}} paint what a row looks like; an item
   *   may be filled again with another row
   */
  constructor(box, height, paint) {
    this.box = box;
    this.list = box.querySelector("ul") ?? box.appendChild(make("ul"));
    this.height = height;
    this.paint = paint;
    box.addEventListener("scroll", () => this.#paint());
    new ResizeObserver(() => this.#paint()).observe(box);
  }

  /** @param {Row[]} rows */
  show(rows) {
    this.#rows = rows;
    this.list.style.height = `${rows.length * this.height}px`;
    this.#paint();
  }

  toTop() {
    this.box.scrollTop = 0;
  }

  #paint() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - around);
    const end = Math.min(this.#rows.length, first + Math.ceil(this.box.clientHeight / this.height) + 2 * around);
    for (const [i, item] of this.#shown) {
      if (i >= first && i < end) continue;
      item.remove();
      this.#shown.delete(i);
    }
    this.#fill(first, end);
  }

  /** Items that stay are not moved, so that what has the focus keeps it. @param {number} first @param {number} end */
  #fill(first, end) {
    let next = this.list.firstElementChild;
    for (let i = first; i < end; i++) {
      const item = this.#shown.get(i) ?? this.#fresh(i);
      if (item === next) next = next.nextElementSibling;
      else this.list.insertBefore(item, next);
      item.ariaSetSize = String(this.#rows.length);
      this.paint.fill(item, /** @type {Row} */ (this.#rows[i]));
    }
  }

  /** @param {number} i */
  #fresh(i) {
    const item = this.paint.fresh();
    item.style.height = `${this.height}px`;
    item.style.top = `${i * this.height}px`;
    item.ariaPosInSet = String(i + 1);
    this.#shown.set(i, item);
    return item;
  }
}
