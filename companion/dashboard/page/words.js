// What the dashboard says, as plain values.

import {counted, grouped, people} from "../../../extension/browser/export/words.js";
import {pausedWords} from "../../../extension/browser/panel/words.js";
import {reasonFor} from "../../../extension/browser/reasons.js";

/**
 * @typedef {import("./messages.js").Overview} Overview
 * @typedef {import("./messages.js").Account} Account
 * @typedef {import("./messages.js").Counts} Counts
 * @typedef {import("./messages.js").Need} Need
 */

/** The states of an item that mean the same to a recruiter. @type {Record<string, {words: string, states: string[]}>} */
export const kinds = {
  way: {words: "on the way", states: ["ready", "leased"]},
  waiting: {words: "waiting", states: ["waiting"]},
  needs_you: {words: "need you", states: ["needs_you"]},
  done: {words: "done", states: ["done"]},
  stopped: {words: "stopped", states: ["cancelled"]},
};

/** @param {Counts} counts @param {string} kind */
export function countOf(counts, kind) {
  return (kinds[kind]?.states ?? []).reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

/** The one sentence at the top. @param {Overview} overview */
export function headline({counts, accounts}) {
  const [way, waiting, needs] = ["way", "waiting", "needs_you"].map((kind) => countOf(counts, kind));
  if (!accounts.length) return "Greenhouse is not connected yet.";
  if (needs) return `${people(needs)} ${needs === 1 ? "needs" : "need"} you.`;
  if (way) return `${people(way)} on the way to Greenhouse.`;
  if (waiting) return `${people(waiting)} waiting; they go on by themselves.`;
  if (countOf(counts, "done")) return "Everybody is in Greenhouse.";
  return "Nothing has been added yet.";
}

/** @param {Account} account */
export function accountState({connected, paused, paused_until, online}) {
  if (!connected) return "Not connected";
  if (paused) return `${pausedWords(paused)}${paused_until ? ` Next try at ${clock(paused_until)}.` : ""}`;
  return online ? "Connected" : "Greenhouse cannot be reached at the moment. It goes on by itself when the network is back.";
}

/** Whether nothing goes out for this account. @param {Account} account */
export function isHeld({connected, paused, online}) {
  return !connected || Boolean(paused) || !online;
}

/** @param {Account} account @param {number} now in milliseconds */
export function rateWords({rate}, now) {
  const left = rate ? Math.ceil((Date.parse(rate.resets_at) - now) / 1000) : 0;
  if (!rate || left <= 0) return "No calls to Greenhouse just now";
  return `${grouped(rate.remaining)} of ${grouped(rate.limit)} calls left in this window, which ends in ${counted(left, "second")}`;
}

/** What a group of people needs, as its title; the service may have causes that this page does not know. @type {Record<string, string>} */
const needTitles = {
  not_connected: "Connect Greenhouse",
  connect_again: "Connect Greenhouse again",
  reads_refused: "The credential may not read in Greenhouse",
  key_store_locked: "Unlock this computer’s key store",
  amazinghiring_connect_again: "Connect AmazingHiring again",
  name: "First and last name?",
  one_word_name: "A name of one word",
  same_person: "The same person?",
  person_gone: "No longer in Greenhouse",
  job_unknown: "The job is not to be found",
  job_closed: "The job takes nobody now",
  source_missing: "The source is missing in Greenhouse",
  refused: "Greenhouse refused it",
  permission: "A permission is missing",
  unclear: "Sent, but is the person there?",
  not_visible: "Confirmed, but not to be seen",
  differs: "Greenhouse shows something else",
  fields_missing: "Fields that Greenhouse asks for",
  file_lost: "A file is lost",
  profile_gone: "The profile is gone in AmazingHiring",
  profile_unusable: "The profile cannot be used",
  damaged: "Damaged on this computer",
  update_conflict: "Changed on both sides",
};

/** @param {string} cause */
export function needTitle(cause) {
  const plain = cause.replaceAll("_", " ");
  return needTitles[cause] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** The command that mends a cause, where only the terminal can. @type {Record<string, string>} */
const commands = {
  not_connected: "greenhouse-companion connect",
  connect_again: "greenhouse-companion connect",
  reads_refused: "greenhouse-companion connect",
  amazinghiring_connect_again: "greenhouse-companion connect-amazinghiring",
};

/** @param {string} cause */
export function commandFor(cause) {
  return commands[cause] ?? "";
}

/** @param {{value: string, label: string}} choice @param {Need} need */
export function bulkLabel({label}, {count}) {
  return `“${label}” for all ${grouped(count)}`;
}

/** @param {{label: string}} choice @param {Need} need */
export function bulkQuestion({label}, {count, cause}) {
  return `Answer “${label}” for ${people(count)} (${needTitle(cause)})? Who changes meanwhile is left alone.`;
}

/** @param {number} answered @param {number} left */
export function bulkResult(answered, left) {
  const done = `${people(answered)} answered.`;
  return left ? `${done} ${people(left)} had changed meanwhile or cannot be answered so.` : done;
}

/** @param {import("./messages.js").FullItem} item */
export function nameOf({name, profile_id, item_id}) {
  if (name) return name;
  return profile_id ? `Profile ${profile_id}` : `Number ${item_id}`;
}

/** The receipt: every number by which this add can be found again. @param {import("./messages.js").FullItem} item @returns {[string, string][]} */
export function receiptOf(item) {
  const {item_id, request_id, account = "", profile_id = "", candidate_id = "", application_ids = [], updated_at} = item;
  const lines = /** @type {[string, string][]} */ ([
    ["Number", item_id], ["Request", request_id], ["Account", account], ["AmazingHiring profile", profile_id],
    ["Person in Greenhouse", candidate_id], ["Applications", application_ids.join(", ")], ["Last change", when(updated_at)],
  ]);
  return lines.filter(([, value]) => value && value !== "0");
}

/** @type {Record<string, string>} */
export const findingWords = {act: "Act", warn: "Look", unknown: "Unknown", ok: "In order"};

/** @param {import("./messages.js").Finding[]} findings */
export function findingsSummary(findings) {
  const count = (/** @type {string} */ state) => findings.filter((one) => one.state === state).length;
  const act = count("act");
  const rest = `${counted(count("warn"), "warning")}, ${grouped(count("unknown"))} not to be told from here, ${grouped(count("ok"))} in order.`;
  return act ? `${counted(act, "thing needs", "things need")} you; ${rest}` : `Nothing needs you; ${rest}`;
}

/** Why the page is not live. A service that was started anew has another address, so that only a new link helps. @param {string} reason */
export function lostWords(reason) {
  if (reason === "service_not_running") {
    return "greenhouse-companion has stopped or was started anew. Start it if need be, then run “greenhouse-companion open”.";
  }
  const {words, remedy} = reasonFor(reason);
  return `${words} ${remedy}`;
}

/** @param {string} time */
export function when(time) {
  return new Date(time).toLocaleString("en", {dateStyle: "medium", timeStyle: "short"});
}

/** @param {string} time */
function clock(time) {
  return new Date(time).toLocaleTimeString("en", {timeStyle: "short"});
}
