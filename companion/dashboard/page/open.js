// The way in: the key of the link becomes a session. The key leaves the address at once, so that neither the history nor
// somebody who looks at the screen has it.

const key = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

if (key) enter();
else refuse("The dashboard is opened with a link.");

async function enter() {
  const reply = await fetch("/session", {method: "POST", body: JSON.stringify({key})}).catch(() => undefined);
  if (!reply) return refuse("greenhouse-companion did not answer.");
  if (!reply.ok) return refuse("This link was used before, or is too old.");
  const {page} = await reply.json();
  localStorage.setItem("page", page);
  location.replace("/");
}

/** @param {string} why */
function refuse(why) {
  const words = /** @type {HTMLElement} */ (document.getElementById("words"));
  const remedy = /** @type {HTMLElement} */ (document.getElementById("remedy"));
  words.textContent = why;
  remedy.hidden = false;
}

export {}; // makes this a module for the type checker
