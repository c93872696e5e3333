// The job picker: a search field with a list that is always open, after the combobox pattern of
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/.

import {field, make, part, say} from "./dom.js";

/** @typedef {import("../settings.js").Job} Job */

/** JobPicker shows jobs and knows which one is chosen. */
export class JobPicker {
  /** @type {Job[]} */
  #jobs = [];
  #active = -1;

  /** @param {string} prefix of the ids in the page @param {{onpick: () => void, onsearch: (query: string) => void}} on */
  constructor(prefix, {onpick, onsearch}) {
    this.search = field(`${prefix}job-search`);
    this.list = part(`${prefix}job-list`);
    this.said = part(`${prefix}job-note`);
    /** @type {Job | undefined} */
    this.picked = undefined;
    this.onpick = onpick;
    this.search.addEventListener("input", () => {
      this.#active = -1;
      this.#paint();
      onsearch(this.search.value.trim());
    });
    this.search.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the search field keeps the focus
    this.list.addEventListener("click", (event) => this.#click(event));
  }

  /** @param {Job[]} jobs @param {string} [job_id] chosen at once when it is among them */
  setJobs(jobs, job_id = this.picked?.id) {
    this.#jobs = jobs;
    const chosen = jobs.find((job) => job.id === job_id);
    if (chosen) this.picked = chosen;
    this.#paint();
    this.onpick();
  }

  /** @param {Job[]} jobs more that a search found @param {string} [job_id] chosen at once when it is among them */
  addJobs(jobs, job_id) {
    const known = new Set(this.#jobs.map((job) => job.id));
    const more = jobs.filter((job) => !known.has(job.id));
    if (more.length) this.setJobs([...this.#jobs, ...more], job_id);
  }

  /** No job is chosen or searched for any more. */
  clear() {
    this.picked = undefined;
    this.search.value = "";
    this.#active = -1;
  }

  hasAny() {
    return this.#jobs.length > 0;
  }

  /** @param {string} text */
  note(text) {
    say(this.said, text);
  }

  #matching() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const textOf = (/** @type {Job} */ job) => `${job.name} ${job.requisition_id ?? ""}`.toLowerCase();
    return this.#jobs.filter((job) => words.every((word) => textOf(job).includes(word)));
  }

  #paint() {
    const options = this.#matching().map((job, i) => this.#option(job, i === this.#active));
    this.list.replaceChildren(...options);
    const active = options[this.#active];
    if (active) this.search.setAttribute("aria-activedescendant", active.id);
    else this.search.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({block: "nearest"});
  }

  /** @param {Job} job @param {boolean} active */
  #option(job, active) {
    const option = make("li", job.name, make("span", job.requisition_id ?? ""));
    option.id = `${this.list.id}-${job.id}`;
    option.role = "option";
    option.dataset.jobId = job.id;
    option.dataset.active = String(active);
    option.ariaSelected = String(job.id === this.picked?.id);
    return option;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = {ArrowDown: 1, ArrowUp: -1}[event.key];
    const active = this.#matching()[this.#active];
    if (move) this.#move(move);
    else if (event.key === "Enter" && active && active.id !== this.picked?.id) this.#pick(active);
    else return;
    event.preventDefault(); // Enter on a chosen job goes on to the form's Add
  }

  /** @param {number} by */
  #move(by) {
    const count = this.#matching().length;
    if (count === 0) return;
    const from = this.#active === -1 && by < 0 ? 0 : this.#active;
    this.#active = (from + by + count) % count;
    this.#paint();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const option = event.target instanceof Element ? event.target.closest("li") : null;
    const job = this.#jobs.find((candidate) => candidate.id === option?.dataset.jobId);
    if (job) this.#pick(job);
  }

  /** @param {Job} job */
  #pick(job) {
    this.picked = job;
    this.#active = this.#matching().indexOf(job);
    this.#paint();
    this.onpick();
  }
}
