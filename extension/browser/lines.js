// Lines over the two routes of ../PROTOCOL.md: a native messaging port and a WebSocket. Both begin to listen at once and
// report their end once, with a word from reasons.js.

import {portError} from "./browsers.js";
import {nativeReason} from "./reasons.js";

/**
 * @typedef {import("./session.js").Line} Line
 * @typedef {import("./browsers.js").FirefoxPort & {postMessage(m: object): void, disconnect(): void,
 *   onMessage: {addListener(f: (m: any) => void): void}, onDisconnect: {addListener(f: () => void): void}}} Port
 */

/**
 * @param {Port} port from runtime.connectNative
 * @param {() => string} lastError what runtime.lastError says; it must be read inside the disconnect event
 * @returns {Line}
 */
export function nativeLine(port, lastError) {
  /** @type {Line} */
  const line = {
    send: (message) => port.postMessage(message),
    close: () => port.disconnect(),
    onmessage: () => {},
    onclose: () => {},
  };
  port.onMessage.addListener((message) => line.onmessage(message));
  port.onDisconnect.addListener(() => line.onclose(nativeReason(portError(port, lastError()))));
  return line;
}

/**
 * @param {WebSocket} socket still connecting
 * @returns {Promise<Line>} rejects when nothing listens; browsers do not say why
 */
export function socketLine(socket) {
  /** @type {Line} */
  const line = {
    send: (message) => socket.send(JSON.stringify(message)),
    close: () => socket.close(),
    onmessage: () => {},
    onclose: () => {},
  };
  socket.onmessage = ({data}) => deliver(line, data);
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(line);
    socket.onclose = () => {
      reject(new Error("closed before it opened"));
      line.onclose("websocket_closed");
    };
  });
}

/** @param {Line} line @param {string} data */
function deliver(line, data) {
  try {
    line.onmessage(JSON.parse(data));
  } catch {
    line.close(); // whoever sends this does not speak our protocol
  }
}
