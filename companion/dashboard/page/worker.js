// Takes the place of ../../../extension/browser/panel/worker.js in the pages that the service shows: the same questions and
// the same pushes, without an extension.

import {ServiceError} from "../../../extension/browser/errors.js";
import {handle} from "../../../extension/browser/handlers.js";
import {PageApp} from "./pageapp.js";

const app = new PageApp();

/** @param {{ask: string, [field: string]: any}} question @returns {Promise<any>} rejects with a ServiceError */
export async function ask(question) {
  const reply = await handle(/** @type {any} */ (app), question);
  if (reply.trouble) throw new ServiceError(reply.trouble);
  return reply.value;
}

/** @param {(push: import("../../../extension/browser/app.js").Push) => void} onpush */
export function listen(onpush) {
  app.listen(onpush);
}

/**
 * Sends a message of the dashboard's own.
 * @param {import("../../../extension/browser/messages.js").Message} message
 * @returns {Promise<import("../../../extension/browser/messages.js").Message>} rejects with a ServiceError or DoorError
 */
export function request(message) {
  return app.transport.request(message);
}
