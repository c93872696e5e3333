// What the person becomes in Greenhouse: the choice of three, and the job picker and the pools below it.

import {getSetting, putSetting} from "../settings.js";
import {field, part} from "./dom.js";
import {JobPicker} from "./jobs.js";
import {PoolPicker} from "./pools.js";
import {troubleWords} from "./words.js";
import {ask} from "./worker.js";

/** @typedef {import("../settings.js").TargetKind} TargetKind */

const kinds = /** @type {TargetKind[]} */ (["candidate", "prospect", "base"]);
const typingPauseMs = 150;
const storage = /** @type {import("../outbox.js").Storage} */ (chrome.storage.local);

/** TargetView remembers the last choice, because a recruiter mostly works on one vacancy at a time. */
export class TargetView {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;

  /** @param {() => void} onchange @param {string} [prefix] of the ids in the page, where it has two of these */
  constructor(onchange, prefix = "") {
    this.onchange = onchange;
    this.prefix = prefix;
    this.jobs = new JobPicker(prefix, {onpick: () => this.#changed(), onsearch: (query) => this.#search(query)});
    this.pools = new PoolPicker(prefix, () => this.#changed());
    for (const kind of kinds) this.#radio(kind).addEventListener("change", () => this.#changed());
  }

  /** Paints what the browser remembers, at once and without the service. */
  async restore() {
    return this.show(await getSetting(storage, "target"));
  }

  /**
   * @param {import("../settings.js").LastTarget} target
   * @param {import("../settings.js").Job} [job] that of the target, which a search may have found
   */
  async show(target, job) {
    const [{jobs}, pools] = [await getSetting(storage, "jobs"), await getSetting(storage, "pools")];
    this.#radio(target.kind).checked = true;
    this.pools.setPools(pools, target);
    this.jobs.clear();
    this.jobs.setJobs(jobs, target.job_id);
    if (job) this.jobs.addJobs([job], job.id);
  }

  /** Asks the service for the jobs and pools of now. */
  async refresh() {
    await Promise.all([this.#refreshJobs(), this.#refreshPools()]);
  }

  async #refreshJobs() {
    try {
      const found = await ask({ask: "jobs", query: ""});
      this.jobs.setJobs(found.jobs);
      this.jobs.note(found.stale ? "Greenhouse could not be asked just now: this is the list of before." : "");
    } catch (error) {
      this.jobs.note(troubleWords(/** @type {any} */ (error)));
    }
  }

  /** Those of before are kept where they cannot be asked for: the delivery checks them anyway. */
  async #refreshPools() {
    try {
      this.pools.setPools(await ask({ask: "pools"}));
      this.#changed();
    } catch (error) {
      this.pools.note(troubleWords(/** @type {any} */ (error)));
    }
  }

  /** @param {string} text about the jobs, or why nothing is sent at present */
  note(text) {
    this.jobs.note(text);
  }

  /** @returns {import("../settings.js").LastTarget} */
  value() {
    const kind = kinds.find((candidate) => this.#radio(candidate).checked) ?? "candidate";
    return {kind, job_id: this.jobs.picked?.id ?? "", ...this.pools.value()};
  }

  /** Called when an add is made: only a choice that was used is worth remembering. */
  remember() {
    return putSetting(storage, "target", this.value());
  }

  /** @param {TargetKind} kind */
  #radio(kind) {
    return field(`${this.prefix}target-${kind}`);
  }

  #changed() {
    const {kind} = this.value();
    part(`${this.prefix}jobs`).inert = kind === "base";
    part(`${this.prefix}pools`).inert = kind === "candidate";
    this.onchange();
  }

  /** The list has the first jobs only; a search may find others. @param {string} query */
  #search(query) {
    clearTimeout(this.#typing);
    if (!query) return;
    this.#typing = setTimeout(async () => {
      const found = await ask({ask: "jobs", query}).catch(() => ({jobs: []}));
      this.jobs.addJobs(found.jobs);
    }, typingPauseMs);
  }
}
