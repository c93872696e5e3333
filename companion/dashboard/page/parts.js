// Small parts that several sections are made of.

import {button, find, make, part, say} from "../../../extension/browser/panel/dom.js";

/** @param {string} text */
export function quiet(text) {
  const made = make("p", text);
  made.className = "quiet";
  return made;
}

/** A command to run in a terminal, with a button that copies it. @param {string} text */
export function command(text) {
  const copy = button("Copy", async () => {
    await navigator.clipboard.writeText(text);
    say(copy, "Copied");
  });
  copy.ariaLabel = `Copy the command ${text}`;
  const made = make("p", make("code", text), " ", copy);
  made.className = "buttons";
  return made;
}

/**
 * Replaces what a list shows only when it is other than before, so that neither focus nor selection is lost for nothing.
 * @param {HTMLElement} list
 * @param {unknown} data that the children are made from
 * @param {() => Node[]} children
 */
export function paintOnce(list, data, children) {
  const painted = JSON.stringify(data);
  if (list.dataset.painted === painted) return;
  list.dataset.painted = painted;
  list.replaceChildren(...children());
}

/**
 * Asks before something that cannot be taken back.
 * @param {string} words
 * @param {string} yes label of the button
 * @returns {Promise<boolean>}
 */
export function sure(words, yes) {
  const dialog = find("sure", HTMLDialogElement);
  say(part("sure-words"), words);
  say(part("sure-yes"), yes);
  dialog.returnValue = "";
  part("sure-yes").onclick = () => dialog.close("yes");
  part("sure-no").onclick = () => dialog.close();
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
  });
}

/** @param {unknown} error as words, for people */
export function messageOf(error) {
  const {message = "", meaning = "", remedy = ""} = /** @type {any} */ (error);
  return [message, meaning, remedy].filter(Boolean).join(" ");
}
