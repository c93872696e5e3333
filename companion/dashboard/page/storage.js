// What the extension's pages find in a browser extension, as far as they use it here: a place for the recruiter's last choices.

/** @type {import("../../../extension/browser/outbox.js").Storage} */
export const storage = {
  async get(key) {
    const names = key === null ? Object.keys(sessionStorage) : [key].flat();
    return Object.fromEntries(names.flatMap(entry));
  },

  async set(values) {
    for (const [name, value] of Object.entries(values)) sessionStorage.setItem(name, JSON.stringify(value));
  },

  async remove(key) {
    for (const name of [key].flat()) sessionStorage.removeItem(name);
  },
};

/** @param {string} name @returns {[string, any][]} */
function entry(name) {
  const text = sessionStorage.getItem(name);
  return text === null ? [] : [[name, JSON.parse(text)]];
}

/** @type {any} */ (globalThis).chrome = {storage: {local: storage}, runtime: {}};
