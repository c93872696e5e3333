// A CSV file of the people: how far it is, and saving it. It is made in this page, which must stay open meanwhile.

import {filenameOf} from "../form.js";
import {find, make, onPress, part, say} from "../panel/dom.js";
import {troubleWords} from "../panel/words.js";
import {ask} from "../panel/worker.js";
import {SheetMaking} from "./making.js";
import {absentWords, sheetWords} from "./words.js";

/** SheetView paints #sheet for one file at a time. */
export class SheetView {
  /** @type {SheetMaking | undefined} */
  #making;
  #running = false;
  #name = "";

  /** @param {(opened: Set<string>) => void} onend told who is fetched now, when the file is whole or stands still */
  constructor(onend) {
    this.onend = onend;
    onPress("sheet-stop", () => (this.#running = false));
    onPress("sheet-go-on", () => this.#run());
    addEventListener("beforeunload", (event) => this.#running && event.preventDefault());
  }

  get isRunning() {
    return this.#running;
  }

  /**
   * @param {string} name of the folder
   * @param {import("../messages.js").SheetFormat} format
   * @param {import("../messages.js").Member[]} chosen
   * @param {number} atMost how many may be opened
   */
  begin(name, format, chosen, atMost) {
    this.#name = filenameOf(`${name}.csv`);
    this.#making = new SheetMaking(format, chosen, atMost, (query) => ask({ask: "sheet", query}, 3));
    return this.#run();
  }

  async #run() {
    const making = this.#making;
    if (!making || this.#running) return;
    this.#running = true;
    this.#paint(making);
    part("sheet").scrollIntoView({block: "nearest"});
    const trouble = await this.#steps(making).then(() => "", troubleWords);
    this.#running = false;
    this.#offer(making);
    this.#paint(making, trouble);
    if (making.isWhole) find("sheet-save", HTMLAnchorElement).click();
    this.onend(making.opened);
  }

  /** @param {SheetMaking} making */
  async #steps(making) {
    while (this.#running && !making.isWhole) {
      await making.step();
      this.#paint(making);
    }
  }

  /** What is there can be saved, also when the file is not whole: it may have cost credits. @param {SheetMaking} making */
  #offer(making) {
    const link = find("sheet-save", HTMLAnchorElement);
    if (link.href) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob(making.texts, {type: "text/csv"}));
    link.download = this.#name;
  }

  /** @param {SheetMaking} making @param {string} [trouble] */
  #paint(making, trouble = "") {
    part("sheet").hidden = false;
    const bar = find("sheet-bar", HTMLProgressElement);
    bar.max = Math.max(making.total, 1);
    bar.value = making.done;
    say(part("sheet-words"), sheetWords(making, this.#running));
    part("sheet-trouble").hidden = !trouble;
    say(part("sheet-trouble"), trouble);
    part("sheet-stop").hidden = !this.#running;
    part("sheet-go-on").hidden = this.#running || making.isWhole;
    part("sheet-save").hidden = this.#running || making.texts.length === 0;
    part("sheet-absent").replaceChildren(...making.absent.map((one) => make("li", absentWords(one))));
  }
}
