// Whether the person seems to be in Greenhouse already. The line has its place also while there is nothing to say.

import {make, part, say} from "./dom.js";
import {verdictWords} from "./words.js";

/** @typedef {import("../messages.js").Verdict} Verdict */

/** VerdictView paints #verdict. */
export class VerdictView {
  #links = "";

  /** @param {Verdict} [verdict] none says nothing, as while it is asked for */
  show(verdict) {
    const {level, words, detail} = verdictWords(verdict, Date.now());
    part("verdict").dataset.level = level;
    say(part("verdict-words"), words);
    say(part("verdict-detail"), detail);
    this.#showLinks(verdict?.people ?? []);
  }

  /** Made anew only when they differ: somebody may have the focus on one. @param {Verdict["people"]} people */
  #showLinks(people) {
    const wanted = people.map(({link}) => link).join(" ");
    if (wanted === this.#links) return;
    this.#links = wanted;
    part("verdict-links").replaceChildren(...people.map(({link}, i) => openLink(link, i, people.length)));
  }
}

/** @param {string} href @param {number} i @param {number} count */
function openLink(href, i, count) {
  const link = make("a", i === 0 ? "Open" : String(i + 1));
  link.href = href;
  link.target = "_blank";
  link.rel = "noreferrer";
  link.ariaLabel = count === 1 ? "Open in Greenhouse" : `Open person ${i + 1} of ${count} in Greenhouse`;
  return link;
}
