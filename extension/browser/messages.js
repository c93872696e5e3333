// The messages this extension sends, exactly as ../PROTOCOL.md has them. The request's id is added by session.js.

export const protocolVersion = 1;
export const hostName = "com.greenhouse_companion.host";

/**
 * @typedef {{type: string, id?: string, [field: string]: any}} Message
 * @typedef {{kind: "candidate" | "prospect", job_ids?: string[], pool_id?: string, pool_stage_id?: string}} Target
 * @typedef {{level: "certain" | "likely" | "possible" | "none", reasons: string[], people: {candidate_id: string, link: string}[],
 *   known: number, complete: boolean, as_of?: string, off?: string, caveat?: string}} Verdict
 * @typedef {{request_id: string, profile: object, first_name: string, last_name: string, target: Target,
 *   files?: import("./files.js").FileInfo[]}} AddRequest
 * @typedef {{profile_id: string, target?: Target}} BatchPerson
 * @typedef {{batch_id: string, kind: "folder", name: string, target: Target, people: BatchPerson[], max_first?: number,
 *   auto_update?: boolean, folder_id?: string}} BatchRequest
 * @typedef {{id: string, name: string, stages: {id: string, name: string}[]}} Pool
 * @typedef {{pools: Pool[], missing?: string}} Pools
 * @typedef {"full" | "prospect-import"} SheetFormat
 * @typedef {{format: SheetFormat, header?: boolean, profile_ids: string[], max_first?: number}} SheetQuery
 * @typedef {{text: string, done: number, written: number, first_fetched?: number, left_out: string[],
 *   failed: {profile_id: string, code: string, message: string}[]}} SheetPart
 * @typedef {{batch_id: string, profile_id?: string, on: boolean}} UpdatesChange
 * @typedef {{folder_id?: string, address?: string, offset?: number, limit?: number}} MembersQuery
 * @typedef {{id: string, name: string, people: number}} Folder
 * @typedef {{profile_id: string, name?: string, status?: string, fetched: boolean}} Member
 * @typedef {"waiting" | "working" | "done" | "already_there" | "needs_you" | "stopped" | "left_out" | "missing"} ResultState
 * @typedef {Record<ResultState | "total", number>} Counts
 * @typedef {{profile_id?: string, request_id: string, item_id?: string, state: ResultState, message?: string, name?: string,
 *   link?: string, updates_off?: boolean}} Result
 * @typedef {{batch_id: string, kind: "folder" | "sheet", name: string, target: Target, created_at: string,
 *   state: "running" | "paused" | "cancelled" | "finished", counts: Counts, seconds_left?: number, first_fetched?: number,
 *   auto_update?: boolean, updates?: {waiting: number, done: number, needs_you: number}, results?: Result[],
 *   more?: boolean}} BatchInfo
 * @typedef {{name: string, label: string, value?: string, options?: string[]}} Field
 * @typedef {{value: string, label: string, fields?: Field[]}} Choice
 * @typedef {{code: string, text: string, choices: Choice[]}} Question
 * @typedef {{item_id: string, request_id: string, state: string, status: string, step?: number, steps?: number,
 *   message?: string, question?: Question, profile_id?: string, link?: string, outcome?: string, target?: Target}} Item
 */

/**
 * @param {string} version the extension's own version
 * @param {{key_id: string, challenge: string}} [pairing] only on the WebSocket route
 * @returns {Message}
 */
export function hello(version, pairing) {
  const client = {name: "greenhouse-companion-extension", version};
  return {type: "hello", protocol: protocolVersion, client, ...pairing};
}

/** @param {AddRequest} request @returns {Message} */
export function add(request) {
  return {type: "add", ...request, priority: "click"};
}

/** @param {string} sha256 @param {number} size @param {number} offset @param {string} [data] base64; none asks @returns {Message} */
export function upload(sha256, size, offset, data) {
  return {type: "upload", sha256, size, offset, ...(data && {data})};
}

/** @param {{item_id?: string, request_ids?: string[], states?: string[], limit?: number}} query @returns {Message} */
export function items(query) {
  return {type: "items", ...query};
}

/** @param {string} item_id @param {string} choice @param {Record<string, string>} [values] @returns {Message} */
export function answer(item_id, choice, values) {
  return {type: "answer", item_id, choice, ...(values && {values})};
}

/** @param {"retry" | "cancel"} type @param {string} item_id @returns {Message} */
export function command(type, item_id) {
  return {type, item_id};
}

/** @param {string} query @param {number} limit @returns {Message} */
export function jobs(query, limit) {
  return query ? {type: "jobs", query, limit} : {type: "jobs", limit};
}

/** @param {SheetQuery} query @returns {Message} */
export function sheet(query) {
  return {type: "sheet", ...query};
}

/** @param {string} profile_id @param {object} [profile] a whole one, for which AmazingHiring is not asked @returns {Message} */
export function preview(profile_id, profile) {
  return profile ? {type: "preview", profile} : {type: "preview", profile_id};
}

/** @param {MembersQuery} query @returns {Message} */
export function members(query) {
  return {type: "members", ...query};
}

/** @param {BatchRequest} request @returns {Message} */
export function batch(request) {
  return {type: "batch", ...request};
}

/** @param {string} [batch_id] without it all of them, and nobody's results @param {number} [offset] @returns {Message} */
export function batches(batch_id, offset) {
  return {type: "batches", ...(batch_id && {batch_id}), ...(offset && {offset})};
}

/** @param {string} batch_id @param {"pause" | "resume" | "cancel"} action @returns {Message} */
export function batchChange(batch_id, action) {
  return {type: "batch_change", batch_id, action};
}

/** @param {UpdatesChange} change @returns {Message} */
export function updatesChange(change) {
  return {type: "updates_change", ...change};
}

/** @param {"confirm" | "status" | "subscribe" | "folders" | "pools"} type @returns {Message} */
export function plain(type) {
  return {type};
}

/** @param {string} proof @returns {Message} */
export function prove(proof) {
  return {type: "prove", proof};
}

/**
 * What a message from the service is to a client. An error without an id speaks for the whole connection.
 * @param {Message} message
 * @returns {"answer" | "event" | "ending" | "ignored"}
 */
export function kindOf(message) {
  if (message.type === "event") return "event";
  if (message.id) return "answer";
  return message.type === "error" ? "ending" : "ignored";
}
