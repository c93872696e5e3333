// What the recruiter set, and what the extension remembers for comfort. None of it is about the people who are added.

import {defaultHost} from "./profile.js";

/**
 * @typedef {{id: string, name: string, requisition_id?: string}} Job
 * @typedef {{jobs: Job[], fetched_at: string}} JobCache
 * @typedef {"candidate" | "prospect" | "base"} TargetKind
 * @typedef {{kind: TargetKind, job_id: string, pool_id?: string, stage_id?: string}} LastTarget
 * @typedef {{host: string, pairing_key: string, jobs: JobCache, pools: import("./messages.js").Pools, target: LastTarget}} Settings
 */

/** @type {Settings} */
const nothingSet = {
  host: defaultHost,
  pairing_key: "",
  jobs: {jobs: [], fetched_at: ""},
  pools: {pools: []},
  target: {kind: "candidate", job_id: ""},
};

/**
 * @template {keyof Settings} Name
 * @param {import("./outbox.js").Storage} storage
 * @param {Name} name
 * @returns {Promise<Settings[Name]>}
 */
export async function getSetting(storage, name) {
  const stored = await storage.get(name);
  return stored[name] ?? nothingSet[name];
}

/**
 * @template {keyof Settings} Name
 * @param {import("./outbox.js").Storage} storage
 * @param {Name} name
 * @param {Settings[Name]} value
 */
export function putSetting(storage, name, value) {
  return storage.set({[name]: value});
}
