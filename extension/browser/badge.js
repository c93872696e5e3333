// The number on the toolbar button: how many adds have not come to their end.

/** @param {import("./outbox.js").Entry[]} entries @returns {number} */
export function openCount(entries) {
  return entries.filter((entry) => entry.state !== "final").length;
}

/** The button has room for four characters. @param {number} count @returns {string} */
export function badgeText(count) {
  if (count === 0) return "";
  return count > 99 ? "99+" : String(count);
}

/** @param {number} count @returns {string} */
export function badgeTitle(count) {
  if (count === 0) return "Add to Greenhouse";
  return count === 1 ? "Add to Greenhouse (1 add under way)" : `Add to Greenhouse (${count} adds under way)`;
}
