// The page's connection to the service: a WebSocket that needs both secrets of the session, the browser's cookie and the
// page's own.

import {DoorError} from "../../../extension/browser/errors.js";
import {socketLine} from "../../../extension/browser/lines.js";
import {protocolVersion} from "../../../extension/browser/messages.js";
import {Session} from "../../../extension/browser/session.js";

/** @returns {Promise<import("../../../extension/browser/doors.js").Door>} rejects with a DoorError */
export async function openLink() {
  const secret = localStorage.getItem("page") ?? "";
  const socket = new WebSocket(`ws://${location.host}/ws`, ["greenhouse-companion", `session.${secret}`]);
  const line = await socketLine(socket).catch(explain);
  const session = new Session(line);
  try {
    await session.request({type: "hello", protocol: protocolVersion, client: {name: "dashboard", version: "1"}});
  } catch (error) {
    session.close();
    throw error;
  }
  return {name: "websocket", session, confirmed: true};
}

/** A browser does not say why a WebSocket did not open, but it does for a page. @returns {Promise<never>} */
async function explain() {
  const reply = await fetch("/", {redirect: "manual"}).catch(() => undefined);
  if (!reply) throw new DoorError("service_not_running");
  if (reply.type === "opaqueredirect") location.replace("/open");
  throw new DoorError("websocket_closed");
}
