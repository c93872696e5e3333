// Another target for one person than everybody's.

import {isTarget} from "../form.js";
import {find, onPress, onSubmit, part, say} from "../panel/dom.js";
import {TargetView} from "../panel/target.js";

/**
 * @typedef {import("../settings.js").LastTarget} LastTarget
 * @typedef {{target: LastTarget, job?: import("../settings.js").Job}} Own
 */

/** OwnTarget asks for it in a dialog. */
export class OwnTarget {
  /** @type {(own: Own | undefined) => void} */
  #decided = () => {};

  constructor() {
    this.dialog = find("own", HTMLDialogElement);
    this.target = new TargetView(() => this.#check(), "own-");
    onSubmit("own-form", () => this.#keep());
    onPress("own-clear", () => this.#end(undefined));
    onPress("own-close", () => this.dialog.close());
  }

  /**
   * @param {string} name
   * @param {Own} shown what the choice begins with
   * @param {boolean} has whether the person has another target already
   * @param {(own: Own | undefined) => void} decided told what the person gets; undefined is what everybody gets
   */
  async open(name, shown, has, decided) {
    this.#decided = decided;
    say(part("own-title"), `Add ${name} as`);
    part("own-clear").hidden = !has;
    await this.target.show(shown.target, shown.job);
    if (!this.dialog.open) this.dialog.showModal();
  }

  #check() {
    find("own-keep", HTMLButtonElement).disabled = !isTarget(this.target.value());
  }

  #keep() {
    const target = this.target.value();
    if (isTarget(target)) this.#end({target, job: this.target.jobs.picked});
  }

  /** @param {Own | undefined} own */
  #end(own) {
    this.dialog.close();
    this.#decided(own);
  }
}
