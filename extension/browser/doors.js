// The two doors to the service. Each function opens one, goes through hello (and the proof), and gives an open session.

import {DoorError, ServiceError} from "./errors.js";
import {hello, prove} from "./messages.js";
import {fromBase64, fromHex, keyID, makeNonce, proofs, toBase64, toHex} from "./pairing.js";
import {Session} from "./session.js";

/**
 * @typedef {{name: "native" | "websocket", session: Session, confirmed: boolean}} Door
 * @typedef {{get(): Promise<string>, set(hex: string): Promise<void>}} KeyPlace where the pairing key rests, as hex
 */

/** The ports of which the service takes the first free one. */
export const ports = [47810, 47811, 47812, 47813, 47814];
const helloPatienceMs = 8_000;

/** @param {import("./session.js").Line} line @param {string} version @returns {Promise<Door>} */
export async function openNative(line, version) {
  const session = new Session(line);
  try {
    const welcome = await soon(session.request(hello(version)));
    return {name: "native", session, confirmed: welcome.confirmed !== false};
  } catch (error) {
    session.close();
    throw new DoorError(isForbidden(error) ? "native_refused" : reasonOf(error, "native_unknown"), error);
  }
}

/**
 * All ports are tried side by side, because on some systems a refused connection takes seconds to be reported. No GET of
 * /v1/about comes first: the WebSocket finds the service just as well and needs no host permission.
 * @param {(port: number) => Promise<import("./session.js").Line>} dial
 * @param {KeyPlace} place
 * @param {string} version
 * @returns {Promise<Door>}
 */
export async function openSocket(dial, place, version) {
  const key = fromHex(await place.get());
  const attempts = ports.map((port) => tryPort(dial, port, key, version));
  const proven = await firstOf(attempts, key.length ? "service_not_running" : "websocket_not_found");
  if (key.length && proven.longTermKey) await usePaired(proven, place);
  return {name: "websocket", session: proven.session, confirmed: true};
}

/** @typedef {{session: Session, clientProof?: Uint8Array<ArrayBuffer>, longTermKey?: Uint8Array<ArrayBuffer>}} Proven */

/**
 * @param {(port: number) => Promise<import("./session.js").Line>} dial
 * @param {number} port
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {string} version
 * @returns {Promise<Proven>}
 */
async function tryPort(dial, port, key, version) {
  const line = await dial(port).catch(() => {
    throw new DoorError("websocket_not_found");
  });
  const session = new Session(line);
  try {
    return {session, ...(await greet(session, port, key, version))};
  } catch (error) {
    session.close();
    throw new DoorError(pairingReason(error, key), error);
  }
}

/**
 * Says hello and lets the service prove that it knows the key. Nothing about a person is sent before that: without it any
 * program of this computer could wait at the port for people to be handed over.
 * @param {Session} session
 * @param {number} port
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {string} version
 */
async function greet(session, port, key, version) {
  if (!key.length) {
    await soon(session.request(hello(version))); // only to tell "not paired" from "nobody there"
    throw new DoorError("websocket_not_paired");
  }
  const nonce = makeNonce();
  const welcome = await soon(session.request(hello(version, {key_id: await keyID(key), challenge: toBase64(nonce)})));
  const {serverProofIs, clientProof, longTermKey} = await proofs(key, port, nonce, fromBase64(welcome.challenge ?? ""));
  if (!(await serverProofIs(fromBase64(welcome.proof ?? "")))) throw new DoorError("websocket_impostor");
  return {clientProof, longTermKey};
}

/**
 * Proves ourselves. The next key is kept before the proof is sent: the service changes over the moment it reads the proof,
 * and a worker that dies just then must not be left with the old key only.
 * @param {Proven} proven
 * @param {KeyPlace} place
 */
async function usePaired({session, clientProof, longTermKey}, place) {
  if (!clientProof || !longTermKey) return;
  const before = await place.get();
  if (isOneTime(before)) await place.set(toHex(longTermKey));
  try {
    const proved = await soon(session.request(prove(toBase64(clientProof))));
    if (!isOneTime(before) || proved.client_key_id === (await keyID(longTermKey))) return;
    throw new DoorError("websocket_key_refused");
  } catch (error) {
    session.close();
    throw new DoorError(pairingReason(error, longTermKey));
  }
}

/** @param {string} hex a one-time key has 16 bytes, a long-term key 32 */
function isOneTime(hex) {
  return hex.length === 32;
}

/**
 * The first port whose service proved itself; sessions of any others are closed. When none did, the error that says most.
 * @param {Promise<Proven>[]} attempts
 * @param {string} nobody the reason when nothing listens
 */
async function firstOf(attempts, nobody) {
  const first = await Promise.any(attempts).catch(() => null);
  if (!first) throw mostTelling(await Promise.allSettled(attempts)) ?? new DoorError(nobody);
  for (const attempt of attempts) attempt.then((other) => other === first || other.session.close(), () => {});
  return first;
}

/** @param {PromiseSettledResult<Proven>[]} results @returns {DoorError | undefined} undefined when nothing answered */
function mostTelling(results) {
  const seen = results.map((result) => (result.status === "rejected" ? result.reason : undefined));
  const order = ["websocket_impostor", "websocket_key_refused", "websocket_not_paired", "protocol_version", "no_answer",
    "websocket_closed"];
  return order.map((reason) => seen.find((error) => error?.reason === reason)).find(Boolean);
}

/** @param {unknown} error @param {Uint8Array} key */
function pairingReason(error, key) {
  if (isForbidden(error)) {
    return key.length ? "websocket_key_refused" : "websocket_not_paired";
  }
  return reasonOf(error, "websocket_closed");
}

/** The service will say the same again until a person does something. @param {unknown} error */
export function isForbidden(error) {
  return error instanceof ServiceError && error.code === "forbidden";
}

/** @param {unknown} error @param {string} otherwise */
function reasonOf(error, otherwise) {
  if (error instanceof DoorError) return error.reason;
  if (error instanceof ServiceError && ["service_not_running", "protocol_version"].includes(error.code)) return error.code;
  return otherwise;
}

/**
 * Hello is answered at once or by something else than our service.
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
function soon(answer) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DoorError("no_answer")), helloPatienceMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
