// The little that the panel needs to build and find elements. Text only ever becomes text, never markup.

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function find(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return element;
}

/** @param {string} id */
export function part(id) {
  return find(id, HTMLElement);
}

/** @param {string} id */
export function field(id) {
  return find(id, HTMLInputElement);
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {...(Node | string)} children
 */
export function make(tag, ...children) {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}

/** @param {string} label @param {() => void} press @returns {HTMLButtonElement} */
export function button(label, press) {
  const made = make("button", label);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/** @param {string} id @param {() => void} action instead of what a browser does with a form */
export function onSubmit(id, action) {
  find(id, HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    action();
  });
}

/** @param {string} id @param {() => void} action */
export function onPress(id, action) {
  part(id).addEventListener("click", action);
}

/**
 * Sets text only when it differs, so that screen readers are not told the same thing again. A space that does not collapse
 * keeps the line's height when there is nothing to say.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function say(element, text) {
  const wanted = text || "\u00a0";
  if (element.textContent !== wanted) element.textContent = wanted;
}
