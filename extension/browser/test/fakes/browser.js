// The parts of the chrome object that the worker touches; each event can be fired by the test.

import {MemoryStorage} from "./storage.js";

function event() {
  const listeners = [];
  return {listeners, addListener: (f) => listeners.push(f), fire: (...args) => listeners.map((f) => f(...args))};
}

/** @param {(message: object) => object | object[] | undefined} [answer] of the service behind the native host */
export function fakeBrowser(answer = () => undefined) {
  const calls = [];
  const note = (name) => (...args) => calls.push([name, ...args]);
  return {
    calls,
    action: {onClicked: event(), setBadgeText: note("badge"), setTitle: note("title")},
    sidePanel: {open: note("open")},
    alarms: {onAlarm: event(), create: note("alarm"), clear: note("no alarm")},
    storage: {local: new MemoryStorage()},
    runtime: {
      onConnect: event(), onMessage: event(), onStartup: event(), onInstalled: event(),
      lastError: undefined,
      getManifest: () => ({version: "1.0.0"}),
      connectNative: (name) => nativePort(name, answer, calls),
      getURL: (path) => `chrome-extension://ours/${path}`,
    },
  };
}

function nativePort(name, answer, calls) {
  calls.push(["connectNative", name]);
  const port = {onMessage: event(), onDisconnect: event(), disconnect: () => calls.push(["disconnect"])};
  port.postMessage = (message) => {
    calls.push(["send", message.type]);
    for (const said of [answer(message) ?? []].flat()) queueMicrotask(() => port.onMessage.fire(said));
  };
  return port;
}
