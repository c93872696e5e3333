// The panel's line to the extension's worker: questions with answers, and what the worker says unasked.

import {ServiceError} from "../errors.js";

const reopenMs = 200;

/**
 * @param {{ask: string, [field: string]: any}} question
 * @param {number} [attempts] more than one only for questions that may be asked twice; the worker may die while it answers
 * @returns {Promise<any>} rejects with a ServiceError whose code may also be a word from reasons.js
 */
export async function ask(question, attempts = 1) {
  try {
    const reply = await chrome.runtime.sendMessage(question);
    if (reply.trouble) throw new ServiceError(reply.trouble);
    return reply.value;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    if (attempts > 1) return ask(question, attempts - 1);
    throw new ServiceError({message: "The extension did not answer.", remedy: "Try again."});
  }
}

/**
 * Hears what the worker pushes, also from the worker that the browser starts after this one.
 * @param {(push: import("../app.js").Push) => void} onpush
 */
export function listen(onpush) {
  const port = chrome.runtime.connect(undefined, {name: "panel"});
  port.onMessage.addListener(onpush);
  port.onDisconnect.addListener(() => setTimeout(() => listen(onpush), reopenMs));
}
