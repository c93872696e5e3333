// What the person becomes in Greenhouse: the choice of three and the job picker below it.

import {getSetting, putSetting} from "../settings.js";
import {field, part} from "./dom.js";
import {JobPicker} from "./jobs.js";
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

  /** @param {() => void} onchange */
  constructor(onchange) {
    this.onchange = onchange;
    this.jobs = new JobPicker({onpick: () => this.#changed(), onsearch: (query) => this.#search(query)});
    for (const kind of kinds) field(`target-${kind}`).addEventListener("change", () => this.#changed());
  }

  /** Paints what the browser remembers, at once and without the service. */
  async restore() {
    const {kind, job_id} = await getSetting(storage, "target");
    const {jobs} = await getSetting(storage, "jobs");
    field(`target-${kind}`).checked = true;
    this.jobs.setJobs(jobs, job_id);
  }

  /** Asks the service for the jobs of now. */
  async refresh() {
    try {
      const found = await ask({ask: "jobs", query: ""});
      this.jobs.setJobs(found.jobs);
      this.jobs.note(found.stale ? "Greenhouse could not be asked just now: this is the list of before." : "");
    } catch (error) {
      this.jobs.note(troubleWords(/** @type {any} */ (error)));
    }
  }

  /** @param {string} text about the jobs, or why nothing is sent at present */
  note(text) {
    this.jobs.note(text);
  }

  /** @returns {import("../settings.js").LastTarget} */
  value() {
    const kind = kinds.find((candidate) => field(`target-${candidate}`).checked) ?? "candidate";
    return {kind, job_id: this.jobs.picked?.id ?? ""};
  }

  /** Called when an add is made: only a choice that was used is worth remembering. */
  remember() {
    return putSetting(storage, "target", this.value());
  }

  #changed() {
    part("jobs").inert = this.value().kind === "base";
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
