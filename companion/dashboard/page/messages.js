// The messages that only the dashboard sends, as ../../../extension/PROTOCOL.md has them.

/**
 * @typedef {import("../../../extension/browser/messages.js").Message} Message
 * @typedef {import("../../../extension/browser/messages.js").Item} Item
 * @typedef {import("../../../extension/browser/messages.js").Choice} Choice
 * @typedef {{limit: number, remaining: number, resets_at: string}} Rate
 * @typedef {{name: string, organization?: string, user?: string, email?: string, dialect?: string, connected: boolean, paused?: string,
 *   paused_until?: string, online: boolean, rate?: Rate}} Account
 * @typedef {{cause: string, text: string, count: number}} WaitingFor
 * @typedef {Record<string, number>} Counts
 * @typedef {{version: string, accounts: Account[], amazinghiring: boolean, counts: Counts, working: Item[], waiting: WaitingFor[],
 *   data_dir: string, notice?: string}} Overview
 * @typedef {{cause: string, state: string, count: number, text?: string, choices: Choice[], items: Item[]}} Need
 * @typedef {{as_of: string, groups: Need[]}} Needs
 * @typedef {{at: string, what: string, step?: string, text: string}} Moment
 * @typedef {Item & {name?: string, cause?: string, account?: string, updated_at: string, candidate_id?: string, application_ids?: string[],
 *   update?: boolean, timeline?: Moment[], left_out?: {field: string, reason: string}[]}} FullItem
 * @typedef {{key_id?: string, caller?: string, name: string, origin?: string, paired_at: string}} Client
 * @typedef {{check: string, state: "ok" | "act" | "warn" | "unknown", subject: string, meaning: string, remedy?: string}} Finding
 * @typedef {{before?: string, states?: string[], cause?: string, search?: string, limit?: number}} HistoryQuery
 */

/** @param {"overview" | "needs" | "clients" | "doctor" | "settings"} type @returns {Message} */
export function question(type) {
  return {type};
}

/** @param {HistoryQuery} query @returns {Message} */
export function history(query) {
  return {type: "history", ...query};
}

/** @param {{cause: string, choice: string, as_of: string, after?: string}} given @returns {Message} */
export function answerAll(given) {
  return {type: "answer_all", ...given};
}

/** @param {string} cause @returns {Message} */
export function retryAll(cause) {
  return {type: "retry_all", cause};
}

/** @param {string} name what the user calls the browser; "" leaves it to the browser @returns {Message} */
export function pair(name) {
  return {type: "pair", ...(name && {name})};
}

/** @param {{key_id?: string, caller?: string}} client @returns {Message} */
export function forget({key_id, caller}) {
  return {type: "forget", ...(key_id ? {key_id} : {caller})};
}
