// Whether later changes of an export's people follow, and how many did.

import {field, part, say} from "../panel/dom.js";
import {updateWords} from "./words.js";

/** FollowView paints #batch-follow. */
export class FollowView {
  /** @param {(on: boolean) => void} onchange told when the switch is turned */
  constructor(onchange) {
    field("batch-updates").addEventListener("change", () => onchange(field("batch-updates").checked));
  }

  hide() {
    part("batch-follow").hidden = true;
  }

  /** Rows of a spreadsheet come from no folder, so nothing can follow. @param {import("../messages.js").BatchInfo} info */
  show(info) {
    part("batch-follow").hidden = info.kind !== "folder" || info.state === "cancelled";
    field("batch-updates").checked = info.auto_update === true;
    say(part("batch-updates-words"), updateWords(info));
  }
}
