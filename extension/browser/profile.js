// Which person an address shows. Only the address is looked at, never the page:
// https://github.com/AmazingHiring/integration-starter-kit has its form, /profiles/<id> and anything after it.

export const defaultHost = "search.amazinghiring.com";
const largestID = 2n ** 63n - 1n;

/**
 * The id of the profile at an address.
 * @param {string} address
 * @param {string} [host] with a port where it is not the usual one
 * @returns {string} empty when it is not a profile of that host
 */
export function profileID(address, host = defaultHost) {
  const url = parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.host !== host.toLowerCase()) return "";
  const id = /^\/profiles\/([1-9][0-9]{0,18})(?:\/|$)/.exec(url.pathname)?.[1] ?? "";
  return id && BigInt(id) <= largestID ? id : "";
}

/**
 * The host in what somebody typed into the options: a host, or any address on it.
 * @param {string} text
 * @returns {string} the default for nothing, empty when it is no host
 */
export function hostOf(text) {
  const typed = text.trim();
  if (!typed) return defaultHost;
  const url = parse(typed.includes("://") ? typed : `https://${typed}`);
  return url && !url.username && /^https?:$/.test(url.protocol) ? url.host : "";
}

/** @param {string} address @returns {URL | null} */
function parse(address) {
  return URL.canParse(address) ? new URL(address) : null;
}
