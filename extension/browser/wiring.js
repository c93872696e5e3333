// Every listener of the background, registered in one synchronous go: the browser starts it for an event and delivers the
// event only to listeners that are there when the script has run
// (https://developer.chrome.com/docs/extensions/develop/concepts/service-workers/events).

import {alarmName} from "./app.js";
import {openPanel} from "./browsers.js";
import {handle} from "./handlers.js";

/** @param {typeof chrome} api @param {import("./app.js").App} app */
export function wire(api, app) {
  api.action.onClicked.addListener((tab) => {
    openPanel(api, tab);
    app.clicked();
  });
  api.runtime.onConnect.addListener((port) => {
    if (port.name === "panel" && isOurs(api, port.sender)) app.panelOpened(port);
  });
  api.runtime.onMessage.addListener((question, sender, reply) => {
    if (!isOurs(api, sender)) return false;
    handle(app, question).then(reply);
    return true; // the answer comes later
  });
  api.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === alarmName) app.wake();
  });
  api.runtime.onStartup.addListener(() => app.startUp());
  api.runtime.onInstalled.addListener(() => app.startUp());
}

/**
 * Code that runs in a web page may send messages as well; only our own pages are answered.
 * @param {typeof chrome} api
 * @param {chrome.runtime.MessageSender | undefined} sender
 */
function isOurs(api, sender) {
  return sender?.url?.startsWith(api.runtime.getURL("")) ?? false;
}
