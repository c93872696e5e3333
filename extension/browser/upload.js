// Hands a file over to the service, piece by piece: a message may have 1 MiB and a file more.

import {ServiceError} from "./errors.js";
import {upload} from "./messages.js";
import {toBase64} from "./pairing.js";

/** @typedef {import("./messages.js").Message} Message */

export const pieceSize = 512 * 1024;

/**
 * Resolves once the file is safe on the service's disk. The service says where to go on, so this can be begun again at any
 * time, also by another worker.
 * @param {(message: Message) => Promise<Message>} send
 * @param {string} sha256
 * @param {Blob} content
 */
export async function sendFile(send, sha256, content) {
  const {size} = content;
  let answer = await send(upload(sha256, size, 0));
  // Every second piece may get lost, for example to another browser that sends the same file.
  for (let left = 2 * Math.ceil(size / pieceSize) + 4; !answer.complete; left--) {
    if (left === 0 || !(answer.received < size)) throw notTaken();
    answer = await send(upload(sha256, size, answer.received, await piece(content, answer.received)));
  }
}

/** @param {Blob} content @param {number} offset */
async function piece(content, offset) {
  const part = await content.slice(offset, offset + pieceSize).arrayBuffer().catch(() => {
    throw fileLost();
  });
  return toBase64(new Uint8Array(part));
}

function notTaken() {
  return new ServiceError({message: "The service does not take the file."});
}

/** The browser may give up what an extension keeps when the disk gets full. */
export function fileLost() {
  return new ServiceError({code: "file_lost", message: "The résumé is no longer in this browser.",
    remedy: "Choose it and add the person again."});
}
