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
