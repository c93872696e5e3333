// The mutual proof of the WebSocket route: both sides show that they know the same key, and the key never travels.

const encoder = new TextEncoder();
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const oneTimeKeyBytes = 16;

/**
 * Reads the key that “greenhouse-companion pair” prints: 26 characters of RFC 4648 base32, in groups, in any case.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | null} null when it cannot be such a key
 */
export function parseKey(text) {
  const characters = text.toUpperCase().replace(/[\s-]/g, "");
  if (!/^[A-Z2-7]{26}$/.test(characters)) return null;
  const bits = [...characters].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  // 26 characters carry 130 bits; the two that 16 bytes do not need must be zero, or it was misread.
  if (!bits.endsWith("00")) return null;
  return Uint8Array.from({length: oneTimeKeyBytes}, (_, i) => parseInt(bits.slice(i * 8, i * 8 + 8), 2));
}

/** @param {Uint8Array<ArrayBuffer>} key @returns {Promise<string>} */
export async function keyID(key) {
  const digest = await crypto.subtle.digest("SHA-256", joined("greenhouse-companion key id", key));
  return toHex(new Uint8Array(digest).slice(0, 8));
}

/** A fresh challenge. */
export function makeNonce() {
  return crypto.getRandomValues(new Uint8Array(32));
}

/**
 * What both sides compute from the key, the port and the two challenges. With the port in it, a program at another port that
 * passes everything on to the service is found out: what the service proves is not what we check.
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {number} port the one that we dialled
 * @param {Uint8Array<ArrayBuffer>} client the client's challenge
 * @param {Uint8Array<ArrayBuffer>} server the server's challenge
 */
export async function proofs(key, port, client, server) {
  const sign = await signer(key);
  const both = [Uint8Array.of(port >> 8, port & 0xff), client, server];
  return {
    clientProof: await sign(joined("greenhouse-companion client", ...both)),
    longTermKey: await sign(joined("greenhouse-companion long-term", ...both)),
    /** @param {Uint8Array<ArrayBuffer>} proof compared in constant time by the browser itself */
    serverProofIs: (proof) => verify(key, proof, joined("greenhouse-companion server", ...both)),
  };
}

/** @param {Uint8Array<ArrayBuffer>} key */
async function signer(key) {
  const hmac = await importKey(key, "sign");
  /** @param {Uint8Array<ArrayBuffer>} data */
  return async (data) => new Uint8Array(await crypto.subtle.sign("HMAC", hmac, data));
}

/** @param {Uint8Array<ArrayBuffer>} key @param {Uint8Array<ArrayBuffer>} proof @param {Uint8Array<ArrayBuffer>} data */
async function verify(key, proof, data) {
  return crypto.subtle.verify("HMAC", await importKey(key, "verify"), proof, data);
}

/** @param {Uint8Array<ArrayBuffer>} key @param {"sign" | "verify"} use */
function importKey(key, use) {
  return crypto.subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, [use]);
}

/** @param {string} label @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} label, a zero byte, the parts */
function joined(label, ...parts) {
  return new Uint8Array([...encoder.encode(label), 0, ...parts.flatMap((part) => [...part])]);
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

/** @param {string} hex @returns {Uint8Array<ArrayBuffer>} */
export function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  // In parts, because a function takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} empty when it is not base64 */
export function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
