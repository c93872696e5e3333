// The options page: which door is used, the pairing key, and where AmazingHiring's profiles are.

import {defaultHost, hostOf} from "../profile.js";
import {field, onPress, onSubmit, part, say} from "../panel/dom.js";
import {troubleWords} from "../panel/words.js";
import {ask} from "../panel/worker.js";
import {reasonFor} from "../reasons.js";
import {getSetting, putSetting} from "../settings.js";

/** @typedef {import("../transport.js").DoorState} DoorState */

const storage = /** @type {import("../outbox.js").Storage} */ (chrome.storage.local);
const notAKey = "This is not such a key: it has 26 letters and digits, without 0, 1, 8 and 9.";
const doorWords = {native: "Connected by native messaging", websocket: "Connected by WebSocket", "": ""};

/** @param {DoorState} state */
function showDoor({door, reason, remedy}) {
  part("door").dataset.door = reason ? "" : door;
  part("door").dataset.reason = reason;
  say(part("door"), reason ? reasonFor(reason).words : doorWords[door]);
  say(part("remedy"), reason ? remedy || reasonFor(reason).remedy : "");
}

/** @param {{ask: string, [field: string]: any}} question */
async function askDoor(question) {
  try {
    const state = await ask(question);
    showDoor(state);
    return state;
  } catch (error) {
    say(part("door"), troubleWords(/** @type {any} */ (error)));
    return {door: "", reason: "internal"};
  }
}

async function pair() {
  const key = field("pair-key").value;
  say(part("pair-note"), "Pairing…");
  const {reason} = await ask({ask: "pair", key}).catch(({code}) => ({reason: code}));
  if (reason === "bad_key") return say(part("pair-note"), notAKey);
  await askDoor({ask: "connect"});
  if (reason) return say(part("pair-note"), `Not paired. ${troubleWords({code: reason, message: "", meaning: "", remedy: ""})}`);
  field("pair-key").value = "";
  say(part("pair-note"), "The key was accepted. This browser keeps its own from now on.");
}

async function saveHost() {
  const host = hostOf(field("host").value);
  if (!host) return say(part("host-note"), `This is not a host. The usual one is ${defaultHost}.`);
  await putSetting(storage, "host", host);
  field("host").value = host;
  say(part("host-note"), "Saved.");
}

async function start() {
  onSubmit("pairing", pair);
  onSubmit("host-form", saveHost);
  onPress("again", () => askDoor({ask: "connect"}));
  field("host").value = await getSetting(storage, "host");
  await askDoor({ask: "connect"});
}

start();
