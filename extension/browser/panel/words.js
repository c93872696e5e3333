// What the panel says about an add, as plain values: this is where the words for every state are.

import {reasonFor, reasons} from "../reasons.js";

/**
 * @typedef {import("../app.js").EntryView} EntryView
 * @typedef {import("../messages.js").Item} Item
 * @typedef {{state: string, words: string, detail: string, actions: ("again" | "discard" | "retry" | "cancel")[]}} Progress
 */

/** @type {Record<string, (item: Item) => string>} */
const statusWords = {
  saved: () => "Received: safe on this computer",
  waiting: () => "Waiting",
  checking: () => "Checking whether Greenhouse knows this person",
  sending: ({step, steps}) => (step && steps ? `Sending (step ${step} of ${steps})` : "Sending"),
  verifying: () => "Reading it back from Greenhouse",
  needs_you: () => "Needs you",
  done: () => "In Greenhouse",
  stopped: () => "Stopped",
};

/** @type {Record<string, Progress["actions"]>} */
const statusActions = {waiting: ["retry", "cancel"], needs_you: ["cancel"]};

/**
 * @param {EntryView} entry
 * @param {Item} [item] as the service last described it
 * @returns {Progress}
 */
export function progressOf(entry, item) {
  if (item) return itemProgress(item);
  if (entry.state === "pending") return pendingProgress(entry);
  if (entry.state === "refused") return refusedProgress(entry);
  return {state: "received", words: "Received: safe on this computer", detail: "", actions: []};
}

/** @param {Item} item @returns {Progress} */
function itemProgress(item) {
  const words = statusWords[item.status];
  return {
    state: words ? item.status : "saved",
    words: words ? words(item) : "Received: safe on this computer",
    detail: item.question?.text ?? item.message ?? "",
    actions: statusActions[item.status] ?? [],
  };
}

/** @param {EntryView} entry @returns {Progress} */
function pendingProgress({trouble}) {
  const said = trouble && !Object.hasOwn(reasons, trouble.code) ? `${trouble.message} ${trouble.remedy}`.trim() : "";
  const detail = said || "It goes on by itself as soon as greenhouse-companion answers.";
  return {state: "pending", words: "Saved in this browser", detail, actions: ["discard"]};
}

/** @param {EntryView} entry @returns {Progress} */
function refusedProgress({trouble}) {
  return {state: "refused", words: "Not accepted", detail: troubleWords(trouble), actions: ["again", "discard"]};
}

/**
 * @param {{code: string, message: string, meaning: string, remedy: string} | undefined} trouble
 * @returns {string} what happened, what it means, what to do
 */
export function troubleWords(trouble) {
  if (!trouble) return "";
  const {message, meaning, remedy} = trouble;
  if (message) return [message, meaning, remedy].filter(Boolean).join(" ");
  const reason = reasonFor(trouble.code);
  return `${reason.words} ${reason.remedy}`.trim();
}

/** @type {Record<string, string>} */
const leftOutReasons = {
  unmapped: "not sent by this version",
  policy: "left out on purpose",
  invalid: "not readable",
  too_long: "too long",
  duplicate: "said twice",
  no_permission: "your Greenhouse key may not write it",
};

/** @param {{field: string, reason: string}} left @returns {string} */
export function leftOutWords({field, reason}) {
  const name = field.replaceAll("_", " ");
  return `${name}: ${leftOutReasons[reason] ?? reason.replaceAll("_", " ")}`;
}

const maxReasons = 3;

/**
 * @param {import("../messages.js").Verdict | undefined} verdict none from an older service
 * @param {number} now
 * @returns {{level: string, words: string, detail: string}} level is "" when nothing is known
 */
export function verdictWords(verdict, now) {
  if (!verdict || (verdict.off && verdict.level === "none")) return {level: "", words: offWords(verdict?.off), detail: ""};
  const {level, reasons, caveat} = verdict;
  const words = level === "none" ? absentWords(verdict, now) : presentWords(verdict);
  const why = level === "none" ? knownSoFar(verdict) : sentence(reasons.slice(0, maxReasons).join(", "));
  return {level, words, detail: [why, caveat].filter(Boolean).join(" ")};
}

/** @param {import("../messages.js").Verdict} verdict */
function presentWords({level, people}) {
  if (level !== "certain") return "Perhaps in Greenhouse";
  return people.length > 1 ? `In Greenhouse ${people.length} times` : "In Greenhouse";
}

/** @param {import("../messages.js").Verdict} verdict @param {number} now */
function absentWords({complete, as_of}, now) {
  return complete ? `Not found (as of ${ago(as_of, now)})` : "Not found so far";
}

/** @param {import("../messages.js").Verdict} verdict */
function knownSoFar({complete, known}) {
  return complete ? "" : `Greenhouse is still being read: ${known.toLocaleString("en")} people so far.`;
}

/** @param {string | undefined} off */
function offWords(off) {
  return off && off !== "not_connected" ? "Checked when you press Add" : "";
}

/** @param {string | undefined} time @param {number} now @returns {string} */
function ago(time, now) {
  const minutes = time ? Math.floor((now - Date.parse(time)) / 60_000) : 0;
  if (minutes < 1) return "a moment ago";
  const words = new Intl.RelativeTimeFormat("en");
  if (minutes < 120) return words.format(-minutes, "minute");
  if (minutes < 48 * 60) return words.format(-Math.floor(minutes / 60), "hour");
  return words.format(-Math.floor(minutes / (24 * 60)), "day");
}

/** @param {string} text */
function sentence(text) {
  return text && `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** @type {Record<string, string>} why there is no pool to choose */
const poolReasons = {
  no_permission: "Prospect pools cannot be chosen: your Greenhouse credential may not list them.",
  not_in_version: "Prospect pools cannot be chosen with a legacy key.",
};

/** @param {string} [missing] @returns {string} */
export function poolWords(missing) {
  return missing ? poolReasons[missing] ?? "Prospect pools cannot be read." : "Your organisation has no prospect pools.";
}

/** @type {Record<string, string>} why nothing is sent to Greenhouse at the moment */
const pauses = {
  connect_again: "Greenhouse no longer accepts the credential. Connect again on this computer; what you add meanwhile is kept.",
  reads_refused: "The credential may not read in Greenhouse, so nothing is sent. What you add meanwhile is kept.",
  greenhouse_unavailable: "Greenhouse has a problem at the moment. It goes on by itself.",
};

/** @param {string | undefined} cause @returns {string} "" when there is no pause */
export function pausedWords(cause) {
  return cause ? pauses[cause] ?? `Sending is paused (${cause.replaceAll("_", " ")}).` : "";
}
