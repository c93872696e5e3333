// What the export page says, as plain values.

import {troubleWords} from "../panel/words.js";

/**
 * @typedef {import("../messages.js").Counts} Counts
 * @typedef {import("../messages.js").BatchInfo} BatchInfo
 * @typedef {import("../messages.js").ResultState} ResultState
 */

/** @type {Record<ResultState, string>} */
export const resultWords = {
  done: "in Greenhouse",
  already_there: "already there",
  needs_you: "needs you",
  stopped: "stopped",
  left_out: "left out",
  working: "under way",
  waiting: "waiting",
  missing: "not received yet",
};

const states = /** @type {ResultState[]} */ (Object.keys(resultWords));

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** @param {number} count */
export function people(count) {
  return counted(count, "person", "people");
}

/** @param {number} count */
export function grouped(count) {
  return count.toLocaleString("en");
}

/** @param {number} chosen @param {number} all @param {number} others how many of the chosen have a target of their own */
export function chosenWords(chosen, all, others) {
  const own = others ? `, ${grouped(others)} ${others === 1 ? "goes" : "go"} elsewhere` : "";
  return `${grouped(chosen)} of ${grouped(all)} chosen${own}`;
}

/** @param {import("../messages.js").Member} member */
export function memberName({name, profile_id}) {
  return name || `Profile ${profile_id}`;
}

/** @param {import("../messages.js").Member} member */
export function openedBefore({fetched}) {
  return fetched ? "fetched before" : "not opened yet";
}

/** @param {import("./own.js").Own | undefined} own @returns {string} "" for what everybody gets */
export function ownWords(own) {
  if (!own) return "";
  const {target: {kind, pool_id}, job} = own;
  if (kind === "base") return pool_id ? "Into a pool" : "Without a vacancy";
  return `${kind === "candidate" ? "Candidate" : "Prospect"}: ${job?.name ?? "a job"}`;
}

/** @param {import("../errors.js").Trouble | undefined} trouble why there is no folder to choose from */
export function folderTrouble(trouble) {
  if (trouble?.code !== "amazinghiring_not_connected") return troubleWords(trouble);
  return "AmazingHiring’s API is not connected. Run “greenhouse-companion connect-amazinghiring” with your API token, then try again.";
}

/** @param {import("./selection.js").Credits} credits */
export function creditWords({chosen, fetched, unopened}) {
  if (chosen === 0) return "Nobody is chosen yet.";
  const before = `${grouped(chosen)} chosen; ${grouped(fetched)} fetched before ${fetched === 1 ? "costs" : "cost"} nothing`;
  if (unopened === 0) return `${before}.`;
  const cost = counted(unopened, "contact credit");
  return `${before}; ${grouped(unopened)} not opened yet: opening may cost up to ${cost}. AmazingHiring’s API does not report credits.`;
}

/** @param {number} unopened @param {number} atMost */
export function leftOutNote(unopened, atMost) {
  const left = unopened - atMost;
  return left > 0 ? `${people(left)} will be left out, and listed.` : "Everybody chosen can be opened.";
}

/** @param {number} atMost */
export function confirmWords(atMost) {
  return `I confirm that up to ${counted(atMost, "contact credit")} may be spent.`;
}

/** @param {import("./making.js").SheetMaking} making @param {boolean} running */
export function sheetWords({done, total, written, first_fetched, isWhole}, running) {
  if (running) return `Writing the CSV file: ${grouped(done)} of ${people(total)}. Keep this page open.`;
  const opened = `${counted(first_fetched, "profile was", "profiles were")} fetched for the first time.`;
  if (isWhole) return `The CSV file has ${people(written)}. ${opened}`;
  return `Stopped after ${grouped(done)} of ${people(total)}. ${opened} Going on costs nothing for them.`;
}

/** @param {import("./making.js").Absent} absent */
export function absentWords({name, why}) {
  return `${name}: ${why || "left out, because the confirmed number was spent."}`;
}

/** Rounded down, so that 100 % means all. @param {Counts} counts */
export function percentOf(counts) {
  return counts.total ? Math.floor((settledOf(counts) * 100) / counts.total) : 0;
}

/** Whoever nothing more happens to by itself or by the user's answer. @param {Counts} counts */
export function settledOf({done, already_there, stopped, left_out}) {
  return done + already_there + stopped + left_out;
}

/** @param {Counts} counts */
export function countWords(counts) {
  const said = states.filter((state) => counts[state] > 0).map((state) => `${grouped(counts[state])} ${resultWords[state]}`);
  return `Of ${people(counts.total)}: ${said.join(", ")}.`;
}

/** @param {BatchInfo} info */
export function leftWords({state, seconds_left = 0, counts}) {
  if (state !== "running") return "";
  if (counts.waiting + counts.working === 0) return "";
  if (!seconds_left) return "Time left is not known yet";
  if (seconds_left < 60) return "Less than a minute left";
  const minutes = Math.ceil(seconds_left / 60);
  return minutes < 90 ? `About ${counted(minutes, "minute")} left` : `About ${counted(Math.ceil(minutes / 60), "hour")} left`;
}

/** @param {BatchInfo} info */
export function stateWords({state, counts}) {
  if (state === "paused") return "Paused. Nobody is sent until you resume.";
  if (state === "cancelled") return "Cancelled. Whoever was sent stays in Greenhouse.";
  if (state === "finished") return "Finished.";
  if (counts.needs_you > 0 && counts.waiting + counts.working === 0) return "Waiting for you: see who needs you below.";
  return "Exporting. It goes on without this page, and after a restart.";
}

/** @param {BatchInfo} info */
export function openedWords({first_fetched = 0}) {
  return first_fetched ? `${counted(first_fetched, "profile was", "profiles were")} fetched for the first time.` : "";
}

/** @param {BatchInfo} info */
export function updateWords({auto_update, updates = {waiting: 0, done: 0, needs_you: 0}}) {
  const {waiting, done, needs_you} = updates;
  if (!auto_update && waiting + done + needs_you === 0) return "";
  const open = [waiting && `${grouped(waiting)} waiting`, needs_you && `${grouped(needs_you)} ${needs_you === 1 ? "needs" : "need"} you`].filter(Boolean);
  return `${[`${counted(done, "change")} sent`, ...open].join(", ")}.`;
}

/** @param {number} shown @param {number} total */
export function loadingWords(shown, total) {
  return `Loading: ${grouped(shown)} of ${people(total)} so far…`;
}

/** @param {boolean} off */
export function followWords(off) {
  return off ? "Updates: off" : "Updates: on";
}

/** @param {BatchInfo} info */
export function earlierWords({state, counts}) {
  return state === "finished" ? `finished, ${people(counts.total)}` : `${state}, ${percentOf(counts)} % of ${people(counts.total)}`;
}

/** @param {import("../exports.js").KeptView} kept */
export function keptWords({state, people: count}) {
  return state === "refused" ? `Not accepted: ${people(count)}.` : `Saved in this browser: ${people(count)}. It goes on by itself as soon as greenhouse-companion answers.`;
}
