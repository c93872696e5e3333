// The two ways in which a conversation with the service goes wrong: it answers with an error, or there is no way to it.

/** An error message from the service; decide by its code only. */
export class ServiceError extends Error {
  /** @param {Record<string, any>} fields of the message */
  constructor({code = "internal", message = "The service reported an error.", meaning = "", remedy = ""}) {
    super(message);
    this.code = code;
    this.meaning = meaning;
    this.remedy = remedy;
  }
}

/** No answer can be had; reason is one of the words in reasons.js. */
export class DoorError extends Error {
  /** @param {string} reason @param {unknown} [cause] what the service said, if it said anything */
  constructor(reason, cause) {
    super(reason, {cause});
    this.reason = reason;
  }
}

/**
 * An error as plain data, the shape in which it travels between the worker and the panel and rests in the outbox.
 * @typedef {{code: string, message: string, meaning: string, remedy: string}} Trouble
 * @param {unknown} error
 * @returns {Trouble}
 */
export function troubleOf(error) {
  if (error instanceof ServiceError) {
    return {code: error.code, message: error.message, meaning: error.meaning, remedy: error.remedy};
  }
  if (error instanceof DoorError) return {code: error.reason, message: "", meaning: "", remedy: ""};
  return {code: "internal", message: "The extension made a mistake.", meaning: "", remedy: "Reload the extension and try again."};
}

// Errors that are about the service's present condition and not about what was sent: the same again may do later.
const passing = new Set(["disk_full", "closing", "internal", "service_not_running", "confirmation_needed", "forbidden",
  "hello_required", "protocol_version", "not_connected", "busy", "file_missing"]);

/** Whether what was sent stays to be sent again. @param {unknown} error */
export function isPassing(error) {
  return error instanceof DoorError || passing.has(troubleOf(error).code);
}
