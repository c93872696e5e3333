// Why there is no way to the service, in words, and what the recruiter can do about it.

/**
 * @typedef {"again" | "confirm" | "options" | ""} Action the button that helps
 * @typedef {{words: string, remedy: string, action: Action}} Reason
 */

/** @type {Record<string, Reason>} */
export const reasons = {
  connecting: {
    words: "Looking for greenhouse-companion on this computer…",
    remedy: "", action: "",
  },
  service_not_running: {
    words: "greenhouse-companion is installed but not running.",
    remedy: "Start it with “greenhouse-companion start”, then try again.", action: "again",
  },
  host_not_found: {
    words: "greenhouse-companion is not installed for this browser.",
    remedy: "Run “greenhouse-companion install”, then try again.", action: "again",
  },
  host_forbidden: {
    words: "The installed greenhouse-companion does not know this extension.",
    remedy: "Run “greenhouse-companion install” again, then try again.", action: "again",
  },
  native_policy: {
    words: "Your organisation does not let extensions talk to programs directly.",
    remedy: "Pair this browser instead: run “greenhouse-companion pair” and enter the key.", action: "options",
  },
  native_refused: {
    words: "greenhouse-companion refuses this browser.",
    remedy: "Run “greenhouse-companion install” again, then try again.", action: "again",
  },
  host_exited: {
    words: "The connection to greenhouse-companion ended.",
    remedy: "Try again. “greenhouse-companion doctor” says more if it happens again.", action: "again",
  },
  host_garbled: {
    words: "The program that connects the browser with greenhouse-companion answers nonsense.",
    remedy: "Run “greenhouse-companion install” again, then try again.", action: "again",
  },
  native_unknown: {
    words: "The browser could not start the connection to greenhouse-companion.",
    remedy: "Try again. “greenhouse-companion doctor” says more if it happens again.", action: "again",
  },
  no_answer: {
    words: "greenhouse-companion did not answer in time.",
    remedy: "Try again in a moment.", action: "again",
  },
  websocket_not_found: {
    words: "No greenhouse-companion listens on this computer.",
    remedy: "Start it with “greenhouse-companion start”, then try again.", action: "again",
  },
  websocket_not_paired: {
    words: "This browser is not paired with greenhouse-companion.",
    remedy: "Run “greenhouse-companion pair” and enter the key it prints.", action: "options",
  },
  websocket_key_refused: {
    words: "greenhouse-companion does not accept this browser’s key any more.",
    remedy: "Run “greenhouse-companion pair” and enter the new key.", action: "options",
  },
  websocket_impostor: {
    words: "Another program answers in place of greenhouse-companion, so nothing was sent.",
    remedy: "Close that program, or ask the person who looks after this computer. Pair again when it is gone.", action: "again",
  },
  websocket_closed: {
    words: "The connection to greenhouse-companion ended.",
    remedy: "Try again.", action: "again",
  },
  protocol_version: {
    words: "The extension and greenhouse-companion are of versions that do not understand each other.",
    remedy: "Update the older of the two, then try again.", action: "again",
  },
  confirmation_needed: {
    words: "Allow this browser to hand people to greenhouse-companion on this computer?",
    remedy: "It asks once, so that no other extension can do so unnoticed.", action: "confirm",
  },
};

/** @param {string} reason @returns {Reason} */
export function reasonFor(reason) {
  return reasons[reason] ?? {words: "greenhouse-companion cannot be reached.", remedy: "Try again.", action: "again"};
}

// The browsers' own sentences after a native port has closed. They are not documented, and other versions may word them
// differently, so we look for the part that carries the meaning. Firefox says the same of a host that is not there and of
// one that does not know the extension.
/** @type {[RegExp, string][]} */
const nativeTexts = [
  [/host not found|no such native application/i, "host_not_found"],
  [/disabled by the system administrator/i, "native_policy"],
  [/is forbidden/i, "host_forbidden"],
  [/host has exited/i, "host_exited"],
  [/error when communicating/i, "host_garbled"],
];

/** @param {string} text what runtime.lastError says, empty after an orderly end @returns {string} */
export function nativeReason(text) {
  if (!text) return "host_exited";
  return nativeTexts.find(([pattern]) => pattern.test(text))?.[1] ?? "native_unknown";
}

// What the WebSocket door can say that is worth more than the native door's reason: a service answered there, or this
// browser was paired with one. That some program or none listened is not.
const telling = new Set(["service_not_running", "protocol_version", "websocket_not_paired", "websocket_key_refused",
  "websocket_impostor"]);

/**
 * Which of the two doors' reasons helps the recruiter most.
 * @param {string} native
 * @param {string} socket
 */
export function tellingReason(native, socket) {
  if (native === "service_not_running" || native === "protocol_version") return native;
  return telling.has(socket) ? socket : native;
}
